// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What viewers are offered, and that it works: [ice] local-addresses and port-range, several interfaces, and browsers
// that hide their addresses.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, selectedPair, videoStats, watch } from './support/browser.mjs';
import { startVitrine, testCamera, until } from './support/daemon.mjs';
import { cable, here, makePlace, plugContainer } from './support/networks.mjs';
import { openSignal, readCandidate } from './support/signal.mjs';

let browser;
before(async () => (browser = await launchBrowser()));
after(() => browser?.close());

const listenOn = (host) => testCamera.replace('127.0.0.1:0', `${host}:0`);

/** Runs it, gathers what a viewer is offered, has a browser watch, and gives the candidates. */
async function offered(config, expected) {
  const vitrine = await startVitrine(config);
  try {
    const signal = await openSignal(vitrine.url);
    const candidates = () =>
      signal.all('candidate').filter(({ candidate }) => candidate).map(({ candidate }) => readCandidate(candidate));
    await until(() => candidates().length >= expected);
    // A browser watches meanwhile: when its picture plays, the gathering above is long over.
    const told = [];
    const { page } = await watch(browser, `${vitrine.url}/cameras/test`, async (page) =>
      page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => told.push(JSON.parse(payload)))));
    const { framesDecoded } = await videoStats(page);
    await until(async () => (await videoStats(page)).framesDecoded > framesDecoded + 10);
    const { remote } = await selectedPair(page);
    await page.close();
    assert.equal(signal.closed, false, JSON.stringify(signal.heard));
    // The offer itself names no address: all of them are trickled.
    assert.doesNotMatch((await signal.first('offer')).sdp, /a=candidate/);
    const theirs = told.filter(({ type, candidate }) => type === 'candidate' && candidate);
    return { candidates: candidates(), remote, theirs: theirs.map(({ candidate }) => readCandidate(candidate)) };
  } finally {
    assert.equal(await vitrine.stop(), 0, vitrine.log);
  }
}

const addresses = (candidates) => [...new Set(candidates.map(({ address }) => address))].sort();

test('a server on loopback offers loopback alone', async () => {
  const { candidates, remote } = await offered(testCamera, 1);
  assert.deepEqual(addresses(candidates), ['127.0.0.1']);
  assert.equal(remote.address, '127.0.0.1');
});

test('a server on the LAN offers its addresses there, and a browser with mDNS names connects', async () => {
  const { candidates, remote, theirs } = await offered(listenOn('192.0.2.1'), 1);
  assert.ok(theirs.length > 0 && theirs.every(({ address }) => address.endsWith('.local')), JSON.stringify(theirs));
  assert.ok(addresses(candidates).includes('192.0.2.1'), JSON.stringify(candidates));
  assert.ok(!addresses(candidates).includes('127.0.0.1'), JSON.stringify(candidates));
  assert.ok(['192.0.2.1', '2001:db8::1'].includes(remote.address), JSON.stringify(remote));
});

test('local-addresses: only these are offered', async () => {
  for (const address of ['192.0.2.1', '2001:db8::1', '127.0.0.1']) {
    const { candidates, remote } = await offered(`${listenOn('192.0.2.1')}[ice]\nlocal-addresses = ${address}\n`, 1);
    assert.deepEqual(addresses(candidates), [address]);
    assert.equal(remote.address, address);
  }
  const both = await offered(`${testCamera}[ice]\nlocal-addresses = 192.0.2.1;127.0.0.1\n`, 2);
  assert.deepEqual(addresses(both.candidates), ['127.0.0.1', '192.0.2.1']);
});

test('port-range: media comes from these ports', async () => {
  const { candidates, remote } = await offered(`${listenOn('192.0.2.1')}[ice]\nport-range = 50000-50009\n`, 1);
  for (const { kind, port } of candidates) {
    assert.equal(kind, 'host');
    assert.ok(port >= 50000 && port <= 50009, `port ${port}`);
  }
  assert.ok(remote.port >= 50000 && remote.port <= 50009, `port ${remote.port}`);
});

test('every network card is offered, and no bridge of containers', async () => {
  const neighbour = await makePlace();
  cable([here, 'second', '198.51.100.1/24'], [neighbour, 'eth0', '198.51.100.2/24']);
  const unplug = await plugContainer(here, 'br-5f2b8a', '172.18.0.1/16');
  const { candidates } = await offered(listenOn('192.0.2.1'), 2);
  assert.deepEqual(addresses(candidates), ['192.0.2.1', '198.51.100.1', '2001:db8::1']);
  await unplug();
  await neighbour.remove();
});

test('every candidate is UDP', async () => {
  const { candidates } = await offered(listenOn('192.0.2.1'), 1);
  for (const { transport } of candidates) assert.equal(transport, 'udp');
});
