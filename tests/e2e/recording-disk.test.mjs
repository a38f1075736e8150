// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Disks that are full or hang while a recording is made, and somebody watches, who must see nothing of it.
import assert from 'node:assert/strict';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { launchBrowser, watch } from './support/browser.mjs';
import { metric, programs, startVitrine, startVitrineOn, testCamera, until } from './support/daemon.mjs';
import { camera } from './support/faults.mjs';
import { filmsIn, stampsOfFilm } from './support/films.mjs';
import { describeFlow, measureFlow } from './support/flow.mjs';

const directory = mkdtempSync(join(tmpdir(), 'vitrine-disk-'));
const disk = join(directory, 'disk');
const size = { width: 640, height: 480 };
const config = (more = '') => `${testCamera}keyframe-interval = 1\nrecord = ${disk}\n${more}`;
mkdirSync(disk);
after(() => rmSync(directory, { recursive: true }));

const recording = async (vitrine) => (await camera(vitrine, 'test')).recording;
const dropped = (vitrine) => metric(vitrine.url, 'vitrine_recording_dropped_frames_total{camera="test"}');

/** Watches the camera in a browser while `happens` does; judges what was seen. */
async function undisturbed(vitrine, seconds, happens) {
  const browser = await launchBrowser();
  try {
    const { page } = await watch(browser, `${vitrine.url}/cameras/test`);
    const [flow] = await Promise.all([measureFlow(page, vitrine, seconds), happens()]);
    console.log(describeFlow(flow));
    assert.equal(flow.freezeCount, 0);
    assert.equal(flow.framesDropped, 0);
    assert.equal(flow.packetsMissed, 0);
  } finally {
    await browser.close();
  }
}

/** Makes a file as large as the disk lets it. */
function fillUp(path) {
  const filler = openSync(path, 'w');
  try {
    for (;;) writeSync(filler, Buffer.alloc(4096));
  } catch ({ code }) {
    assert.equal(code, 'ENOSPC');
  } finally {
    closeSync(filler);
  }
}

/** Every film plays, frame by frame in order. Gives how many frames there are, and the longest time without one. */
function playAll(folder) {
  const stamps = filmsIn(folder).flatMap(({ path }) => stampsOfFilm(path, size));
  const gaps = stamps.slice(1).map((stamp, i) => stamp - stamps[i]);
  assert.ok(gaps.every((gap) => gap > 0), 'frames go back in time');
  return { frames: stamps.length, longestGapMs: Math.max(...gaps) };
}

test('a full disk is said and counted, and recorded on when there is room; who watches sees nothing of it', async () => {
  // A disk of 8 MiB in a mount namespace of the daemon's own.
  const executable = join(directory, 'vitrine-on-small-disk');
  writeFileSync(executable, `#!/bin/sh
exec unshare --mount sh -c 'mount -t tmpfs -o size=8m none "${disk}" && exec "${programs.vitrine}" "$@"' sh "$@"
`);
  chmodSync(executable, 0o755);
  const vitrine = await startVitrine(config(), { executable });
  const seen = `/proc/${vitrine.pid}/root${disk}`;
  try {
    await until(async () => (await recording(vitrine)).state === 'recording');
    await undisturbed(vitrine, 20, async () => {
      fillUp(join(seen, 'filler'));
      await until(async () => (await recording(vitrine)).state === 'failing', 15);
      assert.match((await recording(vitrine)).reason, /No space left on device/);
      await vitrine.says(/test is not recorded: .*No space left on device/);
      assert.equal(await metric(vitrine.url, 'vitrine_recording_up{camera="test"}'), 0);
      const before = await dropped(vitrine);
      await until(async () => (await dropped(vitrine)) > before);
      rmSync(join(seen, 'filler'));
      await until(async () => (await recording(vitrine)).state === 'recording', 15);
      await vitrine.says(/test is recorded again/);
    });
    assert.equal(await metric(vitrine.url, 'vitrine_camera_restarts_total{camera="test"}'), 0);
    const kept = playAll(join(seen, 'test'));
    console.log(`${kept.frames} frames in ${filmsIn(join(seen, 'test')).length} films, ${await dropped(vitrine)} left out`);
    assert.ok(kept.longestGapMs > 1000, 'nothing was left out');
    assert.equal(await vitrine.stop(), 0, vitrine.log);
  } finally {
    await vitrine.stop('SIGKILL');
  }
});

test('a disk that hangs costs the recording what it could not keep, and who watches nothing', async () => {
  const hangs = `${disk}.hangs`;
  const vitrine = await startVitrine(config(), { env: { LD_PRELOAD: programs.slowdisk, SLOW_DISK: disk } });
  try {
    await until(async () => (await recording(vitrine)).state === 'recording');
    await undisturbed(vitrine, 24, async () => {
      writeFileSync(hangs, '');
      await until(async () => (await recording(vitrine)).state === 'behind', 22);
      const before = await dropped(vitrine);
      await until(async () => (await dropped(vitrine)) > before + 30);
      rmSync(hangs);
      await until(async () => (await recording(vitrine)).state === 'recording');
    });
    assert.equal(await vitrine.stop(), 0, vitrine.log);
    const kept = playAll(join(disk, 'test'));
    console.log(`${kept.frames} frames, ${Math.round(kept.longestGapMs)} ms without one`);
    assert.ok(kept.frames > 300, `${kept.frames} frames: what was waiting is there`);
    assert.ok(kept.longestGapMs > 1000, 'nothing was left out');
  } finally {
    rmSync(hangs, { force: true });
    await vitrine.stop('SIGKILL');
    rmSync(join(disk, 'test'), { recursive: true, force: true });
  }
});

test('the program ends in time while the disk hangs', async () => {
  const hangs = `${disk}.hangs`;
  const vitrine = await startVitrine(config(), { env: { LD_PRELOAD: programs.slowdisk, SLOW_DISK: disk } });
  try {
    await until(async () => (await recording(vitrine)).state === 'recording');
    writeFileSync(hangs, '');
    const began = Date.now();
    assert.equal(await vitrine.stop(), 0, vitrine.log);
    assert.ok(Date.now() - began < 5000);
  } finally {
    rmSync(hangs, { force: true });
    await vitrine.stop('SIGKILL');
    rmSync(join(disk, 'test'), { recursive: true, force: true });
  }
});

test('recordings never take more than they may, and the newest are there', async () => {
  const file = join(directory, 'vitrine.conf');
  writeFileSync(file, config('record-size = 1\nrecord-segment = 1\n'));
  const vitrine = await startVitrineOn(file);
  const folder = join(disk, 'test');
  const bytes = () => filmsIn(folder).reduce((sum, film) => sum + film.bytes, 0);
  try {
    let most = 0;
    await until(async () => {
      most = Math.max(most, bytes());
      return (await metric(vitrine.url, 'vitrine_recording_bytes_total{camera="test"}')) > 2.5 * 2 ** 20;
    }, 60);
    console.log(`never more than ${most} bytes`);
    assert.ok(most > 2 ** 19 && most <= 2 ** 20 + 200000, `${most} bytes`);
    assert.equal(await vitrine.stop(), 0, vitrine.log);
    assert.ok(bytes() <= 2 ** 20, `${bytes()} bytes are left`);
    playAll(folder);
  } finally {
    await vitrine.stop('SIGKILL');
  }
});
