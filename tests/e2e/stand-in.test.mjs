// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Who comes while a camera is offline: the page says why at once, any viewer sees a picture that says
// so, and both go on with the camera's first picture in the same connection.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { launchBrowser, videoStats } from './support/browser.mjs';
import { startRtspServer, startVitrine, until } from './support/daemon.mjs';
import { camera, h264Launch, startViewer } from './support/faults.mjs';

/** A port that was free a moment ago, for a server that comes later. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

const main = h264Launch({ encode: 'x264enc tune=zerolatency key-int-max=15 ! video/x-h264,profile=main' });
const servers = [];
let vitrine;
let browser;
let ports;
before(async () => {
  ports = { door: await freePort(), yard: await freePort() };
  vitrine = await startVitrine(`[server]
listen = 127.0.0.1:0
[camera door]
title = Front door
source = rtsp://127.0.0.1:${ports.door}/camera
width = 640
height = 480
[camera yard]
source = rtsp://127.0.0.1:${ports.yard}/camera
`, { live: false });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
  for (const server of servers) await server.stop('SIGKILL');
});

const start = async (id, launch = h264Launch()) => servers.push(await startRtspServer(launch, ports[id]));
const pictureWidth = (page) => page.evaluate(() => document.querySelector('video').videoWidth);

/** Opens a camera's page; gives it and how long the page's notice took. */
async function look(id) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${vitrine.url}/cameras/${id}`);
  const began = Date.now();
  await page.locator('.notice-text', { hasText: /is offline: the RTSP server 127\.0\.0\.1:\d+ does not answer/ }).waitFor();
  return { page, noticeMs: Date.now() - began };
}

test('the page says at once what is the matter, and shows the camera in the same connection', async () => {
  await until(async () => (await camera(vitrine, 'door')).restarts > 0);
  const { page, noticeMs } = await look('door');
  await until(async () => (await pictureWidth(page)) === 640);
  await page.evaluate(() => (window.firstConnection = [...window.vitrine.players.values()][0].pc));
  // Light letters on a dark ground, in the middle.
  const lights = await page.evaluate(() => {
    const canvas = new OffscreenCanvas(640, 480).getContext('2d');
    canvas.drawImage(document.querySelector('video'), 0, 0);
    const { data } = canvas.getImageData(0, 0, 640, 480);
    return Array.from({ length: 640 * 480 }, (_, at) => data[at * 4]).filter((red) => red > 150).length;
  });
  assert.ok(lights > 2000 && lights < 100000, `${lights} light pixels`);
  const { framesDecoded } = await videoStats(page);
  await until(async () => (await videoStats(page)).framesDecoded > framesDecoded);

  await start('door');
  await until(async () => (await camera(vitrine, 'door')).state === 'live');
  const live = Date.now();
  await page.waitForFunction(() => document.querySelector('video').videoWidth === 320);
  const shownMs = Date.now() - live;
  await page.locator('.notice').waitFor({ state: 'hidden' });
  console.log(`notice after ${noticeMs} ms; the camera's picture ${shownMs} ms after it was live`);
  assert.ok(shownMs < 1000, `its picture was shown ${shownMs} ms after it was live`);
  assert.ok(await page.evaluate(() => window.firstConnection === [...window.vitrine.players.values()][0].pc));
  await until(async () => (await videoStats(page)).framesDecoded > framesDecoded + 60);
  await page.close();
});

test('a viewer without words of its own sees the same, and loses nothing', async () => {
  await servers[0].stop('SIGKILL');
  await until(async () => (await camera(vitrine, 'door')).state === 'offline');
  const { frames } = await camera(vitrine, 'door');
  const viewer = await startViewer(vitrine, 'door');
  assert.equal((await camera(vitrine, 'door')).state, 'offline');
  // What stands in for the camera's picture does not count as one.
  assert.equal((await camera(vitrine, 'door')).frames, frames);
  await start('door');
  await until(async () => (await camera(vitrine, 'door')).frames > frames + 60);
  const seen = await viewer.finish();
  console.log(`first picture after ${seen.firstKeyFrameMs.toFixed(0)} ms; longest gap ${seen.longestGapMs.toFixed(0)} ms`);
  assert.deepEqual([seen.failure, seen.problems, seen.lost], ['', [], 0]);
  assert.ok(seen.frames > 60, `${seen.frames} frames`);
});

test('a camera with more than the plainest profile is offered anew when it comes', async () => {
  const { page } = await look('yard');
  await until(async () => (await pictureWidth(page)) === 1280);
  await start('yard', main);
  await page.locator('.notice').waitFor({ state: 'hidden' });
  await until(async () => (await pictureWidth(page)) === 320);
  await until(async () => (await videoStats(page)).framesDecoded > 30);
  await page.close();
});
