// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Cameras that fail, and what is seen of it: by the API, by a viewer, by another camera's viewer.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get, metric, programs, until } from './daemon.mjs';

/** Who looks at a camera that is well may not wait longer for a frame while others fail. */
const mostGapMs = 500;
/** So many frames after its return a camera has come back: more than a second of them. */
const framesAfter = 45;

/** An H.264 stream as cameras send it, with a key frame every half second. */
export function h264Launch({ size = '320x240', encode = 'x264enc tune=zerolatency speed-preset=ultrafast key-int-max=15', pay = 'rtph264pay name=pay0' } = {}) {
  const [width, height] = size.split('x');
  return `videotestsrc is-live=true pattern=ball ! capsfilter name=format caps=video/x-raw,format=I420,width=${width},height=${height},framerate=30/1 ! ${encode} ! ${pay}`;
}

/** What the API says of a camera. */
export async function camera(vitrine, id) {
  return JSON.parse((await get(`${vitrine.url}/api/v1/cameras/${id}`)).text);
}

/** A loadviewer on one camera, until it is told to finish. */
class LoneViewer {
  #out = '';

  constructor(vitrine, id, args) {
    this.child = spawn(programs.loadviewer, ['--url', vitrine.url, '--camera', id, '--viewers', '1',
      '--decrypt-every', '1', '--seconds', '600', '--join-timeout', '60', '--json', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.child.stdout.on('data', (data) => (this.#out += data));
    this.closed = once(this.child, 'close');
  }

  /** Ends it; gives what it saw. */
  finish() {
    this.child.kill('SIGINT');
    return this.end();
  }

  /** What it saw, once the server has ended it. */
  async end() {
    await this.closed;
    return JSON.parse(this.#out).viewers[0];
  }
}

/** Starts a viewer without a browser, with more arguments; resolves when it has its first frame, unless `wait` is false. */
export async function startViewer(vitrine, id, { wait = true, args = [] } = {}) {
  const first = `vitrine_first_frame_seconds_count{camera="${id}"}`;
  const before = await metric(vitrine.url, first);
  const viewer = new LoneViewer(vitrine, id, args);
  if (wait) await until(async () => (await metric(vitrine.url, first)) > before);
  return viewer;
}

/** What a viewer saw of a stream that is never to be interrupted. */
export function assertUndisturbed(seen, mostMs = mostGapMs) {
  assert.equal(seen.failure, '');
  assert.deepEqual(seen.problems, []);
  assert.equal(seen.lost, 0);
  assert.ok(seen.longestGapMs < mostMs, `no frame for ${seen.longestGapMs} ms`);
}

/**
 * Breaks a camera that somebody watches, and waits until it is well again.
 * @param {object} fault
 * @param {string} fault.id the camera
 * @param {() => unknown} fault.happens breaks it
 * @param {RegExp} [fault.says] the reason the camera is offline for; without it the camera stays live
 * @param {() => unknown} [fault.ends] mends it, once it has said so
 * @param {boolean} [fault.damaged] whether what comes over the fault's time may break the rules of H.264
 */
export async function liveThrough(vitrine, { id, happens, says, ends = () => {}, damaged = false }) {
  const viewer = await startViewer(vitrine, id);
  const before = await camera(vitrine, id);
  const began = Date.now();
  let said = '';
  let saidMs = 0;
  await happens(vitrine);
  if (says) {
    await until(async () => {
      const now = await camera(vitrine, id);
      if (now.state === 'offline') said = now.reason;
      return now.state === 'offline' && says.test(now.reason);
    }, 40).catch((error) => assert.fail(`${error.message}; it said "${said}"`));
    saidMs = Date.now() - began;
  }
  await ends(vitrine);
  const mended = Date.now();
  const { frames } = await camera(vitrine, id);
  await until(async () => {
    const now = await camera(vitrine, id);
    return now.state === 'live' && now.frames > frames;
  }, 40);
  const backMs = Date.now() - mended;
  const awayMs = Date.now() - began;
  const back = await camera(vitrine, id);
  await until(async () => (await camera(vitrine, id)).frames > back.frames + framesAfter);
  const seen = await viewer.finish();
  console.log(`${id}: ${says ? `offline after ${seconds(saidMs)}: "${said}"` : 'stays live'}; ` +
    `back ${seconds(backMs)} after its end; its viewer had no frame for ${seconds(seen.longestGapMs)}`);
  assert.equal(back.reason, '');
  assert.equal(back.restarts > before.restarts, Boolean(says), `${back.restarts} restarts`);
  assert.equal(seen.failure, '');
  assert.equal(seen.lost, 0);
  if (!damaged) assert.deepEqual(seen.problems, []);
  assert.ok(seen.longestGapMs < awayMs + 1000, `its viewer had no frame for ${seconds(seen.longestGapMs)}`);
  return { seen, back };
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
