// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Key frames are everybody's bits: a viewer that asks for them without end gets a few, and the others do
// not pay for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metric, runLoadViewer, startVitrine, testCamera } from './support/daemon.mjs';
import { startViewer } from './support/faults.mjs';

const seconds = 12;
/** What one viewer gets in that time: some at once, then one every five seconds (KeyframeBudget). */
const most = 4 + seconds / 5;

test('a storm of requests raises nobody else\'s bitrate', async (t) => {
  const vitrine = await startVitrine(testCamera);
  t.after(() => vitrine.stop('SIGKILL'));
  const requests = (outcome) =>
    metric(vitrine.url, `vitrine_keyframe_requests_total{camera="test",outcome="${outcome}"}`);
  const watch = async () => {
    const { report } = await runLoadViewer(vitrine.url, [
      '--viewers', '1', '--decrypt-every', '1', '--seconds', String(seconds)]);
    const [viewer] = report.viewers;
    assert.equal(viewer.failure, '');
    assert.equal(viewer.lost, 0);
    return { keyFrames: viewer.keyFrames, kilobits: viewer.kbps };
  };
  const quiet = await watch();
  const storm = await startViewer(vitrine, 'test', { args: ['--pli-every', '0.02'] });
  const before = { forced: await requests('forced'), withheld: await requests('withheld') };
  const stormy = await watch();
  const forced = (await requests('forced')) - before.forced;
  const withheld = (await requests('withheld')) - before.withheld;
  assert.equal((await storm.finish()).failure, '');
  console.log(`quiet: ${Math.round(quiet.kilobits)} kbit/s, ${quiet.keyFrames} key frames; ` +
    `in the storm: ${Math.round(stormy.kilobits)} kbit/s, ${stormy.keyFrames} key frames, ` +
    `${forced} forced, ${withheld} requests withheld`);
  assert.ok(withheld > 10 * seconds, `only ${withheld} requests were withheld`);
  assert.ok(forced <= most + 1, `${forced} key frames were forced`); // one is the calm viewer's own
  assert.ok(stormy.keyFrames <= quiet.keyFrames + most, `${stormy.keyFrames} key frames`);
  assert.ok(stormy.kilobits < quiet.kilobits * 1.1);
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});
