// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A tab in the background and back: live within 300 ms, for however long it was away.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from './support/browser.mjs';
import { get, startVitrine, testCamera, until } from './support/daemon.mjs';
import { Tabs } from './support/tabs.mjs';

const mostMs = 300;
let vitrine;
let browser;
let tabs;
let camera;
let other;
before(async () => {
  vitrine = await startVitrine(testCamera);
  browser = await launchBrowser();
  tabs = await Tabs.open(browser);
  camera = await tabs.tab(`${vitrine.url}/cameras/test`);
  await camera.evaluate(`(${watchFrames})()`);
  await until(() => camera.evaluate('window.frames_.length > 60'));
  other = await tabs.tab('about:blank');
});
after(async () => {
  await tabs?.close();
  await browser?.close();
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
});

// In the page: when each frame was shown, and how old it was then by its stamp; when the tab came back.
function watchFrames() {
  window.frames_ = [];
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) window.back_ = performance.now();
  });
  const canvas = new OffscreenCanvas(640, 16);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const readAge = (video) => {
    context.drawImage(video, 0, 0, 640, 16, 0, 0, 640, 16);
    let value = 0n;
    for (let bit = 0; bit < 40; ++bit)
      value = (value << 1n) | BigInt(context.getImageData(bit * 16 + 8, 8, 1, 1).data[0] > 127);
    const now = BigInt(Math.round((performance.timeOrigin + performance.now()) * 10)) % (1n << 40n);
    return Number(now - value) / 10;
  };
  const each = (video) => video.requestVideoFrameCallback((now) => {
    window.frames_.push({ at: now, age: readAge(video) });
    each(video);
  });
  const begin = () => {
    const video = document.querySelector('video');
    if (!video) return setTimeout(begin, 20);
    if (video !== window.video_) each((window.video_ = video));
    return setTimeout(begin, 20);
  };
  begin();
}

const visible = (yes) => until(() => camera.evaluate(`document.hidden !== ${yes}`));

/** Puts the tab behind another until `time` has passed, and brings it back; how soon it showed what is now. */
async function away(time) {
  await other.show();
  await visible(false);
  await time();
  await camera.evaluate('window.frames_.length = 0');
  await camera.show();
  await visible(true);
  await until(() => camera.evaluate('window.frames_.length > 20'));
  return camera.evaluate(`(() => {
    const fresh = window.frames_.find(({ at, age }) => at >= window.back_ && age < 100);
    const old = window.frames_.filter(({ at, age }) => at >= window.back_ && age >= 100);
    return { liveMs: fresh ? fresh.at - window.back_ : 1e9, old: old.length };
  })()`);
}

const seconds = (count) => () => new Promise((resolve) => setTimeout(resolve, count * 1000)); // its time in the background

test('a tab that was in the background for three seconds is live at once', async () => {
  const { liveMs, old } = await away(seconds(3));
  console.log(`live ${Math.round(liveMs)} ms after its return, ${old} old frames before`);
  assert.ok(liveMs <= mostMs, `${liveMs} ms`);
});

test('a tab that let its view go in the background has another at once', async () => {
  // After half a minute the page lets its view go, so that nobody sends what nobody sees.
  const gone = async () => JSON.parse((await get(`${vitrine.url}/api/v1/viewers`)).text).viewers.length === 0;
  const { liveMs, old } = await away(() => until(gone, 60));
  console.log(`live ${Math.round(liveMs)} ms after its return, ${old} old frames before`);
  assert.ok(liveMs <= mostMs, `${liveMs} ms`);
});
