// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// heap-owners [FEW [MANY]]: who keeps memory of viewers that are gone. Runs the daemon under heaptrack twice, with
// FEW (80) joins and leaves and with MANY (400), and kills it at rest: what is allocated then and not with the few,
// by who allocated it, is what a join leaves behind. Needs heaptrack, which sometimes locks itself up when a thread
// starts (then joins fail: run it again); the environment as tests/e2e has it.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { metric, programs, testCamera, unconnected, until } from '../e2e/support/daemon.mjs';
import { mixed } from './visitors.mjs';

const [few, many] = [Number(process.argv[2] ?? 80), Number(process.argv[3] ?? 400)];
const atOnce = 80;
const folder = mkdtempSync(join(tmpdir(), 'heap-owners-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

/** The daemon that heaptrack, a shell script, started. */
function daemonOf(heaptrack) {
  const children = execFileSync('ps', ['--ppid', String(heaptrack), '-o', 'pid='], { encoding: 'utf8' }).split(/\s+/).filter(Boolean);
  const pid = children.find((each) => readlinkSync(`/proc/${each}/exe`) === realpathSync(programs.vitrine));
  if (!pid) throw new Error('heaptrack does not run the daemon');
  return Number(pid);
}

/** Runs the daemon through that many joins and gives the file of what it allocated. */
async function record(joins) {
  const heaptrack = spawn('heaptrack', ['-o', join(folder, `${joins}`), programs.vitrine, '--config', '-'], { stdio: ['pipe', 'inherit', 'pipe'] });
  let log = '';
  heaptrack.stderr.on('data', (data) => (log += data));
  heaptrack.stdin.end(testCamera);
  await until(() => /open http:\S+\s/.test(log), 120); // heaptrack takes its time
  const [, url] = /open (http:\S+?)\/?\s/.exec(log);
  const vitrine = { url, pid: daemonOf(heaptrack.pid) };
  for (let left = joins; left > 0; left -= atOnce) {
    const { failures } = await mixed(url, 'test', Math.min(atOnce, left)); // the half-open ones stay to its end
    if (failures.length > 0) throw new Error(failures.join('; '));
  }
  await until(async () => (await metric(url, 'vitrine_viewers_ending')) === 0, 60);
  await unconnected(vitrine);
  process.kill(vitrine.pid, 'SIGKILL');
  await once(heaptrack, 'exit');
  return join(folder, readdirSync(folder).find((name) => name.startsWith(`${joins}.`)));
}

const [base, file] = [await record(few), await record(many)];
const print = ['--diff', base, '--file', file, '--print-leaks', '1', '--print-peaks', '0', '--print-allocators', '0',
  '--print-temporary', '0', '--peak-limit', '1000', '--sub-peak-limit', '1'];
const text = execFileSync('heaptrack_print', print, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });

// Blocks of "SIZE leaked over N calls from", then frames, each a name and the library it is "in".
const bytesOf = (size) => Number(size.replace(/[KMB]+$/, '')) * ({ K: 1000, M: 1e6 }[/[KM]/.exec(size)?.[0]] ?? 1);
const blocks = text.split(/^(?=-?[\d.]+[KMB]* leaked over \d+ calls from$)/m).slice(1).map((block) => {
  const [, size, calls] = /^(\S+) leaked over (\d+)/.exec(block);
  const frames = [...block.matchAll(/^ {0,4}(\S.*)\n(?: +at .*\n)? +in (\S+)/gm)].map(([, name, library]) => `${name} (${library.split('/').at(-1)})`);
  return { bytes: bytesOf(size), calls, frames };
});
console.log(`what ${many} joins left that ${few} did not, by who allocated it, from 1 KB on:`);
for (const { bytes, calls, frames } of blocks.filter((each) => Math.abs(each.bytes) >= 1000))
  console.log(`${(bytes / 1000).toFixed(1).padStart(8)} KB in ${calls} calls: ${frames.slice(0, 6).join(' < ')}`);
console.log(/^total memory leaked: .*$/m.exec(text)?.[0]);
