// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// WHEP with a client that is no browser: pion, from Debian's Go packages.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { programs, startVitrine, testCamera } from './support/daemon.mjs';

test('pion watches by WHEP: whole frames from a key frame on, at the numbers it offered', async () => {
  const vitrine = await startVitrine(testCamera);
  const watch = () => promisify(execFile)(programs.whepPion, ['-url', `${vitrine.url}/cameras/test/whep`]);
  for (const { stdout } of await Promise.all([watch(), watch()])) {
    const report = JSON.parse(stdout);
    console.log(stdout.trim());
    assert.equal(report.created, 201);
    assert.equal(report.patched, 204);
    assert.equal(report.deleted, 200);
    assert.equal(report.codec, 'video/H264');
    assert.equal(report.payloadType, 125); // pion's packetization-mode=1;profile-level-id=42e01f
    assert.equal(report.stream, 'test');
    assert.equal(report.lost, 0);
    assert.equal(report.frames, 45);
    assert.ok(report.firstIsKey, stdout);
  }
  assert.equal(await vitrine.stop(), 0, vitrine.log);
  assert.doesNotMatch(vitrine.log, /CRITICAL/);
});
