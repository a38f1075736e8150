// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// [limits]: who comes too many is told so, the others go on, and who leaves makes room.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchBrowser, videoStats, watch } from './support/browser.mjs';
import { get, sample, startVitrine, testCamera, until } from './support/daemon.mjs';
import { openSignal } from './support/signal.mjs';

const second = testCamera.slice(testCamera.indexOf('[camera')).replace('[camera test]', '[camera second]');

/** Comes to a camera until it is offered a picture: room is made when the one before has left. */
async function comeIn(url, camera) {
  let signal;
  await until(async () => {
    signal = await openSignal(url, camera);
    await until(() => signal.all('offer').length + signal.all('error').length > 0);
    return signal.all('offer').length > 0;
  });
  return signal;
}

async function assertFull(url, camera, limit) {
  const refused = await openSignal(url, camera);
  const error = await refused.first('error');
  assert.equal(error.code, 'full');
  assert.ok(error.message.includes(`[limits] ${limit}`), error.message);
  await until(() => refused.closed);
  assert.deepEqual(refused.all('offer'), []);
}

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
  const refused = await openSignal(vitrine.url);
  assert.equal(refused.status, 503);
  assert.equal(refused.headers['content-type'], 'application/problem+json');
  assert.match(refused.text, /memory/);
  assert.equal((await get(`${vitrine.url}/healthz`)).status, 200);
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});
