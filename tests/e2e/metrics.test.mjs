// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// /metrics: the names that are API, and as many series with one viewer as with many.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { get, metric, startVitrine, testCamera, until } from './support/daemon.mjs';
import { familyOf, namesInDashboard, namesInRules, parseExposition } from './support/exposition.mjs';
import { openSignal } from './support/signal.mjs';

const onDemand = testCamera.slice(testCamera.indexOf('[camera')).replace('[camera test]', '[camera yard]');

const contract = {
  vitrine_camera_up: 'gauge',
  vitrine_camera_wanted: 'gauge',
  vitrine_camera_frames_total: 'counter',
  vitrine_camera_keyframes_total: 'counter',
  vitrine_camera_bytes_total: 'counter',
  vitrine_camera_restarts_total: 'counter',
  vitrine_camera_encode_seconds: 'histogram',
  vitrine_viewers: 'gauge',
  vitrine_viewer_joins_total: 'counter',
  vitrine_viewer_leaves_total: 'counter',
  vitrine_viewer_dropped_frames_total: 'counter',
  vitrine_viewer_latency_seconds: 'histogram',
  vitrine_first_frame_seconds: 'histogram',
  vitrine_keyframe_requests_total: 'counter',
  process_cpu_seconds_total: 'counter',
  process_resident_memory_bytes: 'gauge',
  process_virtual_memory_bytes: 'gauge',
  process_start_time_seconds: 'gauge',
  process_open_fds: 'gauge',
  process_max_fds: 'gauge',
};

// What a viewer's page measures, stage by stage.
const report = { type: 'report', latencyMs: 30, networkMs: 2, waitMs: 1, decodeMs: 3, displayMs: 12 };

let vitrine;
before(async () => (vitrine = await startVitrine(`${testCamera}${onDemand}on-demand = true\nlinger = 0\n`)));
after(async () => assert.equal(await vitrine?.stop(), 0, vitrine?.log));

const scrape = async () => parseExposition((await get(`${vitrine.url}/metrics`)).text);

/** Somebody comes, tells what it measures, and goes. */
async function visit() {
  const here = await openSignal(vitrine.url);
  await here.first('offer');
  here.send(report);
  await here.leave();
}

test('every metric of the contract is there, of its kind, for each camera', async () => {
  const { types, series } = await scrape();
  for (const [name, kind] of Object.entries(contract)) assert.equal(types.get(name), kind, name);
  for (const camera of ['test', 'yard'])
    for (const name of ['vitrine_camera_up', 'vitrine_viewers', 'vitrine_first_frame_seconds_count'])
      assert.ok(series.some((each) => each.name === name && each.labels.camera === camera), `${name} of ${camera}`);
});

test('a camera that should not run is told from one that does not', async () => {
  const yard = (name) => metric(vitrine.url, `${name}{camera="yard"}`);
  assert.deepEqual([await yard('vitrine_camera_up'), await yard('vitrine_camera_wanted')], [0, 0]);
  const here = await openSignal(vitrine.url, 'yard');
  await until(async () => (await yard('vitrine_camera_wanted')) === 1);
  await until(async () => (await yard('vitrine_camera_up')) === 1);
  await here.leave();
  await until(async () => (await yard('vitrine_camera_wanted')) === 0);
});

test('latency is told by stage, and a viewer more is no series more', async () => {
  await visit();
  const latency = (stage) => metric(vitrine.url, `vitrine_viewer_latency_seconds_count{camera="test",stage="${stage}"}`);
  await until(async () => (await latency('total')) === 1);
  for (const stage of ['network', 'wait', 'decode', 'display']) assert.equal(await latency(stage), 1, stage);

  const before = (await scrape()).series;
  for (let i = 0; i < 5; ++i) await visit();
  await until(async () => (await latency('total')) === 6);
  const watching = await Promise.all(Array.from({ length: 5 }, () => openSignal(vitrine.url)));
  const { types, series } = await scrape();
  assert.equal(series.length, before.length);
  const labels = new Set(series.flatMap((each) => Object.keys(each.labels)));
  assert.deepEqual([...labels].sort(), ['camera', 'le', 'outcome', 'reason', 'stage']);
  for (const { name } of series) assert.ok(types.has(familyOf(name, types)), `${name} has no # TYPE`);
  for (const here of watching) await here.leave();
});

test('the buckets have a bound at each promise and end at +Inf', async () => {
  const { series } = await scrape();
  const bounds = series
    .filter(({ name, labels }) => name === 'vitrine_first_frame_seconds_bucket' && labels.camera === 'test')
    .map(({ labels }) => Number(labels.le.replace('Inf', 'Infinity')));
  assert.deepEqual(bounds, [...bounds].sort((a, b) => a - b));
  for (const promise of [0.01, 0.03, 0.05, 0.3, Infinity]) assert.ok(bounds.includes(promise), `${promise} s`);
});

for (const [what, names] of [['alert rule', namesInRules()], ['panel of the dashboard', namesInDashboard()]])
  test(`every metric that an ${what} names is there`.replace('an panel', 'a panel'), async () => {
    const { types } = await scrape();
    assert.ok(names.length > 15, `only ${names.length} names found`);
    for (const name of new Set(names)) assert.ok(types.has(familyOf(name, types)), `${name} is not in /metrics`);
  });
