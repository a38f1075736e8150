// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A crowd that comes at once: everybody soon sees a picture, and who watches already sees no less.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, videoStats, watch } from './support/browser.mjs';
import { metric, runLoadViewer, startVitrine, testCamera } from './support/daemon.mjs';
import { describeFlow, measureFlow } from './support/flow.mjs';

const crowd = 50;

let vitrine;
let browser;
before(async () => {
  vitrine = await startVitrine(`${testCamera}[limits]\nviewers-per-camera = 100\n`);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
  assert.doesNotMatch(vitrine?.log ?? '', /CRITICAL/);
});

const forced = () => metric(vitrine.url, 'vitrine_keyframe_requests_total{camera="test",outcome="forced"}');

test('fifty join within a second: each sees a picture within 1.5 s, and who watches no freeze', async () => {
  const { page } = await watch(browser, `${vitrine.url}/cameras/test`);
  // The first connection of a daemon makes what all later ones use.
  await runLoadViewer(vitrine.url, ['--viewers', '2', '--seconds', '2']);
  const before = await videoStats(page);
  const asked = await forced();
  const [flow, { code, report }] = await Promise.all([
    measureFlow(page, vitrine, 5),
    runLoadViewer(vitrine.url, ['--viewers', `${crowd}`, '--join-rate', `${crowd}`, '--seconds', '3']),
  ]);
  const times = report.viewers.map((viewer) => viewer.firstKeyFrameMs).sort((a, b) => a - b);
  console.log(`first picture of ${crowd} after ${[times[0], times[crowd / 2], times[crowd - 1]].map(Math.round).join(' / ')} ms ` +
    `(first, median, last); ${(await forced()) - asked} key frames asked for`);
  console.log(`who watches: ${describeFlow(flow)}`);
  assert.equal(code, 0, JSON.stringify(report.totals));
  assert.equal(times.length, crowd);
  assert.ok(times[0] > 0 && times[crowd - 1] <= 1500, `the last after ${times[crowd - 1]} ms`);
  assert.equal((await videoStats(page)).freezeCount, before.freezeCount, 'who watched saw a freeze');
});
