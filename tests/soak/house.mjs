// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The daemon under test, its configuration and its RTSP cameras.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { get, metric, sample, startRtspServer, startVitrineOn, testCamera, unconnected, until } from '../e2e/support/daemon.mjs';
import { h264Launch } from '../e2e/support/faults.mjs';

const hall = testCamera.replace('width = 640', 'width = 320').replace('height = 480', 'height = 240').replace('bitrate = 1500', 'bitrate = 500');
const guest = (width) => `[camera guest]\nsource = test:\nwidth = ${width}\nheight = 120\nframerate = 15\nbitrate = 200\n`;

/**
 * The daemon with a camera that nobody touches (`test`), one by RTSP that runs all the time (`door`), one that runs
 * while somebody watches (`yard`), and now and then one more (`guest`).
 */
export class House {
  #folder = mkdtempSync(join(tmpdir(), 'vitrine-soak-'));
  #servers = {};
  #config = '';

  async open() {
    for (const id of ['door', 'yard']) this.#servers[id] = await startRtspServer(h264Launch());
    this.#config = `${hall}[limits]\nviewers = 300\nviewers-per-camera = 200\n` +
      `[camera door]\nsource = ${this.#servers.door.url}\n` +
      `[camera yard]\nsource = ${this.#servers.yard.url}\non-demand = true\nlinger = 0\n`;
    writeFileSync(this.#file, this.#config);
    this.vitrine = await startVitrineOn(this.#file);
  }

  get #file() {
    return join(this.#folder, 'vitrine.conf');
  }

  get url() {
    return this.vitrine.url;
  }

  get running() {
    return this.vitrine.child.exitCode === null && this.vitrine.child.signalCode === null;
  }

  /** Ends everything; gives the daemon's exit code. */
  async close() {
    const code = await this.vitrine?.stop();
    for (const server of Object.values(this.#servers)) await server.stop('SIGKILL');
    rmSync(this.#folder, { recursive: true });
    return code;
  }

  /** Kills a camera's server; another takes its place when `meanwhile` is over. */
  async withoutServer(id, meanwhile) {
    const port = Number(new URL(this.#servers[id].url.replace('rtsp:', 'http:')).port);
    await this.#servers[id].stop('SIGKILL');
    try {
      await meanwhile();
    } finally {
      this.#servers[id] = await startRtspServer(h264Launch(), port);
    }
  }

  /** Adds the guest camera, alters it and takes it away again; each time `watch` is called once it is so. */
  async withGuest(watch) {
    for (const width of [160, 176]) {
      this.#reload(this.#config + guest(width));
      await until(async () => (await this.#cameras()).some((each) => each.id === 'guest' && each.state === 'live' && each.width === width));
      await watch();
    }
    this.#reload(this.#config);
    await until(async () => (await this.#cameras()).every(({ id }) => id !== 'guest'));
  }

  /** Waits until nobody is there but `steady` viewers, and every camera is as it was in the beginning. */
  async rest(steady) {
    const states = { test: 'live', door: 'live', yard: 'idle' };
    await until(async () => (await this.#cameras()).every(({ id, state }) => states[id] === state), 60);
    await until(async () => (await this.viewers()) === steady, 30);
    await until(async () => (await metric(this.url, 'vitrine_viewers_ending')) === 0, 30);
    await unconnected(this.vitrine, steady);
  }

  /** How many viewers there are on all cameras. */
  async viewers() {
    const { text } = await get(`${this.url}/metrics`);
    return [...text.matchAll(/^vitrine_viewers\{.*\} (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  /** How many viewers have had a frame. */
  async served() {
    const { text } = await get(`${this.url}/api/v1/viewers`);
    return JSON.parse(text).viewers.filter(({ framesSent }) => framesSent > 0).length;
  }

  /** How many frames the camera that nobody touches has made. */
  frames() {
    return metric(this.url, 'vitrine_camera_frames_total{camera="test"}');
  }

  /** What the daemon has asked of malloc and not given back: no allocator's high water is in it. */
  async heapMB() {
    return (await metric(this.url, 'process_heap_bytes')) / (1 << 20);
  }

  /** What the kernel says of the daemon. */
  sample() {
    const rollup = readFileSync(`/proc/${this.vitrine.pid}/smaps_rollup`, 'utf8');
    return { ...sample(this.vitrine.pid), dirtyMB: Number(/^Private_Dirty:\s+(\d+) kB/m.exec(rollup)[1]) / 1024 };
  }

  #reload(config) {
    writeFileSync(this.#file, config);
    this.vitrine.child.kill('SIGHUP');
  }

  async #cameras() {
    return JSON.parse((await get(`${this.url}/api/v1/cameras`)).text).cameras;
  }
}
