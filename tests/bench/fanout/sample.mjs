// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What /proc says of a process and of the machine. Times are in seconds.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { programs } from '../../e2e/support/daemon.mjs';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK']));

/** One process, as procwatch sees it: its CPU to the nanosecond, and when that was. */
const processOf = (pid) => JSON.parse(execFileSync(programs.procwatch, [String(pid), '1', '1']));

/** CPU all processes of the machine have used, whoever's they are. */
function machineSeconds() {
  const [, user, nice, system, , , irq, softirq] = readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/);
  return [user, nice, system, irq, softirq].reduce((sum, each) => sum + Number(each), 0) / ticksPerSecond;
}

/** Everything of a moment: each of the processes (by name), and how large the server is. */
export function sample(pids) {
  const rollup = readFileSync(`/proc/${pids.server}/smaps_rollup`, 'utf8');
  const megabytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)[1]) / 1024;
  return {
    time: performance.now() / 1000,
    machine: machineSeconds(),
    processes: Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, processOf(pid)])),
    rss: megabytes('Rss'),
    dirty: megabytes('Private_Dirty'),
    threads: readdirSync(`/proc/${pids.server}/task`).length,
    fds: readdirSync(`/proc/${pids.server}/fd`).length,
  };
}

/** What happened between two moments: CPU in % of a core, and the server's size at the second. */
export function between(before, after) {
  const seconds = after.time - before.time;
  const cpuOf = (name) => {
    const [from, to] = [before.processes[name], after.processes[name]];
    return (100 * (to.cpuSeconds - from.cpuSeconds)) / (to.atSeconds - from.atSeconds);
  };
  return {
    seconds,
    machine: (100 * (after.machine - before.machine)) / seconds,
    cpu: Object.fromEntries(Object.keys(before.processes).map((name) => [name, cpuOf(name)])),
    rss: after.rss,
    dirty: after.dirty,
    threads: after.threads,
    fds: after.fds,
  };
}

export const sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
