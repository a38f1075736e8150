// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Viewers that come and go in every way there is leave nothing behind.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { get, metric, runLoadViewer, sample, startLoadViewer, startVitrine, testCamera, unconnected, until } from './support/daemon.mjs';

// AddressSanitizer keeps what is freed, in a heap of its own.
const sanitized = 'ASAN_OPTIONS' in process.env;

// Those who vanish need not be waited for long: that is another test's business.
const config = `${testCamera}[limits]\nreconnect-grace = 1\n${sanitized ? 'memory = 8192\n' : ''}`;

const churn = (url, joins) =>
  runLoadViewer(url, ['--churn', String(joins), '--parallel', '4', '--leave', 'mixed']);

/** Their names; one that ends while they are read is gone. */
const threadsOf = ({ pid }) => readdirSync(`/proc/${pid}/task`).flatMap((id) => {
  try {
    return [readFileSync(`/proc/${pid}/task/${id}/comm`, 'utf8').trim()];
  } catch {
    return [];
  }
});

// From the first viewer on one thread has the timers of all DTLS connections, and one of GLib's begins those of its pool.
const shared = ['GstSystemClock', 'pool-spawner'];

/** Some whose process is killed while they watch. */
async function killed(url, viewers) {
  const { child, ended } = startLoadViewer(url, ['--viewers', String(viewers), '--seconds', '600']);
  const watching = async () => JSON.parse((await get(`${url}/api/v1/viewers`)).text).viewers.filter(({ framesSent }) => framesSent > 0);
  await until(async () => (await watching()).length === viewers);
  child.kill('SIGKILL');
  const { code } = await ended;
  assert.equal(code, null, 'it ended before it was killed');
}

/** Waits until every viewer's teardown is over, and the heap is trimmed. */
async function settle(vitrine, atRest) {
  const none = (series) => until(async () => (await metric(vitrine.url, series)) === 0);
  await none('vitrine_viewers{camera="test"}');
  await none('vitrine_viewers_ending');
  await unconnected(vitrine);
  await until(() => sample(vitrine.pid).fds <= atRest.fds, 30).catch(() => {
    throw new Error(`at rest ${JSON.stringify(atRest)}, now ${JSON.stringify(sample(vitrine.pid))}`);
  });
  const heapMB = (await metric(vitrine.url, 'process_heap_bytes')) / (1 << 20);
  assert.ok(sanitized || heapMB > 1, `${heapMB} MB`);
  return { ...sample(vitrine.pid), heapMB };
}

/** Waits until each thread is one of those before, each there once, or a shared one: GLib's pool sends its own home. */
async function noMoreThreads(vitrine, before) {
  const known = [...before.filter((name) => !name.startsWith('pool-')), ...shared];
  const surplus = () => threadsOf(vitrine).filter((name, at, all) => !known.includes(name) || all.indexOf(name) !== at);
  await until(() => surplus().length === 0, 30).catch(() => assert.deepEqual(surplus(), []));
}

test('200 joins and leaves, most of them abrupt, leave nothing behind', async (t) => {
  const vitrine = await startVitrine(config);
  t.after(() => vitrine.stop('SIGKILL')); // for when the test fails before its own end
  await unconnected(vitrine);
  const atRest = sample(vitrine.pid);
  const threads = threadsOf(vitrine);
  const rss = [];
  const heap = [];
  for (let quarter = 0; quarter < 4; ++quarter) {
    const { code, report } = await churn(vitrine.url, 46);
    assert.equal(code, 0, JSON.stringify(report));
    assert.equal(report.joins, 46);
    await killed(vitrine.url, 4);
    const settled = await settle(vitrine, atRest);
    rss.push(settled.rssMB);
    heap.push(settled.heapMB);
  }
  await noMoreThreads(vitrine, threads);
  const end = sample(vitrine.pid);
  console.log(`at rest ${JSON.stringify(atRest)}, after 200 joins ${JSON.stringify(end)}`);
  console.log(`RSS after each 50 joins: ${rss.map((mb) => mb.toFixed(1)).join(', ')} MB`);
  console.log(`heap in use: ${heap.map((mb) => mb.toFixed(2)).join(', ')} MB`);
  assert.equal(end.fds, atRest.fds);
  // Flat over the second half: of what is in use less than 3 KB a join; a leaked viewer would be 500 KB. What malloc
  // keeps for later is its high water, which is higher where more of them happen to come at once on a busy machine:
  // seen are 0.5 MB, beside a compiler with four jobs, too.
  assert.ok(sanitized || heap[3] - heap[1] < 0.3, `heap in use grew from ${heap[1]} to ${heap[3]} MB`);
  assert.ok(sanitized || rss[3] - rss[1] < 2, `RSS grew from ${rss[1]} to ${rss[3]} MB`);
  assert.equal(await vitrine.stop(), 0, vitrine.log);
  assert.doesNotMatch(vitrine.log, /CRITICAL/);
});

test('GStreamer counts no object that outlives the daemon', async () => {
  const vitrine = await startVitrine(testCamera, {
    env: { GST_TRACERS: 'leaks', GST_DEBUG: 'GST_TRACER:7', GST_DEBUG_NO_COLOR: '1' },
  });
  const { code, report } = await churn(vitrine.url, 24);
  assert.equal(code, 0, JSON.stringify(report));
  assert.equal(await vitrine.stop(), 0);
  assert.doesNotMatch(vitrine.log, /CRITICAL/);
  const alive = [...vitrine.log.matchAll(/object-alive, type-name=\(string\)(\w+)/g)].map(([, type]) => type);
  console.log(`alive at the end: ${alive.join(', ') || 'nothing'}`);
  // The agent of the certificate all connections share lives as long as the process.
  assert.deepEqual(alive.filter((type) => type !== 'GstDtlsAgent'), []);
  assert.ok(alive.length <= 1);
});
