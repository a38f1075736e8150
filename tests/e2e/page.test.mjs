// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The promise of the page: every frame sent is seen, soon after it was captured.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, measureLatency, videoStats, watch } from './support/browser.mjs';
import { get, startVitrine, testCamera, until } from './support/daemon.mjs';
import { countFrames } from './support/flow.mjs';

// The figures promised hold on an idle machine; a shared one gets three times as long.
const promised = { callbackP50: 15, callbackP99: 40, firstFrame: 500 };
const allowance = 3;

let vitrine;
let browser;
before(async () => {
  vitrine = await startVitrine(testCamera);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
  assert.doesNotMatch(vitrine?.log ?? '', /CRITICAL/);
});

test('Chromium sees every frame, soon', async () => {
  const url = `${vitrine.url}/cameras/test`;
  // The first visit warms the browser's own caches and code: one visitor's, who comes again.
  const visitor = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const { page: first } = await watch(visitor, url);
  await first.close();

  const { page, firstFrameMs } = await watch(visitor, url);
  const fetched = await page.evaluate(() => performance.getEntriesByType('resource')
    .filter(({ name, transferSize }) => name.includes('/assets/') && transferSize > 0).map(({ name }) => name));
  assert.deepEqual(fetched, [], 'fetched again');
  const latency = await measureLatency(page, 10);
  // Since the connection was made, so that there is no frame on its way at the beginning; one at the end counts as missing.
  const { meant, decoded } = await countFrames(page, vitrine);
  const stats = await videoStats(page);

  console.log(
    `first frame ${firstFrameMs.toFixed(0)} ms; capture to callback p50 ${latency.callback.p50}, ` +
      `p99 ${latency.callback.p99} ms; to expected display p50 ${latency.display.p50}, ` +
      `p95 ${latency.display.p95} ms; ${decoded} of ${meant} frames decoded`,
  );
  assert.ok(meant >= 10 * 28, `${meant} frames were meant for it in 10 s`);
  assert.ok(decoded >= meant * 0.99, `${decoded} of ${meant} frames were decoded`);
  assert.equal(stats.framesDropped, 0);
  assert.equal(stats.freezeCount, 0);
  assert.ok(stats.pliCount <= 1, `pliCount ${stats.pliCount}`);
  assert.ok(latency.callback.p50 <= promised.callbackP50 * allowance, `p50 ${latency.callback.p50} ms`);
  assert.ok(latency.callback.p99 <= promised.callbackP99 * allowance, `p99 ${latency.callback.p99} ms`);
  assert.ok(firstFrameMs <= promised.firstFrame * allowance, `first frame after ${firstFrameMs} ms`);

  const viewer = async () => JSON.parse((await get(`${vitrine.url}/api/v1/viewers`)).text).viewers.at(-1);
  const sendPath = process.env.VITRINE_SEND_PATH ?? 'express';
  assert.equal((await viewer()).sendPath, sendPath);
  // What the browser reports is heard.
  if (sendPath === 'express') await until(async () => (await viewer()).roundTripSeconds !== null);
  await visitor.close();
});

test('assets are kept for good under their version, and never without', async () => {
  const { text, headers } = await get(vitrine.url);
  assert.equal(headers['cache-control'], 'no-cache');
  const [, path, name] = /"(\/assets\/\w+\/)(app\.js)"/.exec(text);
  assert.doesNotMatch(text, /"\/assets\/[^/"]+"/);
  const asset = await get(`${vitrine.url}${path}${name}`);
  assert.match(asset.headers['cache-control'], /max-age=31536000, immutable/);
  for (const other of ['/assets/', '/assets/0123456789abcdef/']) {
    const { status, headers, text } = await get(`${vitrine.url}${other}${name}`);
    assert.deepEqual([status, headers['cache-control'], text], [200, 'no-cache', asset.text]);
  }
  for (const wrong of [`${path}nothing.js`, `${path}${name}x`, '/assets/', path])
    assert.equal((await get(`${vitrine.url}${wrong}`)).status, 404, wrong);
});

test('the grid shows every camera and leads to each', async () => {
  const { page } = await watch(browser, vitrine.url);
  await page.getByText('Test picture').first().waitFor();
  await page.locator('[data-camera="test"]').first().click();
  await page.waitForURL('**/cameras/test');
  await page.waitForFunction(() => document.querySelector('video')?.videoWidth === 640);
  await page.close();
});

test('an unknown camera is a 404 that says so', async () => {
  const page = await browser.newPage();
  const response = await page.goto(`${vitrine.url}/cameras/nowhere`);
  assert.equal(response.status(), 404);
  await page.getByText(/no camera|no such camera|unknown/i).first().waitFor();
  await page.close();
});
