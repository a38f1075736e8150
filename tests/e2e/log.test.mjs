// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Where the log goes and what is in it: a journal's entries with their fields, a terminal's colours, levels by room, and
// no secret, whatever goes wrong.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask, get, programs, startProgram, testCamera, until } from './support/daemon.mjs';
import { openSignal } from './support/signal.mjs';

const directory = mkdtempSync(join(tmpdir(), 'vitrine-log-'));
const file = join(directory, 'vitrine.conf');
const socket = join(directory, 'journal');
const wrapper = join(directory, 'under-a-journal');
// Nobody listens at port 9 of a private network.
const secrets = `
[camera locked]
source = rtsp://anna:geheim-rtsp@127.0.0.1:9/stream?password=geheim-query
on-demand = true
[camera fragment]
source = pipeline:rtspsrc location=rtsp://127.0.0.1:9/ user-id=anna user-pw=geheim-pipe ! decodebin
on-demand = true
[ice]
turn-server = turn://127.0.0.1:9
turn-secret = geheim-shared
`;
const outlet = `
[publish out]
camera = test
url = http://127.0.0.1:9/geheim-path
token = geheim-publish
`;

// systemd starts a service with its standard error at the journal, and says in JOURNAL_STREAM that it is; here the
// journal is a socket of ours in a mount namespace of its own.
const underAJournal = `#!/bin/sh
exec unshare --mount sh -c '
mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/journal && : >/run/systemd/journal/socket &&
mount --bind ${socket} /run/systemd/journal/socket || exit 1
GST_DEBUG= GST_DEBUG_DUMP_DOT_DIR=${directory} JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/2) exec ${programs.vitrine} "$@"
' sh "$@"
`;

let journal;
let vitrine;
before(async () => {
  writeFileSync(file, testCamera + secrets);
  writeFileSync(wrapper, underAJournal);
  chmodSync(wrapper, 0o755);
  journal = await startProgram(programs.notifysocket, [socket], /listening/);
  vitrine = await startProgram(wrapper, ['--config', file], /(?:)/);
  [, vitrine.url] = await journal.says(/MESSAGE=daemon: open (https?:\/\/\S+?)\/?\s/);
  await until(async () => (await get(`${vitrine.url}/healthz`)).status === 200);
});
after(async () => {
  await vitrine?.stop();
  await journal?.stop();
  rmSync(directory, { recursive: true });
});

/** The journal's entries so far, as objects. */
const entries = () =>
  journal.log.split('\n\n').map((entry) =>
    Object.fromEntries(entry.split('\n').filter((line) => /^[A-Z_]+=/.test(line)).map((line) => {
      const equals = line.indexOf('=');
      return [line.slice(0, equals), line.slice(equals + 1)];
    }))).filter(({ MESSAGE }) => MESSAGE);

const reload = (config) => {
  writeFileSync(file, config);
  return ask('POST', `${vitrine.url}/api/v1/reload`);
};

test("the journal's entries say of what they are; nothing else is on standard error", () => {
  const [live] = entries().filter(({ MESSAGE }) => /test is live/.test(MESSAGE));
  const { CODE_LINE, CODE_FUNC, ...rest } = live;
  assert.match(CODE_LINE, /^\d+$/);
  assert.equal(CODE_FUNC, 'onLive');
  assert.deepEqual({ ...rest, MESSAGE: '' }, {
    MESSAGE: '', PRIORITY: '6', SYSLOG_IDENTIFIER: 'vitrine', ROOM: 'camera', CAMERA: 'test',
    MESSAGE_ID: 'c0e15ebdbf394ee9bc8c1af9dc96825d', CODE_FILE: 'src/camera/Camera.cpp',
  });
  assert.equal(vitrine.log, '');
});

test("a viewer's end has its camera and number", async () => {
  const signal = await openSignal(vitrine.url);
  await signal.first('offer');
  const { id } = JSON.parse((await get(`${vitrine.url}/api/v1/viewers`)).text).viewers[0];
  assert.equal((await ask('DELETE', `${vitrine.url}/api/v1/viewers/${id}`)).status, 204);
  await journal.says(/operator of this server/);
  const ended = entries().find(({ MESSAGE }) => /operator of this server/.test(MESSAGE));
  assert.deepEqual([ended.CAMERA, ended.VIEWER, ended.MESSAGE_ID], ['test', `${id}`, '3d362ceca99a4ce99ac9f5a675deb519']);
});

test('levels hold by room, and from the reload on', async () => {
  const visit = async () => {
    const signal = await openSignal(vitrine.url);
    await signal.first('offer');
    await signal.leave();
    await until(async () => JSON.parse((await get(`${vitrine.url}/api/v1/viewers`)).text).viewers.length === 0);
  };
  await visit();
  assert.ok(entries().every(({ PRIORITY }) => PRIORITY !== '7'));
  assert.equal((await reload(`${testCamera}${secrets}[log]\nlevel = error\nrooms = viewer:debug\n`)).status, 200);
  await journal.says(/the configuration is read again/); // the last line before
  const before = entries().length;
  await visit();
  const since = entries().slice(before);
  assert.ok(since.some(({ MESSAGE, VIEWER }) => /a peer connection is made for test/.test(MESSAGE) && /^\d+$/.test(VIEWER)));
  assert.deepEqual([...new Set(since.map(({ ROOM, PRIORITY }) => `${ROOM} ${PRIORITY}`))], ['viewer 7']);
  assert.equal((await reload(testCamera + secrets)).status, 200);
});

test('no secret is in the log, in the debug lines, in files or answers, whatever goes wrong', async () => {
  const dump = join(directory, 'vitrine-debug.log');
  assert.equal(existsSync(dump), false, 'there has been trouble before');
  const url = (path) => `${vitrine.url}${path}`;
  assert.equal((await ask('PUT', url('/api/v1/debug'), { body: { threshold: '*:4,rtspsrc:7,rtspconnection:7,vitrine*:6' } })).status, 200);
  assert.equal((await reload(`${testCamera}${secrets}[log]\nrooms = camera:debug;viewer:debug;signalling:debug;http:debug\n`)).status, 200);
  const keys = [];
  for (const camera of ['test', 'locked', 'fragment']) {
    const signal = await openSignal(vitrine.url, camera);
    if (camera === 'test') {
      const offer = await signal.first('offer');
      keys.push(/a=ice-pwd:(\S+)/.exec(offer.sdp)[1], offer.session, offer.iceServers[0].credential);
    } else {
      await journal.says(new RegExp(`${camera} is offline`));
    }
    await signal.leave();
  }
  // The first trouble is the RTSP cameras': what is written then is looked at, too.
  await until(() => existsSync(dump));
  const written = readFileSync(dump, 'utf8');
  assert.match(written, /rtspsrc/);
  assert.equal((await reload(testCamera + secrets + outlet)).status, 200);
  await journal.says(/MESSAGE=publish: out: .*cannot be reached/);
  const wrong = await reload(`${testCamera}[ice]\nturn-serverr = turn://u:geheim-wrong@h:1\nturn-server = turn://u:geheim-turn@h:1;turn:/u:geheim-slip@h:1\nturn-secret = geheim-other\n` +
    '[camera a]\nsource = rtspp://u:geheim-scheme@h/\n[rtsp://u:geheim-group@h/]\n');
  assert.equal(wrong.status, 422);
  // What comes with requests is nobody's business either.
  await ask('GET', url('/api/v1/viewers?token=geheim-query'), { headers: { Authorization: 'Bearer geheim-token', Cookie: 'vitrine-session=geheim-cookie' } });
  await ask('POST', url('/api/v1/session'), { body: { user: 'anna', password: 'geheim-login' } });
  const answers = await Promise.all(
    ['/api/v1/cameras', '/api/v1/viewers', '/healthz', '/metrics', '/api/v1/debug/log', '/api/v1/cameras/test/graph.dot'].map(async (path) => (await get(url(path))).text));
  await ask('PUT', url('/api/v1/debug'), { body: { threshold: '' } });
  for (const key of keys) assert.ok(key?.length > 8, `${key}`);
  for (const [where, text] of Object.entries({ journal: journal.log, stderr: vitrine.log, wrong: wrong.text, written, answers: answers.join('\n') }))
    for (const secret of ['geheim', ...keys]) {
      const at = text.indexOf(secret);
      assert.equal(at, -1, `${where}: …${text.slice(Math.max(0, at - 200), at + 60)}…`);
    }
  assert.match(vitrine.log, /rtspsrc.*127\.0\.0\.1:9/);
  assert.ok(entries().some(({ ROOM, PRIORITY, CAMERA }) => ROOM === 'camera' && PRIORITY === '7' && CAMERA === 'locked'));
});

test('what comes again and again is told five times, at the end how often; what an operator asked for, each time', async () => {
  const said = (pattern) => entries().filter(({ MESSAGE }) => pattern.test(MESSAGE)).length;
  for (let i = 0; i < 12; ++i) {
    const signal = await openSignal(vitrine.url);
    signal.send({ type: 'answer' });
    await until(() => signal.closed);
  }
  for (let i = 0; i < 12; ++i) assert.equal((await reload(`${testCamera}${secrets}[log]\nlevl = ${i}\n`)).status, 422);
  await until(() => said(/nothing is reloaded/) >= 12 && said(/unknown key "levl"/) === 12);
  assert.equal(said(/ended: .*sdp/), 5);
  assert.equal(await vitrine.stop(), 0, vitrine.log);
  await journal.says(/MESSAGE=signalling: not written, 7 times in \d+ s: .* ended: .*sdp/);
});

test("what is wrong with the configuration at the start is an error in the journal's stream, which knows the unit", async () => {
  writeFileSync(file, `${testCamera}[log]\nlewel = info\n`);
  const refused = await startProgram(wrapper, ['--config', file], /(?:)/);
  assert.equal((await refused.exited)[0], 78);
  assert.match(refused.log, /^<3>daemon: .*unknown key "lewel"/m);
});

test('a terminal has colours, unless NO_COLOR is set', async () => {
  writeFileSync(file, `${testCamera}[camera away]\nsource = v4l2:/dev/no-such-camera\n`);
  for (const [environment, expected] of [['', true], ['NO_COLOR=1', false], ['TERM=dumb', false]]) {
    const shown = `echo pid $$; exec env TERM=xterm ${environment} ${programs.vitrine} --config ${file}`;
    const terminal = await startProgram('script', ['-qec', shown, '/dev/null'], /away is offline[^\n]*\n/);
    const [, pid] = /pid (\d+)/.exec(terminal.log);
    assert.equal(/\x1b\[33mwarning camera: away is offline.*\x1b\[0m/.test(terminal.log), expected, JSON.stringify(terminal.log));
    assert.equal(terminal.log.includes('\x1b['), expected);
    process.kill(Number(pid), 'SIGTERM');
    await terminal.exited;
  }
});
