// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// [ice] stun-server and turn-server with a real server of both, coturn.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, selectedPair, videoStats, watch } from './support/browser.mjs';
import { startCoturn, turn } from './support/coturn.mjs';
import { startVitrine, testCamera, until } from './support/daemon.mjs';
import { openSignal, readCandidate } from './support/signal.mjs';

let coturn;
before(async () => (coturn = await startCoturn()));
after(() => coturn?.stop());

const server = `${turn.address}:${turn.port}`;
// The server's own media is IPv6, what coturn relays from is IPv4: for a viewer that is told nothing
// but the relay's address there is no other way.
const config = (ice) =>
  `${testCamera.replace('127.0.0.1:0', '192.0.2.1:0')}[ice]\nlocal-addresses = 2001:db8::1\n${ice}\n`;

/** What a viewer without a browser is offered, once `enough` says that it is. */
async function candidatesOf(vitrine, enough) {
  const signal = await openSignal(vitrine.url);
  const candidates = () =>
    signal.all('candidate').filter(({ candidate }) => candidate).map(({ candidate }) => readCandidate(candidate));
  await until(() => enough(candidates()));
  await signal.leave();
  return candidates();
}

/** Lets the page know only the relayed addresses of the server. */
const relayOnly = (page) =>
  page.addInitScript(() => {
    const add = RTCPeerConnection.prototype.addIceCandidate;
    window.withheld = 0;
    window.relays = [];
    RTCPeerConnection.prototype.addIceCandidate = function (candidate) {
      if (candidate?.candidate && !candidate.candidate.includes(' typ relay')) {
        ++window.withheld;
        return Promise.resolve();
      }
      if (candidate?.candidate) window.relays.push(candidate.candidate);
      return add.call(this, candidate);
    };
  });

/** A browser, which hides its own address behind an mDNS name, sees the picture through coturn. */
async function assertRelayed(url) {
  const browser = await launchBrowser();
  try {
    const { page } = await watch(browser, `${url}/cameras/test`, relayOnly);
    const { framesDecoded } = await videoStats(page);
    await until(async () => (await videoStats(page)).framesDecoded > framesDecoded + 30);
    assert.ok((await page.evaluate(() => window.withheld)) > 0);
    const { remote } = await selectedPair(page);
    // "relay", or "prflx" when the server's first check through the relay was faster than the news.
    const relays = (await page.evaluate(() => window.relays)).map(readCandidate);
    assert.ok(relays.some(({ port }) => port === remote.port), JSON.stringify({ relays, remote }));
  } finally {
    await browser.close();
  }
}

test('stun-server is asked for the addresses viewers may reach', async () => {
  const vitrine = await startVitrine(config(`stun-server = stun://${server}`));
  await candidatesOf(vitrine, (all) => all.some(({ kind }) => kind === 'host'));
  await coturn.says(/BINDING processed, success/);
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});

for (const transport of ['', '?transport=udp', '?transport=tcp'])
  test(`turn-server${transport}: an address of its own is offered, and works`, async () => {
    const vitrine = await startVitrine(
      config(`turn-server = turn://${turn.user}:${turn.password}@${server}${transport}`),
    );
    const all = await candidatesOf(vitrine, (now) => now.some(({ kind }) => kind === 'relay'));
    const { address, port } = all.find(({ kind }) => kind === 'relay');
    assert.equal(address, turn.relayAddress);
    assert.ok(port >= turn.relayPorts[0] && port <= turn.relayPorts[1], `port ${port}`);
    await assertRelayed(vitrine.url);
    assert.equal(await vitrine.stop(), 0, vitrine.log);
    assert.ok(!vitrine.log.includes(turn.password), 'the password was logged');
  });

test('transport-policy = relay: nothing but the relay is offered, and works', async () => {
  const vitrine = await startVitrine(
    config(`turn-server = turn://${turn.user}:${turn.password}@${server}\ntransport-policy = relay`),
  );
  const signal = await openSignal(vitrine.url);
  const browser = await launchBrowser();
  try {
    const { page } = await watch(browser, `${vitrine.url}/cameras/test`);
    assert.ok((await videoStats(page)).framesDecoded > 0);
  } finally {
    await browser.close();
  }
  // It was there first, and knows all by now.
  const kinds = signal.all('candidate').filter(({ candidate }) => candidate)
    .map(({ candidate }) => readCandidate(candidate).kind);
  assert.deepEqual([...new Set(kinds)], ['relay']);
  await signal.leave();
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});

test('a wrong password leaves the direct way open', async () => {
  const vitrine = await startVitrine(config(`turn-server = turn://${turn.user}:wrong@${server}`));
  const browser = await launchBrowser();
  try {
    const { page } = await watch(browser, `${vitrine.url}/cameras/test`);
    assert.ok((await videoStats(page)).framesDecoded > 0);
  } finally {
    await browser.close();
  }
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});
