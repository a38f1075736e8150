// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What is kept of a camera: a picture, and films, which are whole whatever ends the program.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { get, metric, runLoadViewer, startVitrineOn, testCamera, until } from './support/daemon.mjs';
import { camera } from './support/faults.mjs';
import { filmsIn, since, stampOfJpeg, stampsOfFilm } from './support/films.mjs';
import { faults } from './support/schema.mjs';

const directory = mkdtempSync(join(tmpdir(), 'vitrine-recording-'));
const file = join(directory, 'vitrine.conf');
const films = join(directory, 'films', 'test');
const size = { width: 640, height: 480 };
const idle = '[camera idle]\nsource = test:\non-demand = true\n';
const lost = '[camera lost]\nsource = file:/nowhere.mp4\n';
const record = (more = '') => testCamera + `keyframe-interval = 1\nrecord = ${join(directory, 'films')}\n${more}`;

let vitrine;
before(async () => {
  writeFileSync(file, testCamera + 'keyframe-interval = 1\n' + idle + lost);
  vitrine = await startVitrineOn(file, { live: false });
  await until(async () => (await camera(vitrine, 'test')).state === 'live');
});
after(async () => {
  await vitrine?.stop('SIGKILL');
  rmSync(directory, { recursive: true });
});

/** Asks for a path with a method and headers; gives the bytes of the answer. */
function ask(path, { method = 'GET', headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    request(`${vitrine.url}${path}`, { method, headers, agent: false }, async (response) => {
      const body = Buffer.concat(await response.toArray());
      resolve({ status: response.statusCode, headers: response.headers, body });
    }).on('error', reject).end();
  });
}
const picture = '/cameras/test/snapshot.jpg';

test('snapshot.jpg is what the camera sees, with its time', async () => {
  const { status, headers, body } = await ask(picture);
  const now = Date.now();
  assert.equal(status, 200);
  assert.equal(headers['content-type'], 'image/jpeg');
  assert.equal(headers['cache-control'], 'private, max-age=1');
  const path = join(directory, 'picture.jpg');
  writeFileSync(path, body);
  const age = since(stampOfJpeg(path, size), now);
  console.log(`a picture of ${body.length} bytes, ${Math.round(age)} ms old`);
  assert.ok(age < 2000, `${age} ms old`);
  const told = now - Date.parse(headers['last-modified']);
  assert.ok(told > age - 1500 && told < age + 1500, `${told} ms old as it says, ${age} as it shows`);
});

test('a picture is made once, however many ask, and is known again', async () => {
  const answers = await Promise.all(Array.from({ length: 100 }, () => ask(picture)));
  for (const { status, headers, body } of answers) {
    assert.equal(status, 200);
    assert.equal(headers.etag, answers[0].headers.etag);
    assert.ok(body.equals(answers[0].body));
  }
  const { etag } = answers[0].headers;
  const again = await ask(picture, { headers: { 'If-None-Match': `"other", ${etag}` } });
  assert.deepEqual([again.status, again.headers.etag, again.body.length], [304, etag, 0]);
  const head = await ask(picture, { method: 'HEAD' });
  assert.deepEqual([head.status, head.headers['content-length'], head.body.length], [200, String(answers[0].body.length), 0]);
  await until(async () => (await ask(picture)).headers.etag !== etag, 5);
});

test('however many ask without pause and whatever key frames there are, a picture is made once a second at most', async () => {
  const keyFrames = () => metric(vitrine.url, 'vitrine_camera_keyframes_total{camera="test"}');
  // Each that comes has a key frame made.
  const coming = runLoadViewer(vitrine.url, ['--viewers', '10', '--join-rate', '3', '--seconds', '1']);
  await until(async () => (await metric(vitrine.url, 'vitrine_viewers{camera="test"}')) >= 1);
  const before = await keyFrames();
  const made = new Set();
  const began = Date.now();
  let answers = 0;
  const client = async () => {
    while (Date.now() - began < 3000) {
      const { status, headers } = await ask(picture);
      assert.equal(status, 200);
      made.add(headers.etag);
      ++answers;
    }
  };
  await Promise.all(Array.from({ length: 20 }, client));
  const seconds = (Date.now() - began) / 1000;
  const keys = (await keyFrames()) - before;
  console.log(`${answers} answers in ${seconds} s, ${keys} key frames, ${made.size} pictures`);
  assert.ok(keys > made.size, 'too few key frames to tell');
  // One at the beginning, and one each second.
  assert.ok(made.size >= 2 && made.size <= 1 + seconds, `${made.size} pictures in ${seconds} s`);
  assert.ok(answers > 40);
  assert.equal((await coming).code, 0);
});

for (const [name, path, method, status, says] of [
  ['of no camera', '/cameras/nobody/snapshot.jpg', 'GET', 404, /no such camera/],
  ['of one that nobody watches', '/cameras/idle/snapshot.jpg', 'GET', 503, /only while somebody watches/],
  ['of one that is offline', '/cameras/lost/snapshot.jpg', 'GET', 503, /offline: .*nowhere/],
  ['that is posted', picture, 'POST', 405, /GET, HEAD/],
])
  test(`a picture ${name} is refused with ${status} and the reason`, async () => {
    const answer = await ask(path, { method });
    assert.equal(answer.status, status);
    assert.equal(answer.headers['content-type'], 'application/problem+json');
    assert.match(JSON.parse(answer.body).detail, says);
    assert.equal(Boolean(answer.headers['retry-after']), status === 503);
  });

test('recording is begun, changed and ended while somebody watches, who does not notice', async () => {
  const reload = (config) => {
    writeFileSync(file, config);
    vitrine.child.kill('SIGHUP');
  };
  const recording = async () => (await camera(vitrine, 'test')).recording;
  assert.equal(await recording(), null);
  mkdirSync(films, { recursive: true });
  const old = join(films, '20240101T000000Z.mp4');
  const foreign = join(films, 'notes.txt');
  for (const path of [old, foreign]) {
    writeFileSync(path, 'x');
    utimesSync(path, new Date('2024-01-01'), new Date('2024-01-01'));
  }
  const watching = runLoadViewer(vitrine.url, ['--viewers', '2', '--seconds', '4']);
  await until(async () => (await metric(vitrine.url, 'vitrine_viewers{camera="test"}')) === 2);
  reload(record('record-age = 1\n'));
  await until(async () => (await recording())?.state === 'recording');
  const api = JSON.parse((await get(`${vitrine.url}/api/v1/openapi.json`)).text);
  assert.deepEqual(faults(await camera(vitrine, 'test'), { $ref: '#/components/schemas/Camera' }, api), []);
  assert.deepEqual(filmsIn(films).filter(({ path }) => path === old), [], 'what is too old goes');
  assert.equal(filmsIn(films).length, 1);
  reload(record('record-segment = 1\n'));
  await until(() => filmsIn(films).length >= 3);
  await until(async () => (await metric(vitrine.url, 'vitrine_recording_files_total{camera="test"}')) >= 2);
  reload(testCamera + 'keyframe-interval = 1\n');
  await until(async () => (await recording()) === null);
  assert.equal((await get(`${vitrine.url}/metrics`)).text.includes('vitrine_recording_up{'), false);
  const { code, report } = await watching;
  assert.equal(code, 0, JSON.stringify(report));
  assert.equal(report.totals.lostAll, 0);
  assert.equal(await metric(vitrine.url, 'vitrine_viewer_dropped_frames_total{camera="test"}'), 0);
  assert.equal(await metric(vitrine.url, 'vitrine_camera_restarts_total{camera="test"}'), 0);
  assert.equal((await camera(vitrine, 'test')).restarts, 0);
  rmSync(films, { recursive: true });
  reload(record());
  await until(async () => (await recording())?.state === 'recording');
});

test('what SIGKILL leaves of a recording plays up to its last second', async () => {
  const bytes = 'vitrine_recording_bytes_total{camera="test"}';
  const before = await metric(vitrine.url, bytes);
  await until(async () => (await metric(vitrine.url, bytes)) > before + 300000);
  const killed = Date.now();
  await vitrine.stop('SIGKILL');
  const stamps = filmsIn(films).flatMap(({ path }) => stampsOfFilm(path, size));
  const late = since(stamps.at(-1), killed);
  console.log(`${stamps.length} frames, the last ${Math.round(late)} ms before SIGKILL`);
  assert.ok(late < 1000, `the last frame is ${late} ms old`);
  assert.ok(stamps.length > 30);
  for (let i = 1; i < stamps.length; ++i)
    assert.ok(stamps[i] > stamps[i - 1] && stamps[i] - stamps[i - 1] < 1000, `${stamps[i - 1]} and then ${stamps[i]}`);
});
