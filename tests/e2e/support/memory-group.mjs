// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A control group of this machine for one process, in which the kernel ends what takes too much memory.
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Version 1, or version 2 where memory is counted: the folder, and the file with the limit. */
const kinds = [
  { root: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes', swap: 'memory.swappiness' },
  { root: '/sys/fs/cgroup', limit: 'memory.max', swap: 'memory.swap.max' },
];

/** Puts a process into a group of its own that may have so many MiB; gives what ends the group, once the process has
 *  ended. Nothing where this machine counts no memory, or for other users only. */
export function confine(pid, mebibytes) {
  for (const { root, limit, swap } of kinds) {
    const folder = join(root, `vitrine-test-${pid}`);
    try {
      mkdirSync(folder);
    } catch {
      continue;
    }
    if (existsSync(join(folder, limit))) {
      writeFileSync(join(folder, limit), String(mebibytes * 2 ** 20));
      if (existsSync(join(folder, swap))) writeFileSync(join(folder, swap), '0'); // or it would be swapped out instead
      writeFileSync(join(folder, 'cgroup.procs'), String(pid));
      return () => rmdirSync(folder);
    }
    rmdirSync(folder);
  }
  return undefined;
}
