// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// [ice] in the networks it is for: address translation before the server and before both, no IPv4, firewalls, no UDP,
// several network cards, a viewer who changes networks. docs/network.md has the same configurations.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCoturnAt } from './support/coturn.mjs';
import { until } from './support/daemon.mjs';
import {
  addressesOf, behindRouters, beyondOneToOne, endsWith, layPlace, listening, nextDoor, rulesHere, serve, watchFrom,
} from './support/layout.mjs';
import { cable, here, plugContainer, withoutUdp } from './support/networks.mjs';

test('public-address: a server behind a 1:1 NAT', async () => {
  const far = await beyondOneToOne();
  await serve('public-address = 203.0.113.9\nlocal-addresses = 10.0.0.2', '10.0.0.2');
  const { ours, remote } = await watchFrom(far, `http://203.0.113.9${listening}`);
  assert.equal(remote.address, '203.0.113.9');
  assert.deepEqual(addressesOf(ours), ['10.0.0.2', '203.0.113.9']);
});

test('stun-server: server and viewer behind a router each, which lets in nothing but answers', async () => {
  const { internet, home } = await behindRouters();
  const coturn = await startCoturnAt(internet, '203.0.113.2');
  endsWith(() => coturn.stop());
  await serve('stun-server = stun://203.0.113.2:3478\nlocal-addresses = 10.0.0.2', '10.0.0.2');
  const { remote } = await watchFrom(home, `http://203.0.113.1${listening}`);
  assert.equal(remote.address, '203.0.113.1');
});

test('no IPv4 anywhere', async () => {
  const far = await nextDoor();
  const own = here.run('ip -4 -brief address show dev lan').trim().split(/\s+/).at(-1);
  here.run('ip -4 address flush dev lan');
  endsWith(() => {
    here.address('lan', own);
    here.route('192.0.2.254', 'lan');
  });
  here.run('ip -4 address flush dev to-far');
  here.address('to-far', 'fe80::1/64');
  far.run('ip -4 address flush dev eth0');
  // What a machine gives itself that is given none (RFC 3927). Without any, Chromium makes no mDNS names: its socket
  // for them is one of IPv4.
  far.address('eth0', '169.254.7.2/16');
  await serve('', '[2001:db8:1::1]');
  const { ours, remote } = await watchFrom(far, `http://[2001:db8:1::1]${listening}`);
  assert.deepEqual(addressesOf(ours), ['2001:db8:1::1', '2001:db8::1']);
  assert.ok(addressesOf(ours).includes(remote.address), JSON.stringify(remote));
});

test('port-range, local-addresses: a firewall lets UDP in at these ports of this address alone', async () => {
  const far = await nextDoor();
  rulesHere(`
table inet filter {
  chain in {
    type filter hook input priority filter
    iifname to-far ip daddr 198.51.100.1 udp dport 50000-50009 accept
    iifname to-far meta l4proto udp drop
  }
}`);
  await serve('port-range = 50000-50009\nlocal-addresses = 198.51.100.1', '198.51.100.1');
  const { ours, theirs, remote } = await watchFrom(far, `http://198.51.100.1${listening}`);
  assert.equal(remote.address, '198.51.100.1');
  assert.ok(remote.port >= 50000 && remote.port <= 50009, `port ${remote.port}`);
  assert.deepEqual(addressesOf(ours), ['198.51.100.1']);
  // What a browser hides behind a name no server can look up: its own packets show it.
  assert.ok(theirs.length > 0 && theirs.every(({ address }) => address.endsWith('.local')), JSON.stringify(theirs));
});

test('several network cards: a viewer behind each, and none is told of the bridge that containers have', async () => {
  const [left, right] = [await layPlace(), await layPlace()];
  cable([here, 'to-left', '198.51.100.1/24'], [left, 'eth0', '198.51.100.2/24']);
  cable([here, 'to-right', '203.0.113.1/24'], [right, 'eth0', '203.0.113.2/24']);
  endsWith(await plugContainer(here, 'br-5f2b8a', '172.18.0.1/16'));
  // Each sees the card that it is behind: neither has this machine for its router.
  rulesHere(`
table ip filter {
  chain in {
    type filter hook input priority filter
    iifname to-left ip daddr != 198.51.100.1 drop
    iifname to-right ip daddr != 203.0.113.1 drop
  }
}`);
  await serve('', '0.0.0.0');
  for (const [far, address] of [[left, '198.51.100.1'], [right, '203.0.113.1']]) {
    far.route(address, 'eth0');
    const { ours, remote } = await watchFrom(far, `http://${address}${listening}`);
    assert.equal(remote.address, address);
    assert.deepEqual(addressesOf(ours), ['192.0.2.1', '198.51.100.1', '2001:db8::1', '203.0.113.1']);
  }
});

test('tcp: a viewer whose network lets no UDP through', async () => {
  const far = await nextDoor();
  far.rules(withoutUdp());
  await serve('tcp = true\nlocal-addresses = 198.51.100.1\nport-range = 50000-50009', '198.51.100.1');
  const { local, remote } = await watchFrom(far, `http://198.51.100.1${listening}`);
  assert.equal(local.protocol, 'tcp');
  assert.ok(remote.port >= 50000 && remote.port <= 50009, `port ${remote.port}`);
});

test('a viewer who goes from one network to another has the picture back without a click', async () => {
  const far = await layPlace();
  cable([here, 'to-wifi', '198.51.100.1/24'], [far, 'wifi', '198.51.100.2/24']);
  cable([here, 'to-mobile', '203.0.113.1/24'], [far, 'mobile', '203.0.113.2/24']);
  far.run('ip route add default via 198.51.100.1 dev wifi metric 100');
  far.run('ip route add default via 203.0.113.1 dev mobile metric 200');
  await serve('local-addresses = 192.0.2.1', '192.0.2.1');
  const { page } = await watchFrom(far, `http://192.0.2.1${listening}`);
  await page.evaluate(() => ([{ pc: window.lost }] = window.vitrine.players.values()));
  const began = Date.now();
  far.run('ip link set wifi down');
  await until(async () => {
    const before = await decoded(page);
    await page.waitForTimeout(200);
    return before > 0 && (await decoded(page)) > before;
  }, 14);
  console.log(`the picture is back ${Date.now() - began} ms after the network was gone`);
});

/** How many frames the connection has brought that stands now; none where it is still `window.lost`. */
const decoded = (page) =>
  page.evaluate(async () => {
    const [{ pc }] = window.vitrine.players.values();
    if (pc?.connectionState !== 'connected' || pc === window.lost) return 0;
    const report = [...(await pc.getStats()).values()];
    return report.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video')?.framesDecoded ?? 0;
  });
