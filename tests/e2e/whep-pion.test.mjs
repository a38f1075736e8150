// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// WHEP with a client that is no browser: pion, from Debian's Go packages; on this machine, and from afar.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCoturnAt } from './support/coturn.mjs';
import { programs, startVitrine, testCamera } from './support/daemon.mjs';
import { behindRouters, endsWith, layPlace, listening, secret, serve } from './support/layout.mjs';
import { cable, here } from './support/networks.mjs';

/** Has pion watch from a place; gives what it reports, which is a picture from its beginning on. */
async function watch(place, url, ...more) {
  const text = await place.runLong(programs.whepPion, ['-url', `${url}/cameras/test/whep`, ...more]);
  console.log(text.trim());
  const report = JSON.parse(text);
  assert.equal(report.created, 201);
  assert.equal(report.patched, 204);
  assert.equal(report.deleted, 200);
  assert.equal(report.codec, 'video/H264');
  assert.equal(report.payloadType, 125); // pion's packetization-mode=1;profile-level-id=42e01f
  assert.equal(report.stream, 'test');
  assert.equal(report.lost, 0);
  assert.equal(report.frames, 45);
  assert.ok(report.firstIsKey, text);
  return report;
}

test('pion watches by WHEP: whole frames from a key frame on, at the numbers it offered', async () => {
  const vitrine = await startVitrine(testCamera);
  await Promise.all([watch(here, vitrine.url), watch(here, vitrine.url)]);
  assert.equal(await vitrine.stop(), 0, vitrine.log);
  assert.doesNotMatch(vitrine.log, /CRITICAL/);
});

test('pion on a machine that has addresses of IPv6 alone', async () => {
  const far = await layPlace();
  cable([here, 'to-far', '2001:db8:1::1/64'], [far, 'eth0', '2001:db8:1::2/64']);
  await serve('', '[2001:db8:1::1]');
  const { local, remote } = await watch(far, `http://[2001:db8:1::1]${listening}`, '-network', 'udp6');
  assert.equal(local, 'host 2001:db8:1::2');
  assert.equal(remote, 'host 2001:db8:1::1');
});

test('pion behind a router, with TURN servers and logins from the Link headers of its answer alone', async () => {
  const { internet, home } = await behindRouters();
  const coturn = await startCoturnAt(internet, '203.0.113.2', secret);
  endsWith(() => coturn.stop());
  const ice = `turn-server = turn://203.0.113.2:3478\nturn-secret = ${secret}\nlocal-addresses = 10.0.0.2`;
  await serve(ice, '10.0.0.2');
  const { local, remote } = await watch(home, `http://203.0.113.1${listening}`, '-relay');
  assert.equal(local, 'relay 203.0.113.2');
  assert.equal(remote, 'srflx 203.0.113.1'); // its router lets in what the TURN server sends as answers
});
