// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A source that hangs and cannot be stopped, as one on a driver that never returns, is nobody
// else's trouble: others come back as ever, and the server stops when it is told to.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startVitrine, until } from './support/daemon.mjs';
import { camera } from './support/faults.mjs';
import { openSignal } from './support/signal.mjs';

const picture = 'video/x-raw,format=I420,width=320,height=240,framerate=30/1';

const dots = mkdtempSync(join(tmpdir(), 'vitrine-dots-'));
let vitrine;
before(async () => {
  vitrine = await startVitrine(`
[server]
listen = 127.0.0.1:0
[camera stuck]
source = pipeline:videotestsrc is-live=true ! ${picture} ! identity sleep-time=600000000
on-demand = true
linger = 0
[camera flaky]
source = pipeline:videotestsrc is-live=true num-buffers=60 ! ${picture}
`, { live: false, env: { GST_DEBUG_DUMP_DOT_DIR: dots } });
});
after(async () => {
  await vitrine?.stop('SIGKILL');
  rmSync(dots, { recursive: true });
});

const stateOf = async (id) => (await camera(vitrine, id)).state;

test('a source that cannot be stopped is stopping, and starts no second time meanwhile', async () => {
  const first = await openSignal(vitrine.url, 'stuck');
  await until(async () => (await stateOf('stuck')) === 'starting');
  // Its first frame is under way for ten minutes from about now.
  await until(async () => (await camera(vitrine, 'flaky')).frames > 30);
  await first.leave();
  await until(async () => (await stateOf('stuck')) === 'stopping');
  const second = await openSignal(vitrine.url, 'stuck');
  await until(async () => (await stateOf('stuck')) === 'starting');
  await second.leave();
  await until(async () => (await stateOf('stuck')) === 'stopping');
});

test('another camera comes back as ever', async () => {
  const { restarts } = await camera(vitrine, 'flaky');
  await until(async () => {
    const now = await camera(vitrine, 'flaky');
    return now.restarts > restarts && now.state === 'live';
  });
});

test('the log says that it hangs, and a drawing says where', async () => {
  await vitrine.says(/camera-stuck does not stop/);
  await vitrine.says(/drawn in .*vitrine-stuck-camera-stuck\.dot/);
  assert.match(readFileSync(join(dots, 'vitrine-stuck-camera-stuck.dot'), 'utf8'), /^digraph [^]*GstIdentity/);
});

test('the server stops within 5 s of being told to', async () => {
  const began = Date.now();
  assert.equal(await vitrine.stop(), 0, vitrine.log);
  const took = Date.now() - began;
  console.log(`stopped after ${took} ms`);
  assert.ok(took < 5000, `it took ${took} ms`);
});
