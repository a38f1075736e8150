// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A real browser that watches Vitrine along with light viewers: whether the picture is as good as the
// figures. Never while CPU is measured: a browser's decoder takes much of a small machine.
import { existsSync } from 'node:fs';
import { sleep } from './sample.mjs';
import { startViewers } from './viewers.mjs';

const driver = new URL('../../e2e/node_modules/playwright-core', import.meta.url);

/** Whether there is a browser and what drives it. */
export const haveBrowser = () => existsSync(driver) && existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium');

/** Gives what the browser says of its stream after some seconds beside so many light viewers. */
export async function watchAlong(server, viewers, { options }) {
  const { launchBrowser, videoStats, watch } = await import('../../e2e/support/browser.mjs');
  const load = startViewers(
    server,
    ['--viewers', String(viewers), '--seconds', String(options.seconds + 15), '--join-rate', String(options.joinRate),
      '--join-timeout', '20', '--announce'],
    viewers / options.joinRate + options.seconds + 90,
  );
  await load.steady;
  const browser = await launchBrowser();
  try {
    const { page, firstFrameMs } = await watch(browser, `${server.url}/cameras/test`);
    const before = await videoStats(page);
    await sleep(options.seconds);
    const after = await videoStats(page);
    return {
      viewers,
      firstFrameMs,
      framesPerSecond: (1000 * (after.framesDecoded - before.framesDecoded)) / (after.timestamp - before.timestamp),
      framesDropped: after.framesDropped - before.framesDropped,
      freezeCount: after.freezeCount,
      pliCount: after.pliCount,
      packetsLost: after.packetsLost,
    };
  } finally {
    await browser.close();
    await load.report;
  }
}
