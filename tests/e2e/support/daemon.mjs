// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { get as httpGet, request as httpRequest } from 'node:http';
import { get as httpsGet, request as httpsRequest } from 'node:https';

/** The built programs; meson says where they are. */
export const programs = {
  vitrine: process.env.VITRINE ?? 'build/src/vitrine',
  loadviewer: process.env.LOADVIEWER ?? 'build/tests/tools/loadviewer',
  procwatch: process.env.PROCWATCH ?? 'build/tests/tools/procwatch',
  rtspserver: process.env.RTSPSERVER ?? 'build/tests/rtspserver',
  netsim: process.env.NETSIM ?? 'build/tests/tools/netsim',
  whipPion: process.env.WHIP_PION ?? 'build/tests/e2e/whip-pion',
  whepPion: process.env.WHEP_PION ?? 'build/tests/e2e/whep-pion',
  hangstate: process.env.HANGSTATE ?? 'build/tests/libhangstate.so',
  fakedevices: process.env.FAKEDEVICES ?? 'build/tests/libfakedevices.so',
  faulty: process.env.FAULTY ?? 'build/tests/faulty',
  slowdisk: process.env.SLOWDISK ?? 'build/tests/libslowdisk.so',
  notifysocket: process.env.NOTIFYSOCKET ?? 'build/tests/tools/notifysocket',
};

// So that a whole file can be run for each way of sending; without it the daemon's default is tested.
const sendPath = process.env.VITRINE_SEND_PATH ? `send-path = ${process.env.VITRINE_SEND_PATH}\n` : '';

/** The camera of the embedded default, at a free port, for tests that want nothing else. */
export const testCamera = `
[server]
listen = 127.0.0.1:0
${sendPath}[camera test]
title = Test picture
source = test:
width = 640
height = 480
framerate = 30
bitrate = 1500
`;

/** A child process whose standard error is read line by line. */
class Program {
  constructor(command, args, options = {}) {
    this.log = '';
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
    this.exited = once(this.child, 'exit');
    for (const stream of [this.child.stderr, this.child.stdout])
      stream.on('data', (data) => {
        this.log += data;
        this.child.emit('line');
      });
  }

  get pid() {
    return this.child.pid;
  }

  /** The first match of `pattern` in what it says; fails when it ends before, or says it not in time. */
  async says(pattern, seconds = 30) {
    const signal = AbortSignal.timeout(seconds * 1000);
    for (;;) {
      const match = pattern.exec(this.log);
      if (match) return match;
      const { exitCode, signalCode } = this.child;
      if (exitCode !== null || signalCode !== null)
        throw new Error(`ended (${exitCode ?? signalCode}) without saying ${pattern}:\n${this.log}`);
      if (signal.aborted) throw new Error(`not within ${seconds} s: saying ${pattern}:\n${this.log}`);
      await Promise.race([once(this.child, 'line', { signal }).catch(() => {}), this.exited]);
    }
  }

  /** Sends a signal and gives its exit code (or the signal that ended it). */
  async stop(signal = 'SIGTERM') {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    const [code, ended] = await this.exited;
    return code ?? ended;
  }
}

/** Starts the daemon on a configuration and waits until every camera is live. */
export function startVitrine(config, options) {
  return startVitrineOn('-', { ...options, config });
}

/** The same on a file, or on standard input with `-`. */
export async function startVitrineOn(file, { env = {}, live = true, config = '', executable = programs.vitrine } = {}) {
  const program = new Program(executable, ['--config', file], { env: { ...process.env, ...env } });
  program.child.stdin.end(config);
  const [, url] = await program.says(/open (https?:\/\/\S+?)\/?\s/);
  program.url = url;
  if (live) await until(async () => (await get(`${url}/healthz`)).status === 200);
  return program;
}

/** Runs the daemon's program to its end and gives its exit code and what it wrote. */
export async function runVitrine(args, stdin = '') {
  const child = spawn(programs.vitrine, args, { stdio: 'pipe', timeout: 20000 });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].on('data', (data) => (said[name] += data));
  child.stdin.on('error', () => {}); // it need not read what it does not use
  child.stdin.end(stdin);
  const [code] = await once(child, 'close');
  return { code, ...said };
}

/** Starts any program and waits until it says something. */
export async function startProgram(command, args, pattern) {
  const program = new Program(command, args);
  await program.says(pattern);
  return program;
}

/**
 * Starts a real RTSP server with a gst-launch text, at a port (0: a free one), which SIGUSR1 makes suffer a fault;
 * gives the program with its `url`.
 */
export async function startRtspServer(launch, port = 0, fault = '') {
  const program = new Program(programs.rtspserver, [String(port), launch, fault]);
  [, program.url] = await program.says(/(rtsp:\/\/\S+)/);
  return program;
}

/** Starts the load viewer; `ended` gives its exit code and what it reports, nothing when a signal ended it. */
export function startLoadViewer(url, args) {
  const child = spawn(programs.loadviewer, ['--url', url, '--camera', 'test', '--json', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (data) => (out += data));
  const ended = once(child, 'close').then(([code]) => ({ code, report: code === null ? undefined : JSON.parse(out) }));
  return { child, ended };
}

/** Runs the load viewer to its end and gives what it reports. */
export const runLoadViewer = (url, args) => startLoadViewer(url, args).ended;

/** Polls until a condition holds; what is waited for has no event to wait on. */
export async function until(condition, seconds = 20) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    if (await condition()) return;
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What the kernel says of a process. */
export function sample(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const number = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]);
  return {
    rssMB: number('VmRSS') / 1024,
    threads: number('Threads'),
    fds: readdirSync(`/proc/${pid}/fd`).length,
  };
}

/** Waits until the daemon has closed every connection made to it but `kept`: the kernel counts them until then. */
export function unconnected(vitrine, kept = 0) {
  const port = Number(new URL(vitrine.url).port).toString(16).toUpperCase().padStart(4, '0');
  const established = '01';
  const closeWait = '08';
  return until(() => {
    const [, ...sockets] = readFileSync(`/proc/${vitrine.pid}/net/tcp`, 'utf8').trim().split('\n');
    const open = sockets.filter((socket) => {
      const [, local, , state] = socket.trim().split(/\s+/);
      return local.endsWith(`:${port}`) && [established, closeWait].includes(state);
    });
    return open.length <= kept;
  });
}

/** GETs a URL on a connection of its own, which is closed: fetch() would keep the daemon's sockets. */
export async function get(url) {
  // The tests' certificates are signed by themselves.
  const request = url.startsWith('https:') ? httpsGet : httpGet;
  const [response] = await once(request(url, { agent: false, rejectUnauthorized: false }), 'response');
  let text = '';
  for await (const data of response.setEncoding('utf8')) text += data;
  return { status: response.statusCode, headers: response.headers, text };
}

/** Asks with any method, headers and JSON body, on a connection of its own. */
export async function ask(method, url, { headers = {}, body } = {}) {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  const request = send(url, { method, agent: false, rejectUnauthorized: false, headers: { ...(body && { 'Content-Type': 'application/json' }), ...headers } });
  request.end(body && (typeof body === 'string' ? body : JSON.stringify(body)));
  const [response] = await once(request, 'response');
  let text = '';
  for await (const data of response.setEncoding('utf8')) text += data;
  return { status: response.statusCode, headers: response.headers, text };
}

/** The value of a metric's series, 0 when it is not there. */
export async function metric(url, series) {
  const { text } = await get(`${url}/metrics`);
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line ? Number(line.split(' ').at(-1)) : 0;
}
