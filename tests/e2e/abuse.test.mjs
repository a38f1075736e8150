// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What strangers do to every HTTP server, all at once, while a browser watches: it must not notice.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { launchBrowser, videoStats, watch } from './support/browser.mjs';
import { get, startVitrine, testCamera, unconnected, until } from './support/daemon.mjs';

let vitrine;
let browser;
before(async () => {
  vitrine = await startVitrine(`${testCamera}[limits]\nconnections-per-address = 2000\n`);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
});

/** A connection that is allowed to be refused or reset. */
function open() {
  const { hostname, port } = new URL(vitrine.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  return socket;
}

/** Sends bytes and gives everything that comes back until the other side closes. */
async function say(bytes) {
  const socket = open();
  let text = '';
  socket.setEncoding('latin1').on('data', (data) => (text += data));
  socket.write(bytes);
  await once(socket, 'close');
  return text;
}

const status = (answer) => Number(/^HTTP\/1\.[01] (\d+)/.exec(answer)?.[1]);
const raw = (path, headers = '') => `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers}\r\n`;

/** Headers a byte at a time, from many connections, until the server ends them or `time` is over. */
async function slowloris(count, time) {
  const sockets = Array.from({ length: count }, open);
  const began = raw('/', 'X: ').slice(0, -4);
  for (const socket of sockets) socket.write(began);
  const drip = setInterval(() => sockets.forEach((socket) => socket.writable && socket.write('a')), 100);
  await time;
  clearInterval(drip);
  sockets.forEach((socket) => socket.destroy());
}

/** Connections that say nothing at all. */
async function halfOpen(count, time) {
  const sockets = Array.from({ length: count }, open);
  await time;
  sockets.forEach((socket) => socket.destroy());
}

test('a path that climbs out of its folder finds nothing', async () => {
  for (const path of ['/assets/../../../etc/passwd', '/assets/..%2f..%2f..%2fetc%2fpasswd', '/assets/%2e%2e/%2e%2e/etc/passwd',
    '/assets//etc/passwd', '/../../etc/passwd', '/cameras/../../etc/passwd', '/cameras/..%2f..%2fetc%2fpasswd/ws',
    '/assets/%00', '/assets/app.js%00.html', '//etc/passwd', '/api/v1/cameras/..%2f..%2fetc%2fpasswd']) {
    const answer = await say(raw(path));
    assert.ok([400, 404].includes(status(answer)), `${path}: ${answer.slice(0, 80)}`);
    assert.doesNotMatch(answer, /root:/);
  }
});

test('headers and paths without measure are refused', async () => {
  const large = 'a'.repeat(1 << 20);
  for (const bytes of [raw(`/${large}`), raw('/', `X: ${large}\r\n`), raw('/', 'X: a\r\n'.repeat(1 << 16)), `${large}\r\n\r\n`,
    raw('/', `Cookie: ${large}\r\n`), raw('/', `Authorization: Bearer ${large}\r\n`)]) {
    const answer = await say(bytes);
    assert.ok(answer === '' || [400, 408, 414, 431].includes(status(answer)), answer.slice(0, 80));
  }
});

test('who watches through all of it sees no freeze and loses no frame', async () => {
  const { page } = await watch(browser, `${vitrine.url}/cameras/test`);
  const before = await videoStats(page);
  let over;
  const time = new Promise((resolve) => (over = resolve));
  const all = [slowloris(100, time), halfOpen(1000, time)];
  const large = 'a'.repeat(1 << 16);
  // Bounded in number; who is refused is refused quickly.
  for (let round = 0; round < 40; ++round) {
    await Promise.all([say(raw('/assets/..%2f..%2fetc%2fpasswd')), say(raw('/', `X: ${large}\r\n`)), say(`${large}\r\n\r\n`),
      say(raw('/cameras/test/ws', `Cookie: ${'a=b; '.repeat(1000)}\r\n`))]);
    if ((await videoStats(page)).framesDecoded - before.framesDecoded > 150) break;
  }
  await until(async () => (await videoStats(page)).framesDecoded - before.framesDecoded > 150);
  over();
  await Promise.all(all);
  const { freezeCount, framesDropped, packetsLost, pliCount } = await videoStats(page);
  assert.deepEqual({ freezeCount, framesDropped, packetsLost, pliCount },
    { freezeCount: 0, framesDropped: before.framesDropped, packetsLost: 0, pliCount: before.pliCount });
  assert.equal((await get(`${vitrine.url}/healthz`)).status, 200);
  await page.close();
  await unconnected(vitrine);
});
