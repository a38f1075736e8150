// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A camera is published to a WHIP server that is no browser and no Janus: pion, from Debian's Go packages.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { get, programs, startProgram, startVitrine, testCamera, until } from './support/daemon.mjs';

const host = '192.0.2.1';
const start = async (port = 0) => {
  const program = await startProgram(programs.whipPion, ['-listen', `${host}:${port}`], /http:\/\/\S+:\d+/);
  [program.url] = /http:\/\/\S+:\d+/.exec(program.log);
  program.report = async () => JSON.parse((await get(program.url)).text);
  return program;
};

test('pion takes what is published, and gets the key frames that it asks for; when it dies and is back, again', async () => {
  let pion = await start();
  const vitrine = await startVitrine(`${testCamera}keyframe-interval = 60
[publish sfu]
camera = test
url = ${pion.url}/whip
token = good
[publish stranger]
camera = test
url = ${pion.url}/whip
token = bad
`);
  const states = async () => JSON.parse((await get(`${vitrine.url}/api/v1/cameras/test`)).text).publish;
  await until(async () => (await pion.report()).frames >= 150);
  const report = await pion.report();
  console.log(JSON.stringify(report));
  assert.equal(report.offers, 1);
  assert.equal(report.refused, 1);
  assert.equal(report.codec, 'video/H264');
  assert.equal(report.payloadType, 96);
  assert.equal(report.lost, 0);
  assert.ok(report.firstIsKey);
  assert.ok(report.asked >= 3);
  assert.ok(report.keyFrames >= report.asked, 'each request is met, and the first key frame is nobody\'s');
  const [sfu, stranger] = await states();
  assert.equal(sfu.state, 'live');
  assert.equal(stranger.state, 'waiting');
  assert.match(stranger.reason, /answers 401: the token is not good \(is the token right\?\)/);

  const port = Number(new URL(pion.url).port);
  await pion.stop('SIGKILL');
  await until(async () => (await states())[0].state !== 'live');
  pion = await start(port);
  await until(async () => (await pion.report()).frames >= 60, 40);
  assert.equal((await states())[0].state, 'live');
  assert.equal(await vitrine.stop(), 0, vitrine.log);
  assert.equal((await pion.report()).deleted, 1);
  assert.doesNotMatch(vitrine.log, /CRITICAL/);
  await pion.stop();
});
