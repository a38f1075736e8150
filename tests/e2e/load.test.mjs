// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Many viewers at once: all at full rate, one encoder, little memory.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { metric, runLoadViewer, sample, startVitrine, testCamera } from './support/daemon.mjs';

let vitrine;
before(async () => {
  vitrine = await startVitrine(testCamera);
});
after(async () => {
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
  assert.doesNotMatch(vitrine?.log ?? '', /CRITICAL/);
});

test('ten viewers at once are served at full rate by one encoder', async () => {
  const frames = 'vitrine_camera_frames_total{camera="test"}';
  const framesBefore = await metric(vitrine.url, frames);
  const began = Date.now();
  let peak = 0;
  const watching = setInterval(() => (peak = Math.max(peak, sample(vitrine.pid).rssMB)), 250);
  const { code, report } = await runLoadViewer(vitrine.url, ['--viewers', '10', '--seconds', '10']);
  clearInterval(watching);
  const seconds = (Date.now() - began) / 1000;
  const encodedPerSecond = ((await metric(vitrine.url, frames)) - framesBefore) / seconds;
  console.log(`RSS ${peak.toFixed(1)} MB with 10 viewers, ${encodedPerSecond.toFixed(1)} frames/s encoded`);
  console.log(JSON.stringify(report.totals ?? report));
  assert.equal(code, 0, JSON.stringify(report));
  assert.ok(peak > 0 && peak < 100, `RSS ${peak} MB`);
  assert.ok(encodedPerSecond < 33, `${encodedPerSecond} frames/s were encoded`);
});
