// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// test-deb-viewer.mjs URL DIRECTORY: test-deb's visitor. Chromium, in the network $VITRINE_FAR, watches URL's picture
// and touches nothing; the service under it is upgraded and started anew. The file DIRECTORY/viewer-plays comes with
// the first picture, DIRECTORY/viewer-plays-again, with the seconds there was none, with the first of another connection.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser, watch } from '../tests/e2e/support/browser.mjs';

const [url, directory] = process.argv.slice(2);
const executablePath = fileURLToPath(new URL('../tests/e2e/support/far-chromium', import.meta.url));
const browser = await launchBrowser({ executablePath });
try {
  const { page } = await watch(browser, url);
  await page.evaluate(() => {
    const [player] = window.vitrine.players.values();
    const first = player.pc;
    const video = document.querySelector('video');
    let last = performance.now();
    const onFrame = (now) => {
      if (player.pc && player.pc !== first && player.pc.connectionState === 'connected')
        window.secondsWithout = (now - last) / 1000;
      else video.requestVideoFrameCallback(onFrame);
      last = now;
    };
    video.requestVideoFrameCallback(onFrame);
  });
  writeFileSync(join(directory, 'viewer-plays'), '');
  await page.waitForFunction(() => window.secondsWithout !== undefined, null, { timeout: 150000 });
  const seconds = await page.evaluate(() => window.secondsWithout);
  writeFileSync(join(directory, 'viewer-plays-again'), `${seconds.toFixed(1)}\n`);
} finally {
  await browser.close();
}
