// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { teachStamp } from './browser.mjs';

/**
 * Compares, frame by frame, how old the page says a picture is with the stamp in it. Gives quantiles of
 * the difference either way, the number of frames, and what the page says it may be wrong by, all in ms.
 */
export async function comparedWithStamp(page, seconds) {
  await teachStamp(page);
  const { errors, clock } = await page.evaluate(async (forSeconds) => {
    const [{ latency }] = window.vitrine.players.values();
    const video = document.querySelector('video');
    const errors = [];
    const end = performance.now() + forSeconds * 1000;
    await new Promise((resolve) => {
      const onFrame = (_, { rtpTimestamp, presentedFrames }) => {
        const now = performance.now();
        const wall = Math.floor((performance.timeOrigin + now) * 10) % 2 ** 40;
        const said = latency.clock.ageOf(rtpTimestamp, now);
        const stamped = (wall - window.readStamp(video)) / 10;
        if (said !== null && presentedFrames > 1) errors.push(Math.abs(said - stamped));
        if (now < end) video.requestVideoFrameCallback(onFrame);
        else resolve();
      };
      video.requestVideoFrameCallback(onFrame);
    });
    return { errors, clock: latency.clock.error };
  }, seconds);
  const sorted = errors.sort((a, b) => a - b);
  const at = (q) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] * 100) / 100;
  return { frames: sorted.length, error: { p50: at(0.5), p95: at(0.95) }, clock: Math.round(clock * 10) / 10 };
}

/** Waits until the page has seen pictures for so long, those of the last second within its budget. */
export function seenInTime(page, seconds) {
  return page.waitForFunction((ms) => {
    const [{ latency }] = window.vitrine.players.values();
    const last = window.seen.at(-1)?.now;
    const late = window.seen.filter((frame) => frame.latency === null || frame.latency > latency.budget);
    return last - window.seen[0]?.now >= ms && !(last - late.at(-1)?.now < 1000);
  }, seconds * 1000, { polling: 100, timeout: 20000 });
}

/** From now on the page keeps what it measures of each frame in window.seen, with when it was shown. */
export function startSeeing(page) {
  return page.evaluate(() => {
    const [{ latency }] = window.vitrine.players.values();
    const video = document.querySelector('video');
    window.seen = [];
    const onFrame = (now, { rtpTimestamp }) => {
      window.seen.push({ now, latency: latency.clock.ageOf(rtpTimestamp, now) });
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  });
}
