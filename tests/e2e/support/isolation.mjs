// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Cameras in their own processes, and a browser that watches one through whatever becomes of it.
import { watch } from './browser.mjs';

/** The configuration of a small one, with an element before its encoder. */
export const isolated = (id, element, more = '') => `[camera ${id}]
source = pipeline:videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=320,height=240,framerate=30/1 ! ${element}
width = 320
height = 240
bitrate = 500
isolation = process
${more}`;

/** Opens a camera's page, which keeps from now on when it had pictures. */
export async function lookOn(browser, url) {
  const { page } = await watch(browser, url);
  await page.evaluate(() => {
    window.connection = [...window.vitrine.players.values()][0].pc;
    window.pictures = [performance.now()];
    const video = document.querySelector('video');
    const onFrame = (now) => {
      window.pictures.push(now);
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  });
  return page;
}

/** Looks on for so many seconds more; gives the longest time without a picture since lookOn(), what the browser calls
 *  a freeze, and whether the connection is still the one of then. */
export function stare(page, seconds) {
  return page.evaluate(async (ms) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    const [{ pc }] = window.vitrine.players.values();
    const stats = [...(await pc.getStats()).values()].find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
    const gaps = window.pictures.map((at, i) => at - (window.pictures[i - 1] ?? at));
    return {
      sameConnection: pc === window.connection,
      longestGapMs: Math.max(...gaps),
      pictures: window.pictures.length,
      freezes: stats.freezeCount,
      keyFrames: stats.keyFramesDecoded,
    };
  }, seconds * 1000);
}
