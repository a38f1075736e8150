// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What people see of a camera that fails: its last picture, and why there is no new one; and then
// the next picture, in the same connection.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, videoStats, watch } from './support/browser.mjs';
import { startRtspServer, startVitrine, until } from './support/daemon.mjs';
import { camera, h264Launch } from './support/faults.mjs';

const larger = 'video/x-raw,format=I420,width=640,height=360,framerate=30/1';

let server;
let vitrine;
let browser;
let witnessBrowser; // of its own: a page behind another one is not painted
let page;
let witness;
before(async () => {
  server = await startRtspServer(h264Launch(), 0, larger);
  vitrine = await startVitrine(`
[server]
listen = 127.0.0.1:0
[camera door]
title = Front door
source = ${server.url}
[camera garden]
source = test:
width = 640
height = 480
`);
  browser = await launchBrowser();
  witnessBrowser = await launchBrowser();
  ({ page: witness } = await watch(witnessBrowser, `${vitrine.url}/cameras/garden`));
  ({ page } = await watch(browser, `${vitrine.url}/cameras/door`));
  await page.evaluate(() => (window.firstConnection = [...window.vitrine.players.values()][0].pc));
});
after(async () => {
  await browser?.close();
  await witnessBrowser?.close();
  const ended = await vitrine?.stop();
  await server?.stop('SIGKILL');
  assert.equal(ended, 0, vitrine?.log);
});

const sameConnection = () =>
  page.evaluate(() => window.firstConnection === [...window.vitrine.players.values()][0].pc);
const notice = (hasText) => page.locator('.notice-text', { hasText });
/** Brings up another server where the one before was, which has been killed. */
const revive = async (port, launch) => (server = await startRtspServer(launch, port));
const pictureWidth = () => page.evaluate(() => document.querySelector('video').videoWidth);

/** Waits until so many more pictures than now were decoded. */
async function moves(frames = 30) {
  const { framesDecoded } = await videoStats(page);
  await until(async () => (await videoStats(page)).framesDecoded > framesDecoded + frames);
}

/** Does something, and fails if the other camera's picture stood still meanwhile. */
async function undisturbed(what) {
  const [before, seen] = [await videoStats(witness), await videoStats(page)];
  await what();
  const after = await videoStats(page);
  console.log(`its viewer: ${after.framesDecoded - seen.framesDecoded} frames decoded, ` +
    `${after.keyFramesDecoded - seen.keyFramesDecoded} of them key frames, ${after.packetsLost - seen.packetsLost} packets lost, ` +
    `${after.freezeCount - seen.freezeCount} freezes of ${(after.totalFreezesDuration - seen.totalFreezesDuration).toFixed(1)} s together`);
  assert.equal(after.packetsLost, seen.packetsLost);
  const now = await videoStats(witness);
  assert.ok(now.framesDecoded > before.framesDecoded);
  assert.equal(now.freezeCount, before.freezeCount, 'another camera\'s picture stood still');
}

test('another size is shown at once, in the same connection', () => undisturbed(async () => {
  assert.equal(await pictureWidth(), 320);
  const began = Date.now();
  server.child.kill('SIGUSR1');
  await until(async () => (await pictureWidth()) === 640);
  console.log(`another size after ${Date.now() - began} ms`);
  await moves();
  assert.ok(await sameConnection());
  await page.getByText('640 × 360').waitFor();
}));

test('a server that dies: the last picture stays, with the reason and the time', () => undisturbed(async () => {
  const port = Number(/:(\d+)\//.exec(server.url)[1]);
  await server.stop('SIGKILL');
  await notice(/No signal from Front door since \d+:\d\d.*: the RTSP server 127\.0\.0\.1:\d+ does not answer/).waitFor();
  // The last picture is still there, over what the server sends: not black, and no smaller.
  const still = page.locator('canvas.still');
  await still.waitFor();
  assert.ok(await page.evaluate(() => {
    const canvas = new OffscreenCanvas(64, 36).getContext('2d');
    canvas.drawImage(document.querySelector('canvas.still'), 0, 0, 64, 36);
    return canvas.getImageData(0, 0, 64, 36).data.some((value, at) => at % 4 < 3 && value > 128);
  }));

  const { lastPicture, state } = await camera(vitrine, 'door');
  assert.equal(state, 'offline');
  assert.ok(Math.abs(Date.now() - Date.parse(lastPicture)) < 30000, lastPicture);

  const mended = Date.now();
  await revive(port, h264Launch({ size: '480x272' }));
  await notice().waitFor({ state: 'hidden' });
  console.log(`back ${Date.now() - mended} ms after the server`);
  await until(async () => (await pictureWidth()) === 480);
  await still.waitFor({ state: 'hidden' });
  await moves();
  assert.ok(await sameConnection());
  assert.equal((await camera(vitrine, 'door')).lastPicture, null);
}));

test('a server that hangs: the same', () => undisturbed(async () => {
  server.child.kill('SIGSTOP');
  await notice(/No signal from Front door since .*: no new picture for 5 s/).waitFor();
  server.child.kill('SIGCONT');
  await notice().waitFor({ state: 'hidden' });
  await moves();
  assert.ok(await sameConnection());
}));

test('a server that comes back with another codec: the same', () => undisturbed(async () => {
  const port = Number(/:(\d+)\//.exec(server.url)[1]);
  await server.stop('SIGKILL');
  await notice(/No signal from Front door/).waitFor();
  const mended = Date.now();
  await revive(port, h264Launch({ size: '352x288', encode: 'jpegenc', pay: 'rtpjpegpay name=pay0' }));
  await until(async () => (await pictureWidth()) === 1280); // as configured
  await notice().waitFor({ state: 'hidden' });
  console.log(`back ${Date.now() - mended} ms after the server`);
  await moves();
  assert.ok(await sameConnection());
  assert.equal((await camera(vitrine, 'door')).encoder, 'x264enc');
}));
