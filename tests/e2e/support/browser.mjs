// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

// Nothing of Chromium's own reaches for the network; --no-sandbox because tests may run as root.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const options = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: flags,
};

/** Debian's Chromium, headless, with a profile of its own; `more` are options of Playwright's launch(), `args` added. */
export function launchBrowser({ args = [], ...more } = {}) {
  return chromium.launch({ ...options, ...more, args: [...flags, ...args] });
}

/** One in another network namespace, such as /proc/123/ns/net; the test talks to it through pipes. */
export function launchBrowserIn(namespace, more = {}) {
  const executablePath = fileURLToPath(new URL('far-chromium', import.meta.url));
  return launchBrowser({ executablePath, env: { ...process.env, VITRINE_FAR: namespace }, ...more });
}

/** One with a window, which fills the X screen `display`. */
export function launchWindow(display) {
  return launchBrowser({
    headless: false,
    args: ['--kiosk', '--window-position=0,0', '--window-size=1280,800'],
    env: { ...process.env, DISPLAY: display },
  });
}

/** One that can be killed: gives the browser and `kill`, which ends its process as SIGKILL does. */
export async function launchMortalBrowser() {
  const server = await chromium.launchServer(options);
  const browser = await chromium.connect(server.wsEndpoint());
  return { browser, kill: () => server.process().kill('SIGKILL') };
}

/**
 * Opens a page in a browser (as a new visitor) or in a context (as the one of before), and gives it once a picture
 * plays, with the milliseconds that took. `prepare` is called with the page before it loads.
 */
export async function watch(browser, url, prepare = async () => {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ignoreHTTPSErrors: true });
  await prepare(page);
  // Measured inside the page: the harness has a latency of its own.
  await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      const video = document.querySelector('video');
      if (!video || window.firstFrame !== undefined) return;
      window.firstFrame = null;
      seen.disconnect();
      video.requestVideoFrameCallback(() => (window.firstFrame = performance.now()));
    });
    seen.observe(document, { childList: true, subtree: true });
  });
  await page.goto(url);
  await page.waitForFunction(() => typeof window.firstFrame === 'number', null, { timeout: 20000 });
  return { page, firstFrameMs: await page.evaluate(() => window.firstFrame) };
}

/** The inbound video's statistics. */
export function videoStats(page) {
  return page.evaluate(async () => {
    const [player] = window.vitrine.players.values();
    const report = await player.pc.getStats();
    return [...report.values()].find((each) => each.type === 'inbound-rtp' && each.kind === 'video');
  });
}

/** What the selected pair of a page's connection is, on both sides. */
export function selectedPair(page) {
  return page.evaluate(async () => {
    const [player] = window.vitrine.players.values();
    const report = [...(await player.pc.getStats()).values()];
    const transport = report.find((each) => each.type === 'transport');
    const pair = report.find((each) => each.id === transport.selectedCandidatePairId);
    const end = (id) => {
      const { candidateType, protocol, relayProtocol, address, port } = report.find((each) => each.id === id);
      return { candidateType, protocol, relayProtocol, address, port };
    };
    return { local: end(pair.localCandidateId), remote: end(pair.remoteCandidateId) };
  });
}

/** Gives the page `window.readStamp(video)`: the capture time that the picture carries, in 0.1 ms modulo 2^40. */
export function teachStamp(page) {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d', { willReadFrequently: true });
    window.readStamp = (video) => {
      const width = video.videoWidth;
      canvas.width = width;
      canvas.height = 1;
      context.drawImage(video, 0, 8, width, 1, 0, 0, width, 1);
      const { data } = context.getImageData(0, 0, width, 1);
      let stamp = 0;
      for (let bit = 0; bit < 40; ++bit)
        stamp = stamp * 2 + (data[Math.floor(((bit + 0.5) * width) / 40) * 4] > 128 ? 1 : 0);
      return stamp;
    };
  });
}

/**
 * Reads the capture time from the picture for some seconds. Gives, in ms, the latency to the frame
 * callback and to the time at which the frame is expected on the display, as quantiles and (`samples`) one by one, and
 * the times between frame callbacks.
 */
export async function measureLatency(page, seconds) {
  await teachStamp(page);
  const { callback, display, gaps } = await page.evaluate(async (forSeconds) => {
    const video = document.querySelector('video');
    const callback = [];
    const display = [];
    const gaps = [];
    let last = performance.now();
    const end = last + forSeconds * 1000;
    await new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error('no frame is shown any more')), (forSeconds + 20) * 1000);
      const onFrame = (_, frame) => {
        const now = performance.now();
        const wall = Math.floor((performance.timeOrigin + now) * 10) % 2 ** 40;
        const late = (wall - window.readStamp(video)) / 10;
        callback.push(late);
        display.push(late + frame.expectedDisplayTime - now);
        gaps.push(now - last);
        last = now;
        if (now < end) video.requestVideoFrameCallback(onFrame);
        else resolve();
      };
      video.requestVideoFrameCallback(onFrame);
    });
    return { callback, display, gaps };
  }, seconds);
  return { frames: callback.length, callback: quantiles(callback), display: quantiles(display), samples: { callback, display }, gaps };
}

/** The median, the 95th and the 99th of a hundred. */
export function quantiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (q) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
