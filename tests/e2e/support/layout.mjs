// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What the tests of networks lay out and watch in; each test's ends with it.
import assert from 'node:assert/strict';
import { afterEach } from 'node:test';
import { selectedPair, videoStats, watch } from './browser.mjs';
import { startCoturnAt } from './coturn.mjs';
import { startVitrine, testCamera, until } from './daemon.mjs';
import { cable, here, makePlace } from './networks.mjs';
import { readCandidate } from './signal.mjs';

/** Where the daemon listens, as the end of a URL's host. */
export const listening = ':8080';

/** coturn's, and the daemon's where it relays: with what a login and a key file might trip over. */
export const secret = 'north;by/north west';

const ends = [];

/** Has this done after the test, the newest first. */
export const endsWith = (end) => ends.push(end);
afterEach(async () => {
  while (ends.length > 0) await ends.pop()();
});

/** A place (support/networks.mjs) for this test. */
export async function layPlace() {
  const place = await makePlace();
  endsWith(() => place.remove());
  return place;
}

/** A viewers' place next to the server's: here is 198.51.100.1 and 2001:db8:1::1. */
export async function nextDoor() {
  const far = await layPlace();
  cable([here, 'to-far', '198.51.100.1/24', '2001:db8:1::1/64'], [far, 'eth0', '198.51.100.2/24', '2001:db8:1::2/64']);
  far.route('198.51.100.1', 'eth0');
  far.route('2001:db8:1::1', 'eth0');
  return far;
}

/**
 * The server's machine (here) at 10.0.0.2, behind a router, whose other side is 203.0.113.1 in the internet: gives the
 * router and the internet, in which nobody finds to 10.0.0.2.
 */
export async function behindRouter() {
  const nat = await layPlace();
  const internet = await layPlace();
  cable([here, 'inside', '10.0.0.2/24'], [nat, 'lan0', '10.0.0.1/24']);
  cable([nat, 'wan0', '203.0.113.1/24'], [internet, 'to-server', '203.0.113.2/24']);
  for (const net of ['203.0.113.0/24', '198.51.100.0/24']) here.run(`ip route add ${net} via 10.0.0.1`);
  nat.route('203.0.113.2', 'wan0');
  nat.forward();
  internet.forward();
  return { nat, internet };
}

/** A place in the internet, at 198.51.100.2. */
export async function behind(internet) {
  const far = await layPlace();
  cable([internet, 'to-viewer', '198.51.100.1/24'], [far, 'eth0', '198.51.100.2/24']);
  far.route('198.51.100.1', 'eth0');
  return far;
}

// What a router lets in: answers, and what it was told to pass on. What it refuses must not reach itself: an entry in
// its table would keep the port from the packet that comes out to meet it.
const router = (outside) => `
table ip nat {
  chain leave { type nat hook postrouting priority srcnat; oifname ${outside} masquerade; }
}
table ip filter {
  chain pass {
    type filter hook forward priority filter;
    ct state established,related accept
    ct status dnat accept
    iifname ${outside} drop
  }
  chain own { type filter hook input priority filter; iifname ${outside} meta l4proto udp drop; }
}`;

/**
 * The server's machine as with behindRouter(), and a viewers' place (`home`) behind a router of its own; each lets in
 * nothing but answers, and the server's the page, which is at 203.0.113.1 for the others.
 */
export async function behindRouters() {
  const { nat, internet } = await behindRouter();
  // The page is passed on to the server. Its media has to open the router from inside.
  nat.rules(`${router('wan0')}
table ip page {
  chain arrive {
    type nat hook prerouting priority dstnat
    iifname wan0 tcp dport ${listening.slice(1)} dnat to 10.0.0.2
  }
}`);
  // What there is no way to is lost in the internet; coturn ends a whole session when its machine knows of no way.
  internet.run('ip link add nowhere type bridge');
  internet.run('ip link set nowhere arp off up');
  internet.run('ip route add default dev nowhere');
  const theirs = await behind(internet);
  const home = await layPlace();
  cable([theirs, 'home0', '192.168.7.1/24'], [home, 'eth0', '192.168.7.2/24']);
  home.route('192.168.7.1', 'eth0');
  theirs.forward();
  theirs.rules(router('eth0'));
  return { internet, home };
}

/** A place in the internet for viewers of a server (10.0.0.2) that a 1:1 NAT shows as 203.0.113.9. */
export async function beyondOneToOne() {
  const { nat, internet } = await behindRouter();
  nat.address('wan0', '203.0.113.9/24');
  nat.rules(`
table ip nat {
  chain arrive { type nat hook prerouting priority dstnat; ip daddr 203.0.113.9 dnat to 10.0.0.2; }
  chain leave { type nat hook postrouting priority srcnat; ip saddr 10.0.0.2 snat to 203.0.113.9; }
}`);
  return behind(internet);
}

/** coturn with the secret, at 203.0.113.9 in a place next to the server's; gives the program and the place. */
export async function layRelay() {
  const relay = await layPlace();
  cable([here, 'to-relay', '203.0.113.1/24'], [relay, 'wan0', '203.0.113.9/24']);
  relay.route('203.0.113.1', 'wan0');
  here.forward();
  const coturn = await startCoturnAt(relay, '203.0.113.9', secret);
  endsWith(() => coturn.stop());
  return { relay, coturn };
}

/** Puts nftables rules in force here, for this test. */
export function rulesHere(text) {
  here.rules(text);
  endsWith(() => here.rules());
}

/** The daemon with the test camera, this in [ice], at this address. */
export async function serve(ice, address) {
  const config = testCamera.replace('127.0.0.1:0', `${address}${listening}`);
  const vitrine = await startVitrine(`${config}[ice]\n${ice}\n`);
  endsWith(async () => assert.equal(await vitrine.stop(), 0, vitrine.log));
  return vitrine;
}

/**
 * Has a browser in a place watch until the picture goes on and on. Gives the page, its selected pair, and which
 * candidates it was told by the server (`ours`) and told the server (`theirs`).
 */
export async function watchFrom(place, url, more = {}) {
  const browser = await place.launchBrowser(more);
  endsWith(() => browser.close());
  const [ours, theirs] = [[], []];
  const keep = (list) => ({ payload }) => {
    const { type, candidate } = JSON.parse(payload);
    if (type === 'candidate' && candidate) list.push(readCandidate(candidate));
  };
  const { page } = await watch(browser, `${url}/cameras/test`, async (fresh) =>
    fresh.on('websocket', (socket) => socket.on('framereceived', keep(ours)).on('framesent', keep(theirs))));
  const { framesDecoded } = await videoStats(page);
  await until(async () => (await videoStats(page)).framesDecoded > framesDecoded + 30);
  return { page, ours, theirs, ...await selectedPair(page) };
}

/** Each of the candidates' addresses once. */
export const addressesOf = (candidates) => [...new Set(candidates.map(({ address }) => address))].sort();
