// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What an operator sees of a running daemon: the story of one viewer, thresholds, the last lines, graphs.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask, get, runLoadViewer, startLoadViewer, startVitrine, testCamera, until } from './support/daemon.mjs';
import { openSignal } from './support/signal.mjs';

const directory = mkdtempSync(join(tmpdir(), 'vitrine-debug-'));
const dump = join(directory, 'vitrine-debug.log');
// Nobody listens at port 9 of a private network.
const locked = '[camera locked]\nsource = rtsp://anna:geheim@127.0.0.1:9/stream\non-demand = true\n';
// Nobody asks for it.
const unused = '[camera unused]\nsource = test:\non-demand = true\n';

let vitrine;
before(async () => {
  vitrine = await startVitrine(testCamera + locked + unused, { env: { GST_DEBUG: '', GST_DEBUG_DUMP_DOT_DIR: directory } });
});
after(async () => {
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
  rmSync(directory, { recursive: true });
});

const debug = async () => JSON.parse((await get(`${vitrine.url}/api/v1/debug`)).text);
const lastLines = async () => (await get(`${vitrine.url}/api/v1/debug/log`)).text.split('\n');
const put = (body, headers = {}) => ask('PUT', `${vitrine.url}/api/v1/debug`, { body, headers });
const viewers = async () => JSON.parse((await get(`${vitrine.url}/api/v1/viewers`)).text).viewers;

/** One viewer's lines, from its coming to its end, in the order in which they were told. */
const story = (lines) => lines.filter((line) => /<viewer-\d+>/.test(line));

const chapters = [
  /vitrine-signalling.*comes from 127\.0\.0\.1 to watch test/,
  /vitrine-signalling.*is told that test is live/,
  /vitrine-viewer.*a peer connection is made/,
  /vitrine-viewer.*offers \d+ bytes/,
  /vitrine-signalling.*answers/,
  /vitrine-viewer.*connection: connected/,
  /vitrine-viewer.*is connected; frames go by/,
  /vitrine-fanout.*joins the audience of test/,
  /vitrine-fanout.*is sent its first frame/,
  /vitrine-signalling.*ends \(/,
];

function assertTold(lines) {
  let at = 0;
  for (const chapter of chapters) {
    const found = lines.findIndex((line, i) => i >= at && chapter.test(line));
    assert.ok(found >= 0, `${chapter} is not told after line ${at} of\n${lines.join('\n')}`);
    at = found;
  }
  assert.equal(new Set(lines.map((line) => /<(viewer-\d+)>/.exec(line)[1])).size, 1);
}

test("one viewer's story is kept though nothing is written, and who asked for what", async () => {
  const { code, report } = await runLoadViewer(vitrine.url, ['--viewers', '1', '--seconds', '1']);
  assert.equal(code, 0, JSON.stringify(report));
  await until(async () => story(await lastLines()).some((line) => /ends \(/.test(line)));
  const lines = await lastLines();
  assertTold(story(lines));
  assert.ok(lines.some((line) => /vitrine-camera.*<test>.*starting -> live/.test(line)));
  assert.ok(lines.some((line) => /vitrine-http.*<127\.0\.0\.1>.*GET \/healthz: 200/.test(line)));
  assert.doesNotMatch(vitrine.log, /vitrine-/);
});

test('GST_DEBUG=vitrine*:5 writes it; a crash writes it again, and ends as it would have', async () => {
  const other = await startVitrine(testCamera, { env: { GST_DEBUG: 'vitrine*:5' } });
  await runLoadViewer(other.url, ['--viewers', '1', '--seconds', '1']);
  await other.says(/ends \(/);
  const closed = once(other.child, 'close'); // all that it said has been read
  other.child.kill('SIGSEGV');
  assert.deepEqual(await closed, [null, 'SIGSEGV']);
  const [, written, kept] = /^([^]*)vitrine crashes; its last debug lines:\n([^]*)vitrine crashed;/.exec(other.log);
  for (const text of [written, kept]) assertTold(story(text.split('\n')));
});

test('thresholds are read and set while it runs', async () => {
  assert.equal((await debug()).threshold, '');
  const { status, text } = await put({ threshold: 'vitrine-signalling:DEBUG,rtpbin:3' });
  assert.equal(status, 200, text);
  const { threshold, categories } = JSON.parse(text);
  assert.equal(threshold, 'vitrine-signalling:5,rtpbin:3');
  const level = (name) => categories.find((category) => category.name === name);
  assert.deepEqual(level('vitrine-signalling'), { name: 'vitrine-signalling', written: 5, kept: 5 });
  assert.deepEqual(level('vitrine-viewer'), { name: 'vitrine-viewer', written: 0, kept: 5 });
  assert.deepEqual(level('rtpbin'), { name: 'rtpbin', written: 3, kept: 3 });
  const visit = async () => (await openSignal(vitrine.url)).leave();
  const written = () => vitrine.log.split('\n').filter((line) => /vitrine-signalling/.test(line)).length;
  await visit();
  await vitrine.says(/vitrine-signalling.*ends \(/);
  assert.doesNotMatch(vitrine.log, /vitrine-viewer /);
  assert.equal((await put({ threshold: '' })).status, 200);
  const before = written();
  await visit();
  await until(async () => (await viewers()).length === 0);
  assert.equal(written(), before);
});

test('SIGUSR1 switches the stories on and off', async () => {
  vitrine.child.kill('SIGUSR1');
  await until(async () => (await debug()).threshold === 'vitrine*:5');
  vitrine.child.kill('SIGUSR1');
  await until(async () => (await debug()).threshold === '');
});

test('what is no threshold, or not meant by this site, changes nothing and says why', async () => {
  for (const [body, status, why] of [
    [{ threshold: 'vitrine:9' }, 400, /from 0 to 7/],
    [{ threshold: 'vitrine:loud' }, 400, /"vitrine:loud"/],
    [{ threshold: `${'a,'.repeat(3)}x y:3` }, 400, /level|letters/],
    [{ treshold: '5' }, 400, /"threshold"/],
    ['{', 400, /no JSON/],
  ]) {
    const answer = await put(body);
    assert.equal(answer.status, status, JSON.stringify(body).slice(0, 80));
    assert.equal(answer.headers['content-type'], 'application/problem+json');
    assert.match(JSON.parse(answer.text).detail, why);
  }
  const good = { threshold: '*:1' };
  assert.equal((await put(good, { 'Content-Type': 'text/plain' })).status, 415);
  assert.equal((await put(good, { Origin: 'https://evil.example' })).status, 403);
  assert.equal((await put(good, { 'Sec-Fetch-Site': 'cross-site' })).status, 403);
  assert.equal((await debug()).threshold, '');
});

test('when a camera fails the last lines are in a file; its password is nowhere', async () => {
  assert.ok(!existsSync(dump));
  assert.equal((await put({ threshold: 'rtspsrc:7' })).status, 200);
  const socket = await openSignal(vitrine.url, 'locked');
  await vitrine.says(/locked is offline/);
  await until(() => existsSync(dump));
  await put({ threshold: '' });
  await socket.leave();
  assert.equal(statSync(dump).mode & 0o777, 0o600);
  const written = readFileSync(dump, 'utf8');
  assert.match(written, /vitrine-camera.*locked is offline/);
  const kept = (await lastLines()).join('\n');
  assert.match(kept, /rtspsrc.*127\.0\.0\.1:9/);
  assert.ok(kept.length <= 256 * 1024, `${kept.length} bytes are kept`);
  for (const text of [written, kept, vitrine.log]) assert.doesNotMatch(text, /geheim/);
});

test('the pipelines of a camera and of a viewer are drawn, without keys', async () => {
  const graph = (path, form = 'dot') => get(`${vitrine.url}/api/v1/${path}/graph.${form}`);
  const watching = startLoadViewer(vitrine.url, ['--viewers', '1', '--seconds', '60']);
  await until(async () => (await viewers())[0]?.framesSent > 0);
  const [{ id }] = await viewers();
  for (const [path, element] of [['cameras/test', /GstRtpH264Pay/i], [`viewers/${id}`, /GstWebRTCBin/]]) {
    const { status, headers, text } = await graph(path);
    assert.equal(status, 200, text);
    assert.equal(headers['content-type'], 'text/vnd.graphviz; charset=utf-8');
    assert.match(text, /^digraph pipeline \{[^]*\}\s*$/);
    assert.match(text, element);
    const picture = await graph(path, 'svg');
    assert.equal(picture.status, 200, picture.text);
    assert.equal(picture.headers['content-type'], 'image/svg+xml');
    assert.match(picture.text, /^<\?xml [^]*<svg [^]*<\/svg>\s*$/);
    assert.match(picture.text, element);
    for (const drawn of [text, picture.text]) assert.doesNotMatch(drawn, /srtp-key: *[0-9a-f]|ice-pwd/i);
  }
  const camera = await graph('cameras/unused');
  const all = await Promise.all(Array.from({ length: 8 }, () => graph('cameras/test')));
  assert.equal(camera.status, 404);
  assert.match(JSON.parse(camera.text).detail, /does not run/);
  for (const { status } of all) assert.ok(status === 200 || status === 503, `${status}`);
  watching.child.kill();
  await watching.ended;
});

test('where no graph can be drawn the answer says why, and nothing is waited for', async () => {
  const programs = mkdtempSync(join(tmpdir(), 'vitrine-dot-'));
  const other = await startVitrine(testCamera, { env: { PATH: programs } });
  try {
    const svg = async () => {
      const { status, text } = await get(`${other.url}/api/v1/cameras/test/graph.svg`);
      return [status, JSON.parse(text).detail];
    };
    const [status, detail] = await svg();
    assert.equal(status, 501);
    assert.match(detail, /apt install graphviz/);
    const dot = (script) => writeFileSync(join(programs, 'dot'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    dot('exit 1');
    assert.deepEqual(await svg(), [503, 'Graphviz could not draw it']);
    // One that does not even read what it is given; a third has to come again.
    dot('exec /bin/sleep 100');
    const began = Date.now();
    const answers = await Promise.all([svg(), svg(), svg()]);
    assert.deepEqual(answers.map(([each]) => each), [503, 503, 503]);
    assert.deepEqual(answers.map(([, each]) => each).sort(), ['Graphviz took too long', 'Graphviz took too long', 'other graphs are being drawn']);
    const took = Date.now() - began;
    assert.ok(took < 15000, `${took} ms`);
    assert.equal((await get(`${other.url}/healthz`)).status, 200);
  } finally {
    assert.equal(await other.stop(), 0, other.log);
    rmSync(programs, { recursive: true });
  }
});

/** The fields of the tracer's records of one kind. */
const records = (log, kind) =>
  [...log.matchAll(new RegExp(`${kind}, (.*);`, 'g'))].map(([, fields]) =>
    Object.fromEntries([...fields.matchAll(/([a-z-]+)=\((?:string|guint64)\)([^,]*)/g)].map(([, name, value]) => [name, value])))
    .filter(({ time }) => /^\d+$/.test(time)); // not the description of them

/** Times in nanoseconds of which half are below a tenth of a second. */
function assertPlausible(told) {
  const times = told.map(({ time }) => Number(time)).sort((a, b) => a - b);
  assert.ok(times[0] > 0 && times[times.length >> 1] < 1e8, `${times}`);
}

test('GST_TRACERS=vitrine-latency tells how long each element and each sender is at a frame; leaks, what lives', async () => {
  assert.deepEqual((await get(`${vitrine.url}/api/v1/debug/objects`)).status, 409);
  const other = await startVitrine(testCamera, { env: { GST_TRACERS: 'leaks;vitrine-latency', GST_DEBUG: 'GST_TRACER:7', GST_DEBUG_NO_COLOR: '1' } });
  const watching = startLoadViewer(other.url, ['--viewers', '1', '--seconds', '60']);
  await until(async () => JSON.parse((await get(`${other.url}/api/v1/viewers`)).text).viewers[0]?.framesSent > 30);
  const living = async () => {
    const { status, text } = await get(`${other.url}/api/v1/debug/objects`);
    assert.equal(status, 200, text);
    return Object.fromEntries(JSON.parse(text).types.map(({ name, count }) => [name, count]));
  };
  const watched = await living();
  assert.equal(watched.GstWebRTCBin, 1);
  assert.ok(watched.GstPad > 20);
  watching.child.kill('SIGINT');
  await watching.ended;
  await until(async () => !('GstWebRTCBin' in (await living())));
  assert.equal((await living()).GstX264Enc, 1);
  await other.stop();

  const elements = records(other.log, 'vitrine-element-latency');
  const encoder = elements.filter(({ pipeline, element }) => pipeline === 'camera-test' && element === 'encoder');
  assert.ok(encoder.length > 30, `${encoder.length} records`);
  assert.equal(encoder[0].factory, 'x264enc');
  assertPlausible(encoder);
  const named = new Set(elements.filter(({ pipeline }) => pipeline === 'camera-test').map(({ factory }) => factory));
  for (const factory of ['videoconvert', 'h264parse', 'rtph264pay']) assert.ok(named.has(factory), `${factory} of ${[...named]}`);
  const senders = records(other.log, 'vitrine-sender-latency');
  assert.ok(senders.length > 30, `${senders.length} records`);
  assert.deepEqual([...new Set(senders.map(({ viewer }) => viewer))], ['viewer-1']);
  assertPlausible(senders);
  assert.doesNotMatch(other.log, /no tracer named/);
});
