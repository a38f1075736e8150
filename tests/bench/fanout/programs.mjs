// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Programs that run beside the one measured, and are gone when this process is.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { until } from '../../e2e/support/daemon.mjs';

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** Starts a program; gives it with `pid`, `said()` (all it wrote) and `stop()`. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  running.add(child);
  const exited = once(child, 'exit').then(([code, signal]) => {
    running.delete(child);
    return code ?? signal;
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => (said = (said + data).slice(-20000)));
  return {
    pid: child.pid,
    child,
    exited,
    said: () => said,
    /** Asks it to end, then makes it; gives its exit code, or the signal that ended it. */
    async stop(seconds = 10) {
      child.kill('SIGTERM');
      const hurry = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
      const code = await exited;
      clearTimeout(hurry);
      return code;
    },
  };
}

/** Waits until a program accepts connections. */
export async function listening(program, host, port) {
  await until(async () => {
    if (program.child.exitCode !== null) throw new Error(`ended at once:\n${program.said()}`);
    const socket = connect(port, host);
    const open = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(() => false);
    socket.destroy();
    return open;
  });
}
