// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Viewers that come and go in every way there is leave nothing behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metric, runLoadViewer, sample, startVitrine, testCamera, unconnected, until } from './support/daemon.mjs';

// Those who vanish need not be waited for long: that is another test's business.
const config = `${testCamera}[limits]\nreconnect-grace = 1\n`;

const churn = (url, joins) =>
  runLoadViewer(url, ['--churn', String(joins), '--parallel', '4', '--leave', 'mixed']);

/** Waits until every viewer's teardown is over, and the heap is trimmed. */
async function settle(vitrine, atRest) {
  const none = (series) => until(async () => (await metric(vitrine.url, series)) === 0);
  await none('vitrine_viewers{camera="test"}');
  await none('vitrine_viewers_ending');
  await unconnected(vitrine);
  await back(vitrine, atRest, 'fds');
  const heapMB = (await metric(vitrine.url, 'process_heap_bytes')) / (1 << 20);
  assert.ok(heapMB > 1, `${heapMB} MB`);
  return { ...sample(vitrine.pid), heapMB };
}

/** Waits until there are no more descriptors, or threads, than at rest. */
function back(vitrine, atRest, what) {
  return until(() => sample(vitrine.pid)[what] <= atRest[what], 30).catch(() => {
    throw new Error(`at rest ${JSON.stringify(atRest)}, now ${JSON.stringify(sample(vitrine.pid))}`);
  });
}

test('200 joins and leaves, most of them abrupt, leave nothing behind', async (t) => {
  const vitrine = await startVitrine(config);
  t.after(() => vitrine.stop('SIGKILL')); // for when the test fails before its own end
  await unconnected(vitrine);
  const atRest = sample(vitrine.pid);
  const rss = [];
  const heap = [];
  for (let quarter = 0; quarter < 4; ++quarter) {
    const { code, report } = await churn(vitrine.url, 50);
    assert.equal(code, 0, JSON.stringify(report));
    assert.equal(report.joins, 50);
    const settled = await settle(vitrine, atRest);
    rss.push(settled.rssMB);
    heap.push(settled.heapMB);
  }
  await back(vitrine, atRest, 'threads'); // pooled ones go home after a while
  const end = sample(vitrine.pid);
  console.log(`at rest ${JSON.stringify(atRest)}, after 200 joins ${JSON.stringify(end)}`);
  console.log(`RSS after each 50 joins: ${rss.map((mb) => mb.toFixed(1)).join(', ')} MB`);
  console.log(`heap in use: ${heap.map((mb) => mb.toFixed(2)).join(', ')} MB`);
  assert.equal(end.fds, atRest.fds);
  assert.ok(end.threads <= atRest.threads);
  // Flat over the second half: of what is in use less than 10 KB a join; a leaked viewer would be 500 KB. What malloc
  // keeps for later is its high water, which is higher where more of them happen to come at once on a busy machine.
  // AddressSanitizer keeps what is freed.
  const sanitized = 'LSAN_OPTIONS' in process.env;
  assert.ok(sanitized || heap[3] - heap[1] < 1, `heap in use grew from ${heap[1]} to ${heap[3]} MB`);
  assert.ok(sanitized || rss[3] - rss[1] < 3, `RSS grew from ${rss[1]} to ${rss[3]} MB`);
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});

test('GStreamer counts no object that outlives the daemon', async () => {
  const vitrine = await startVitrine(testCamera, {
    env: { GST_TRACERS: 'leaks', GST_DEBUG: 'GST_TRACER:7', GST_DEBUG_NO_COLOR: '1' },
  });
  const { code, report } = await churn(vitrine.url, 24);
  assert.equal(code, 0, JSON.stringify(report));
  assert.equal(await vitrine.stop(), 0);
  const alive = [...vitrine.log.matchAll(/object-alive, type-name=\(string\)(\w+)/g)].map(([, type]) => type);
  console.log(`alive at the end: ${alive.join(', ') || 'nothing'}`);
  // The agent of the certificate all connections share lives as long as the process.
  assert.deepEqual(alive.filter((type) => type !== 'GstDtlsAgent'), []);
  assert.ok(alive.length <= 1);
});
