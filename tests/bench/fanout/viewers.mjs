// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The viewers: the load viewer's program, and when its measured time begins.
import { once } from 'node:events';
import { programs } from '../../e2e/support/daemon.mjs';
import { start } from './programs.mjs';

/** Runs the load viewer; gives its pid, `steady` and `report`, both promises, and `end()`. Bounded in time. */
export function startViewers(server, args, mostSeconds) {
  const program = start(programs.loadviewer, [...server.loadArguments, '--json', ...args]);
  let out = '';
  program.child.stdout.on('data', (data) => (out += data));
  const limit = setTimeout(() => program.child.kill('SIGKILL'), mostSeconds * 1000);
  const report = once(program.child, 'close').then(() => {
    clearTimeout(limit);
    try {
      return JSON.parse(out);
    } catch {
      throw new Error(`the load viewer gave no report within ${mostSeconds} s:\n${program.said()}`);
    }
  });
  const steady = new Promise((resolve, reject) => {
    program.child.stderr.on('data', () => program.said().includes('steady\n') && resolve());
    report.then(() => reject(new Error('the load viewer ended before all had joined')), reject);
  });
  // Whoever waits for one of the two hears of the other's end by it.
  steady.catch(() => {});
  report.catch(() => {});
  return { pid: program.pid, steady, report, end: () => program.stop() };
}
