// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// [limits]: who comes too many is told so, the others go on, and who leaves makes room.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchBrowser, videoStats, watch } from './support/browser.mjs';
import { get, metric, runLoadViewer, sample, startVitrine, testCamera, until } from './support/daemon.mjs';
import { openSignal } from './support/signal.mjs';
import { connect } from './support/tcp.mjs';

const second = testCamera.slice(testCamera.indexOf('[camera')).replace('[camera test]', '[camera second]');

/** Comes to a camera until it is let in: room is made when the one before has left. */
async function comeIn(url, camera) {
  let signal;
  await until(async () => {
    signal = await openSignal(url, camera);
    return signal.status === undefined;
  });
  await signal.first('offer');
  return signal;
}

function assertRefused(answer, status, limit) {
  assert.equal(answer.status, status, `let in where ${limit} should refuse`);
  assert.equal(answer.headers['content-type'], 'application/problem+json');
  assert.ok(Number(answer.headers['retry-after']) > 0, JSON.stringify(answer.headers));
  const { detail } = JSON.parse(answer.text);
  assert.ok(detail.includes(`[limits] ${limit}`), detail);
}

const assertFull = async (url, camera, limit) => assertRefused(await openSignal(url, camera), 503, limit);

test('viewers: one too many is refused, and let in when another has left', async () => {
  const vitrine = await startVitrine(`${testCamera}${second}[limits]\nviewers = 2\n`);
  const browser = await launchBrowser();
  try {
    const { page } = await watch(browser, `${vitrine.url}/cameras/test`);
    const before = (await videoStats(page)).freezeCount;
    const other = await openSignal(vitrine.url, 'second');
    await other.first('offer');
    await assertFull(vitrine.url, 'test', 'viewers = 2');
    await assertFull(vitrine.url, 'second', 'viewers = 2');
    const { framesDecoded } = await videoStats(page);
    await until(async () => (await videoStats(page)).framesDecoded > framesDecoded + 30);
    assert.equal((await videoStats(page)).freezeCount, before);
    assert.equal(other.closed, false, JSON.stringify(other.heard));
    await other.leave();
    await (await comeIn(vitrine.url, 'test')).leave();
  } finally {
    await browser.close();
  }
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});

test('viewers-per-camera: a full camera refuses, another camera does not', async () => {
  const vitrine = await startVitrine(`${testCamera}${second}[limits]\nviewers-per-camera = 1\n`);
  const first = await openSignal(vitrine.url, 'test');
  await first.first('offer');
  await assertFull(vitrine.url, 'test', 'viewers-per-camera = 1');
  const other = await openSignal(vitrine.url, 'second');
  await other.first('offer');
  await first.leave();
  await comeIn(vitrine.url, 'test');
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});

test('memory: above it new viewers get 503 before the upgrade', async () => {
  // A large picture at a low rate: much memory, little work.
  const large = testCamera.replace('width = 640', 'width = 3840').replace('height = 480', 'height = 2160')
    .replace('framerate = 30', 'framerate = 2');
  const vitrine = await startVitrine(`${large}[limits]\nmemory = 64\n`);
  await until(() => sample(vitrine.pid).rssMB > 70);
  await assertFull(vitrine.url, 'test', 'memory = 64');
  const dirty = (await metric(vitrine.url, 'vitrine_private_dirty_bytes')) / 2 ** 20;
  assert.ok(dirty > 1 && dirty < sample(vitrine.pid).rssMB, `${dirty} MB`);
  assert.equal((await get(`${vitrine.url}/healthz`)).status, 200);
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});

test('a page that is refused says why, tries again ever more rarely, and comes in when there is room', async () => {
  const vitrine = await startVitrine(`${testCamera}[limits]\nviewers = 1\n`);
  const browser = await launchBrowser();
  try {
    const inside = await openSignal(vitrine.url);
    await inside.first('offer');
    const page = await browser.newPage();
    const tries = [];
    page.on('websocket', () => tries.push(Date.now()));
    await page.goto(`${vitrine.url}/cameras/test`);
    await page.getByText(/lets nobody more in.*\[limits\] viewers = 1/).first().waitFor();
    await until(() => tries.length >= 4);
    const waits = tries.slice(1).map((at, i) => at - tries[i]);
    console.log(`waits between tries: ${waits.join(', ')} ms`);
    assert.ok(waits[2] > waits[0], `${waits}`);
    await inside.leave();
    await page.waitForFunction(() => [...window.vitrine.players.values()][0].status.state === 'live');
  } finally {
    await browser.close();
  }
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});

// An address of the test's own network that is not loopback: whoever connects to it comes from it.
const address = '192.0.2.1';
const elsewhere = (limits) =>
  startVitrine(`${testCamera.replace('127.0.0.1:0', `${address}:0;127.0.0.1:0`)}[limits]\n${limits}\n`);
const urlAt = (vitrine, host) => [...vitrine.log.matchAll(/open (http:\S+)\//g)].map(([, url]) => url)
  .find((url) => url.includes(host));

test('connections-per-address: one too many gets 429, other addresses are free', async () => {
  const vitrine = await elsewhere('connections-per-address = 10');
  await vitrine.says(/(?:open http:\S+\s[^]*){2}/);
  const url = urlAt(vitrine, address);
  const half = await Promise.all(Array.from({ length: 10 }, () => connect(url, 'GET / HTTP/1.1\r\n')));
  assertRefused(await get(`${url}/healthz`), 429, 'connections-per-address = 10');
  assert.equal((await get(`${urlAt(vitrine, '127.0.0.1')}/healthz`)).status, 200);
  const [first] = half;
  first.socket.write('Host: a\r\n\r\n');
  await until(() => first.heard.includes('HTTP/1.1 200'));
  await until(() => first.over);
  assert.equal((await get(`${url}/healthz`)).status, 200);
  for (const { socket } of half) socket.destroy();
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});

test('joins-per-address: who is still connecting keeps others of its address out, with 429', async () => {
  const vitrine = await elsewhere('joins-per-address = 3');
  await vitrine.says(/(?:open http:\S+\s[^]*){2}/);
  const url = urlAt(vitrine, address);
  const joining = await Promise.all([1, 2, 3].map(() => openSignal(url)));
  for (const signal of joining) await signal.first('offer');
  assertRefused(await openSignal(url), 429, 'joins-per-address = 3');
  const other = await openSignal(urlAt(vitrine, '127.0.0.1'));
  await other.first('offer');
  await joining[0].leave();
  await (await comeIn(url, 'test')).leave();
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});

test('messages: who sends too many is told so and ended; a burst at the start is no trouble', async () => {
  const vitrine = await startVitrine(`${testCamera}[limits]\nmessages = 5\n`);
  const modest = await openSignal(vitrine.url);
  const flood = await openSignal(vitrine.url);
  const send = (signal, times) => {
    for (let i = 0; i < times; ++i) signal.send({ type: 'report' });
  };
  send(modest, 45);
  send(flood, 120);
  assert.equal((await flood.first('error')).code, 'too-many-messages');
  await until(() => flood.closed);
  await modest.first('offer');
  assert.equal(modest.closed, false);
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});

test('connections: the one that is at it longest makes room, who watches is not counted', async () => {
  const vitrine = await startVitrine(`${testCamera}[limits]\nconnections = 16\n`);
  const watcher = await openSignal(vitrine.url);
  await watcher.first('offer');
  const asking = [];
  for (let i = 0; i < 40; ++i) asking.push(await connect(vitrine.url, 'GET /healthz HTTP/1.1\r\n'));
  await until(() => asking.slice(0, 24).every(({ over }) => over));
  assert.equal(asking.slice(24).filter(({ over }) => over).length, 0);
  asking[39].socket.write('Host: a\r\n\r\n');
  await until(() => asking[39].heard.includes('HTTP/1.1 200'));
  assert.equal(watcher.closed, false);
  assert.ok((await metric(vitrine.url, 'vitrine_http_turned_away_total')) >= 24);
  for (const { socket } of asking) socket.destroy();
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});

test('requests that never end are ended: too long ones with what is wrong, slow ones in time', async () => {
  const vitrine = await startVitrine(testCamera);
  const start = 'GET / HTTP/1.1\r\nHost: a\r\n';
  const tooLong = [
    [414, `GET /${'x'.repeat(10_000_000)} HTTP/1.1\r\n\r\n`],
    [431, `${start}X: ${'x'.repeat(10_000_000)}\r\n\r\n`],
    [431, start + 'A: b\r\n'.repeat(1_000_000)],
    [413, `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n${'x'.repeat(10_000_000)}`],
  ];
  const before = sample(vitrine.pid).rssMB;
  for (const [status, text] of tooLong) {
    const peer = await connect(vitrine.url, text);
    await until(() => peer.over);
    peer.socket.destroy(); // what it still has to write nobody reads
    assert.match(peer.heard, new RegExp(`^HTTP/1.1 ${status} [^]*application/problem\\+json`), peer.heard.slice(0, 300));
  }
  const grown = sample(vitrine.pid).rssMB - before;
  console.log(`10 MB requests: RSS grew by ${grown.toFixed(1)} MB`);
  assert.ok(grown < 4 || 'ASAN_OPTIONS' in process.env, `RSS grew by ${grown} MB`);

  const began = Date.now();
  const silent = await connect(vitrine.url, '');
  const slow = await connect(vitrine.url, start);
  const drip = setInterval(() => slow.socket.write('a'), 200);
  await until(() => silent.over && slow.over, 14);
  clearInterval(drip);
  assert.ok(Date.now() - began > 9000);
  assert.equal(await metric(vitrine.url, 'vitrine_http_connections'), 1);
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});

test('half-open connections, endless headers and a hundred joins at once cost who watches no packet', async () => {
  const vitrine = await startVitrine(testCamera); // 50 viewers of a camera
  const watching = runLoadViewer(vitrine.url, ['--viewers', '1', '--seconds', '12', '--decrypt-every', '1']);
  await until(async () => (await metric(vitrine.url, 'vitrine_first_frame_seconds_count{camera="test"}')) === 1);
  const half = [];
  for (let i = 0; i < 1000; ++i) half.push(await connect(vitrine.url, i % 2 ? 'GET / HT' : ''));
  assert.equal((await get(`${vitrine.url}/healthz`)).status, 200);
  assert.ok((await metric(vitrine.url, 'vitrine_http_connections')) <= 512);
  for (let i = 0; i < 3; ++i) {
    const peer = await connect(vitrine.url, `GET / HTTP/1.1\r\nX: ${'x'.repeat(10_000_000)}`);
    await until(() => peer.over);
    peer.socket.destroy(); // what it still has to write nobody reads
  }
  const crowd = await Promise.all(Array.from({ length: 100 }, () => openSignal(vitrine.url)));
  const offered = crowd.filter(({ status }) => status === undefined);
  console.log(`${offered.length} of 100 were let in, ${crowd.filter(({ status }) => status === 503).length} got 503`);
  assert.ok(offered.length >= 49);
  // Who was too many while the handshake was under way hears it on the socket.
  await until(() => offered.filter((signal) => signal.all('offer').length > 0).length === 49);
  for (const { socket } of [...half, ...offered]) socket.destroy();
  const { code, report } = await watching;
  assert.equal(code, 0, JSON.stringify(report));
  assert.equal(report.viewers[0].lost, 0);
  assert.deepEqual(report.viewers[0].problems, []);
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});
