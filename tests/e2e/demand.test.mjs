// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// on-demand and linger: a camera runs while somebody watches, and for a while after that.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, watch } from './support/browser.mjs';
import { get, runLoadViewer, startVitrine, until } from './support/daemon.mjs';

const camera = (id, linger) => `
[camera ${id}]
source = test:
width = 640
height = 480
on-demand = true
linger = ${linger}
`;

let vitrine;
let browser;
before(async () => {
  vitrine = await startVitrine(`[server]\nlisten = 127.0.0.1:0\n${camera('short', 1)}${camera('long', 3600)}`);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
});

const state = async (id) => JSON.parse((await get(`${vitrine.url}/api/v1/cameras/${id}`)).text);

test('nobody watches: the camera is idle, and the server healthy', async () => {
  assert.equal((await state('short')).state, 'idle');
  assert.equal((await state('short')).frames, 0);
  assert.equal((await get(`${vitrine.url}/healthz`)).status, 200);
});

test('a viewer starts it, sees the picture, and it stops when linger is over; twice', async () => {
  for (let round = 0; round < 2; ++round) {
    const { page } = await watch(browser, `${vitrine.url}/cameras/short`);
    assert.equal((await state('short')).state, 'live');
    await page.close();
    await until(async () => (await state('short')).viewers === 0);
    await until(async () => (await state('short')).state === 'idle');
  }
});

test('until linger is over it goes on', async () => {
  const long = await watch(browser, `${vitrine.url}/cameras/long`);
  await long.page.close();
  await until(async () => (await state('long')).viewers === 0);
  // Another camera's second of linger, begun later, is over: this one's hour is not.
  const short = await watch(browser, `${vitrine.url}/cameras/short`);
  await short.page.close();
  await until(async () => (await state('short')).state === 'idle');
  const { state: now, frames } = await state('long');
  assert.equal(now, 'live');
  await until(async () => (await state('long')).frames > frames);
});

test('the first picture of a cold camera is in Chromium within 700 ms of opening its page', async () => {
  await until(async () => (await state('short')).state === 'idle');
  // The page has been seen before: what is cold is the camera.
  await (await watch(browser, `${vitrine.url}/cameras/short`)).page.close();
  const times = [];
  for (let round = 0; round < 3; ++round) {
    await until(async () => (await state('short')).state === 'idle');
    const { page, firstFrameMs } = await watch(browser, `${vitrine.url}/cameras/short`);
    times.push(firstFrameMs);
    await page.close();
  }
  console.log(`first picture of a cold camera in Chromium after ${times.map(Math.round).join(', ')} ms`);
  // Three times the promise, because Chromium's own start of a page is in it and the machine is shared.
  assert.ok(times.sort((a, b) => a - b)[1] <= 2100, `after ${times} ms`);
});

test('the first picture of a cold camera comes within 700 ms', async () => {
  const times = [];
  for (let round = 0; round < 3; ++round) {
    await until(async () => (await state('short')).state === 'idle');
    const { code, report } = await runLoadViewer(vitrine.url, ['--camera', 'short', '--viewers', '1', '--seconds', '1']);
    assert.equal(code, 0, JSON.stringify(report));
    times.push(report.viewers[0].firstKeyFrameMs);
  }
  console.log(`first picture of a cold camera after ${times.map(Math.round).join(', ')} ms`);
  // The median: a shared machine may be busy once.
  assert.ok(times.sort((a, b) => a - b)[1] <= 700, `after ${times} ms`);
});
