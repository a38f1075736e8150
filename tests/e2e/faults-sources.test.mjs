// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What goes wrong with files, devices and pipelines, one row a fault. Each has a camera and a
// viewer of its own, and all fail at the same time: who watches another camera notices nothing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startProgram, startVitrine, until } from './support/daemon.mjs';
import { assertUndisturbed, camera, liveThrough, startViewer } from './support/faults.mjs';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-faults-'));
const path = (name) => join(folder, name);
const picture = 'video/x-raw,format=I420,width=320,height=240,framerate=30/1';
const encode = 'x264enc tune=zerolatency speed-preset=ultrafast key-int-max=15';
const launch = (...words) => execFileSync('gst-launch-1.0', ['-q', ...words.join(' ').split(' ')]);

/** A film of so many frames. */
function film(name, frames) {
  launch(`videotestsrc num-buffers=${frames} pattern=ball ! ${picture} ! ${encode} ! h264parse ! matroskamux ! filesink location=${path(name)}`);
  return path(name);
}

/** Sends an encoded picture to a port of this machine, for as long as it is let. */
const startSender = (port) => startProgram('gst-launch-1.0', ('videotestsrc is-live=true pattern=ball ! ' +
  `${picture} ! ${encode} ! rtph264pay config-interval=-1 ! udpsink host=127.0.0.1 port=${port}`).split(' '), /PLAYING/);
const senders = {};
const receive = (port) => `pipeline:udpsrc address=127.0.0.1 port=${port} caps="application/x-rtp,media=video,clock-rate=90000,encoding-name=H264" ! rtph264depay`;

/** What comes and goes by itself: nothing has to be done. */
const byItself = () => {};
const rows = {
  'an encoder that fails': {
    id: 'encoder', happens: byItself, says: /encoder|error-after|iterations/,
    source: `pipeline:videotestsrc is-live=true ! ${picture} ! ${encode} ! identity error-after=90`,
  },
  'a pipeline that fails before its encoder': {
    id: 'raw', happens: byItself, says: /iterations/,
    source: `pipeline:videotestsrc is-live=true ! ${picture} ! identity error-after=90`,
  },
  'a pipeline that ends': {
    id: 'ends', happens: byItself, says: /ended/,
    source: `pipeline:videotestsrc is-live=true num-buffers=90 ! ${picture}`,
  },
  'a source that stalls': {
    id: 'stalls', source: receive(50004),
    happens: () => senders.stalls.child.kill('SIGSTOP'), says: /no new picture for 5 s/,
    ends: () => senders.stalls.child.kill('SIGCONT'),
  },
  'a file that is cut short': {
    id: 'cut', source: () => `file:${film('cut.mkv', 60)}`,
    happens: () => truncateSync(path('cut.mkv'), 300), says: /cut\.mkv/,
    ends: () => copyFileSync(path('whole.mkv'), path('cut.mkv')),
  },
  'a file that goes away': {
    id: 'gone', source: () => `file:${film('gone.mkv', 60)}`,
    happens: () => renameSync(path('gone.mkv'), path('elsewhere.mkv')), says: /gone\.mkv.*No such file/,
    ends: () => renameSync(path('elsewhere.mkv'), path('gone.mkv')),
  },
};

let vitrine;
let witness;
before(async () => {
  film('whole.mkv', 60);
  senders.stalls = await startSender(50004);
  const cameras = Object.values(rows).map(({ id, source }) =>
    `[camera ${id}]\nsource = ${typeof source === 'function' ? source() : source}\n`);
  vitrine = await startVitrine(`[server]
listen = 127.0.0.1:0
[camera garden]
source = test:
width = 320
height = 240
[camera still]
source = pipeline:videotestsrc is-live=true pattern=snow num-buffers=1 ! imagefreeze is-live=true ! ${picture}
[camera half]
source = file:${path('half.mkv')}
[camera late]
source = v4l2:/dev/no-such-camera
[camera later]
source = rtsp://127.0.0.1:1/camera
${cameras.join('')}`, { live: false });
  witness = await startViewer(vitrine, 'garden');
});
after(async () => {
  const ended = await vitrine?.stop();
  for (const sender of Object.values(senders)) await sender.stop('SIGKILL');
  rmSync(folder, { recursive: true });
  assert.equal(ended, 0, vitrine?.log);
});

describe('a camera\'s viewer keeps its connection and goes on after', { concurrency: true }, () => {
  for (const [what, row] of Object.entries(rows)) test(what, () => liveThrough(vitrine, row));

  test('a film of which only a part is there, which is played as far as it goes', async () => {
    film('long.mkv', 120);
    copyFileSync(path('long.mkv'), path('half.part'));
    truncateSync(path('half.part'), Math.floor(statSync(path('half.part')).size / 2));
    const viewer = await startViewer(vitrine, 'half', { wait: false });
    await until(async () => /half\.mkv.*No such file/.test((await camera(vitrine, 'half')).reason));
    // By now it waits for 2 s or more between attempts: it is to see by itself that the file has come.
    await until(async () => (await camera(vitrine, 'half')).restarts >= 3);
    const came = Date.now();
    renameSync(path('half.part'), path('half.mkv'));
    await until(async () => (await camera(vitrine, 'half')).state === 'live');
    console.log(`half: live ${Date.now() - came} ms after its file has come`);
    assert.ok(Date.now() - came < 2000);
    await until(async () => (await camera(vitrine, 'half')).frames > 120);
    assert.equal((await camera(vitrine, 'half')).state, 'live');
    const seen = await viewer.finish();
    console.log(`half: ${seen.frames} frames, longest gap ${seen.longestGapMs} ms`);
    // Until the film comes it sees what stands in for it, once a second.
    assertUndisturbed(seen, 1500);
  });
});

test('a picture that does not change is no fault', async () => {
  const viewer = await startViewer(vitrine, 'still');
  const { frames } = await camera(vitrine, 'still');
  await until(async () => (await camera(vitrine, 'still')).frames > frames + 60);
  assert.deepEqual([(await camera(vitrine, 'still')).state, (await camera(vitrine, 'still')).restarts], ['live', 0]);
  assertUndisturbed(await viewer.finish());
});

test('a camera that is not there is asked for again and again', async () => {
  for (const [id, reason] of [['late', /no device \/dev\/no-such-camera/], ['later', /does not answer/]]) {
    await until(async () => (await camera(vitrine, id)).restarts >= 3);
    const now = await camera(vitrine, id);
    assert.equal(now.state, 'offline');
    assert.match(now.reason, reason);
  }
});

test('another camera\'s viewer saw every frame meanwhile', async () => {
  const seen = await witness.finish();
  console.log(`garden: longest gap ${seen.longestGapMs.toFixed(0)} ms in ${seen.frames} frames`);
  assertUndisturbed(seen);
});
