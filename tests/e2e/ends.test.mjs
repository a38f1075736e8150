// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Ends: of the server, while a crowd watches and more are coming; and of a viewer that hangs.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { metric, programs, runLoadViewer, startVitrine, testCamera, until } from './support/daemon.mjs';
import { handshake, openSignal } from './support/signal.mjs';
import { connect } from './support/tcp.mjs';

/** Tells the daemon to stop and gives how long it took, in ms. */
async function timeStop(vitrine) {
  const began = Date.now();
  assert.equal(await vitrine.stop(), 0, vitrine.log);
  return Date.now() - began;
}

test('SIGTERM with 50 viewers and joins in flight: everybody is told goodbye, and it ends within 5 s', async (t) => {
  const vitrine = await startVitrine(`${testCamera}[limits]\nviewers-per-camera = 100\n`);
  t.after(() => vitrine.stop('SIGKILL'));
  const crowd = runLoadViewer(vitrine.url, ['--viewers', '50', '--seconds', '60']);
  await until(async () => (await metric(vitrine.url, 'vitrine_first_frame_seconds_count{camera="test"}')) === 50, 40);
  // Some have their offer, some have not been answered, some have not asked to the end.
  const offered = await Promise.all(Array.from({ length: 10 }, () => openSignal(vitrine.url)));
  for (const signal of offered) await signal.first('offer');
  const request = handshake('test');
  const asking = await Promise.all(Array.from({ length: 10 }, () => connect(vitrine.url, request.slice(0, -2))));
  const fresh = await Promise.all(Array.from({ length: 10 }, () => connect(vitrine.url)));
  const stopped = timeStop(vitrine);
  await vitrine.says(/stopping/);
  for (const { socket } of asking) socket.write(request.slice(-2));
  for (const { socket } of fresh) socket.write(request);
  const took = await stopped;
  const { report } = await crowd;
  const told = report.viewers.filter((viewer) => JSON.stringify(viewer).includes('bye: the server stops'));
  console.log(`stopped after ${took} ms; ${told.length} of 50 viewers were told goodbye`);
  assert.ok(took < 5000, `it took ${took} ms`);
  assert.equal(told.length, 50, JSON.stringify(report.viewers.map(({ failure, problems }) => [failure, ...problems])));
  for (const signal of offered) assert.match((await signal.first('bye')).reason, /stops/);
  for (const { heard } of [...asking, ...fresh]) assert.match(heard, /"type":"bye"/);
});

test('a viewer whose pipeline does not stop is told of and drawn, and holds up neither others nor the end', async (t) => {
  const dots = mkdtempSync(join(tmpdir(), 'vitrine-dots-'));
  const vitrine = await startVitrine(testCamera, {
    env: { LD_PRELOAD: programs.hangstate, HANG_STATE_OF: 'viewer-1', GST_DEBUG_DUMP_DOT_DIR: dots },
  });
  t.after(async () => {
    await vitrine.stop('SIGKILL');
    rmSync(dots, { recursive: true });
  });
  const ending = () => metric(vitrine.url, 'vitrine_viewers_ending');
  const stuck = () => metric(vitrine.url, 'vitrine_pipelines_stuck');
  for (let i = 0; i < 4; ++i) {
    const signal = await openSignal(vitrine.url);
    await signal.first('offer');
    await signal.leave();
  }
  await until(async () => (await ending()) === 4);
  await vitrine.says(/viewer-1 does not stop/);
  await vitrine.says(/drawn in .*vitrine-stuck-viewer-1\.dot/);
  assert.match(readFileSync(join(dots, 'vitrine-stuck-viewer-1.dot'), 'utf8'), /^digraph [^]*GstWebRTCBin/);
  await until(async () => (await ending()) === 1);
  assert.equal(await stuck(), 1);
  const { code, report } = await runLoadViewer(vitrine.url, ['--viewers', '5', '--seconds', '2']);
  assert.equal(code, 0, JSON.stringify(report));
  const took = await timeStop(vitrine);
  assert.ok(took < 5000, `it took ${took} ms`);
});

test('a viewer whose pipeline hangs while the server ends does not keep it', async (t) => {
  const vitrine = await startVitrine(testCamera, { env: { LD_PRELOAD: programs.hangstate, HANG_STATE_OF: 'viewer-1' } });
  t.after(() => vitrine.stop('SIGKILL'));
  const signal = await openSignal(vitrine.url);
  await signal.first('offer');
  const took = await timeStop(vitrine);
  assert.ok(took < 5000, `it took ${took} ms`);
  assert.match((await signal.first('bye')).reason, /stops/);
  assert.match(vitrine.log, /viewer-1 does not stop; it is left behind/);
});
