// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// latency: the playout delay that every viewer is asked to keep.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchBrowser, watch } from './support/browser.mjs';
import { runLoadViewer, startVitrine, testCamera } from './support/daemon.mjs';

const watchOnce = (url, delay) =>
  runLoadViewer(url, ['--viewers', '1', '--seconds', '1', '--decrypt-every', '1', '--playout-delay', delay]);

for (const [latency, delay, another] of [
  ['instant', '0/0', '0/100'],
  ['balanced', '0/100', '0/0'],
  ['smooth', '200/400', '0/400'],
])
  test(`latency = ${latency} asks for a playout delay of ${delay} ms, and a browser plays it`, async () => {
    const vitrine = await startVitrine(`${testCamera}latency = ${latency}\n`);
    const { code, report } = await watchOnce(vitrine.url, delay);
    assert.equal(code, 0, JSON.stringify(report));
    // The viewer that checks it does check it.
    const wrong = await watchOnce(vitrine.url, another);
    assert.notEqual(wrong.code, 0);
    assert.match(JSON.stringify(wrong.report), /another playout delay/);
    const browser = await launchBrowser();
    try {
      await watch(browser, `${vitrine.url}/cameras/test`);
    } finally {
      await browser.close();
    }
    assert.equal(await vitrine.stop(), 0, vitrine.log);
  });
