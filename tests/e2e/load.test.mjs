// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Many viewers at once: all at full rate, one encoder, little memory.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { get, metric, sample, startLoadViewer, startVitrine, testCamera, until } from './support/daemon.mjs';

const crowd = 10;
// Whoever counts in a window of ten seconds is wrong by a frame at either end.
const fullRate = 0.98;

let vitrine;
before(async () => {
  vitrine = await startVitrine(testCamera);
});
after(async () => {
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
  assert.doesNotMatch(vitrine?.log ?? '', /CRITICAL/);
});

const api = async (path) => (await get(`${vitrine.url}/api/v1/${path}`)).text;
const viewers = async () => JSON.parse(await api('viewers')).viewers;

/** What encodes H.264 in a pipeline, by the types of its elements. */
async function encodersIn(pipeline) {
  const graph = await api(`${pipeline}/graph.dot`);
  assert.match(graph, /^digraph /, pipeline);
  return [...graph.matchAll(/label="(\w*264\w*enc)\\n/gi)].map(([, type]) => type);
}

test('ten viewers at once are served at full rate by one encoder', async () => {
  const frames = 'vitrine_camera_frames_total{camera="test"}';
  const framesBefore = await metric(vitrine.url, frames);
  const began = Date.now();
  let peak = 0;
  const watching = setInterval(() => (peak = Math.max(peak, sample(vitrine.pid).rssMB)), 250);
  const { ended } = startLoadViewer(vitrine.url, ['--viewers', `${crowd}`, '--seconds', '10']);
  await until(async () => (await viewers()).filter(({ framesSent }) => framesSent > 0).length === crowd);
  const encoders = await encodersIn('cameras/test');
  for (const { id } of await viewers()) encoders.push(...await encodersIn(`viewers/${id}`));
  const { code, report } = await ended;
  clearInterval(watching);
  const seconds = (Date.now() - began) / 1000;
  const encodedPerSecond = ((await metric(vitrine.url, frames)) - framesBefore) / seconds;
  console.log(`RSS ${peak.toFixed(1)} MB with ${crowd} viewers, ${encodedPerSecond.toFixed(1)} frames/s encoded by ${encoders}`);
  console.log(JSON.stringify(report.totals ?? report));
  assert.equal(code, 0, JSON.stringify(report));
  assert.ok(peak > 0 && peak < 100, `RSS ${peak} MB`);
  assert.equal(encoders.length, 1, encoders.join());
  assert.ok(encodedPerSecond > 28 && encodedPerSecond < 33, `${encodedPerSecond} frames/s were encoded`);
  // From when all had joined; the slowest of them all.
  const slowest = report.totals.steadyFramesPerSecond.min;
  assert.equal(report.viewers.length, crowd);
  assert.ok(slowest >= encodedPerSecond * fullRate, `${slowest} of ${encodedPerSecond} frames/s reached one`);
});
