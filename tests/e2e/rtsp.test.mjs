// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A real RTSP camera's H.264 reaches the browser as the camera made it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, measureLatency, videoStats, watch } from './support/browser.mjs';
import { get, startRtspServer, startVitrine, until } from './support/daemon.mjs';
import { countFrames, measureFlow } from './support/flow.mjs';

// Promised on an idle machine; a shared one gets three times as long.
const firstFramePromised = 500;
const allowance = 3;

const launch =
  'videotestsrc is-live=true pattern=ball ! video/x-raw,width=640,height=480,framerate=30/1 ! ' +
  'x264enc tune=zerolatency speed-preset=ultrafast bitrate=1500 key-int-max=60 ! ' +
  'video/x-h264,profile=baseline ! rtph264pay name=pay0';

let server;
let vitrine;
let browser;
before(async () => {
  server = await startRtspServer(launch);
  vitrine = await startVitrine(`
[server]
listen = 127.0.0.1:0
[camera door]
title = Front door
source = ${server.url}
`);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  const code = await vitrine?.stop();
  await server?.stop();
  assert.equal(code, 0, vitrine?.log);
  assert.doesNotMatch(vitrine?.log ?? '', /CRITICAL/);
});

const camera = async () => JSON.parse((await get(`${vitrine.url}/api/v1/cameras/door`)).text);

test('an RTSP camera passes through without an encoder, and every frame is seen', async () => {
  const url = `${vitrine.url}/cameras/door`;
  // The first visit warms the browser's own caches and code: one visitor's, who comes again.
  const visitor = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const { page: first } = await watch(visitor, url);
  await first.close();

  const { page, firstFrameMs } = await watch(visitor, url);
  // What was replayed so that the picture came at once is decoded and not painted: that is over
  // with the first painted frames.
  await measureLatency(page, 1);
  // Long enough for four of the camera's own key frames.
  const flow = await measureFlow(page, vitrine, 9, 'door');
  // What was replayed is among them; where the camera's next key frame overtook that, the browser need not decode it.
  const { meant, decoded } = await countFrames(page, vitrine);
  const stats = await videoStats(page);
  const overtaken = stats.framesDropped - flow.framesDropped;
  const { resyncs, stagesMs } = JSON.parse((await get(`${vitrine.url}/api/v1/viewers`)).text).viewers.at(-1);
  console.log(`first frame ${firstFrameMs.toFixed(0)} ms; ${decoded} of ${meant} frames decoded, ` +
    `${overtaken} overtaken at first; in 9 s ${flow.latency.frames} painted of ${flow.made}, ` +
    `${flow.framesDropped} dropped, ${flow.keyFramesDecoded} key, longest gap ${Math.round(flow.longestGap)} ms; ` +
    `${Math.round(stagesMs.camera)} ms until it came, ${Math.round(stagesMs.encode)} ms until it was sent`);
  assert.equal((await camera()).encoder, null);
  assert.equal((await camera()).width, 640);
  assert.ok(flow.made >= 9 * 28, `${flow.made} frames came from the camera in 9 s`);
  assert.ok(decoded + overtaken >= meant * 0.99, `${decoded} of ${meant} frames were decoded, ${overtaken} overtaken`);
  assert.equal(flow.framesDropped, 0);
  assert.equal(stats.freezeCount, 0);
  assert.ok(stats.pliCount <= 1, `pliCount ${stats.pliCount}`);
  assert.equal(resyncs, 0, 'the page brought its picture back');
  assert.ok(firstFrameMs <= firstFramePromised * allowance, `first frame after ${firstFrameMs} ms`);
  await visitor.close();
});

test('a viewer sees a picture before the camera\'s next key frame', async () => {
  const { page, firstFrameMs } = await watch(browser, `${vitrine.url}/cameras/door`);
  console.log(`first frame ${firstFrameMs.toFixed(0)} ms with a key frame every 2 s`);
  assert.ok(firstFrameMs < 1500, `first frame after ${firstFrameMs} ms`);
  await page.close();
});

test('a camera that comes back goes on in the same connection', async () => {
  const { page } = await watch(browser, `${vitrine.url}/cameras/door`);
  await page.evaluate(() => (window.firstConnection = [...window.vitrine.players.values()][0].pc));
  const port = new URL(server.url.replace('rtsp:', 'http:')).port;
  await server.stop('SIGKILL');
  await until(async () => (await camera()).state === 'offline', 15);
  await page.getByText(/offline/i).first().waitFor();
  server = await startRtspServer(launch, port);
  await until(async () => (await camera()).state === 'live', 30);
  const decoded = (await videoStats(page)).framesDecoded;
  await until(async () => (await videoStats(page)).framesDecoded > decoded + 30);
  assert.ok(await page.evaluate(() => window.firstConnection === [...window.vitrine.players.values()][0].pc));
  await page.close();
});
