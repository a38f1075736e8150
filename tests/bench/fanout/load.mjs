// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// One measurement: a fresh server, idle, then with N viewers.
import { between, sample, sleep } from './sample.mjs';
import { startViewers } from './viewers.mjs';

// The last sample is taken before the first viewer leaves, also where programs take their time to start.
const marginSeconds = 1;

/** What the server does with nobody watching. */
export async function measureIdle(pids, seconds) {
  await sleep(2);
  const before = sample(pids);
  await sleep(seconds);
  return between(before, sample(pids));
}

/** Gives the idle window, the one with the viewers and what these received. */
export async function measureLoad(server, viewers, { options, senderPid }) {
  const pids = { server: server.pid, sender: senderPid };
  const idle = await measureIdle(pids, Math.max(3, options.seconds));
  const joinSeconds = viewers / options.joinRate;
  const load = startViewers(
    server,
    ['--viewers', String(viewers), '--seconds', String(options.seconds), '--settle', String(options.settle),
      '--join-rate', String(options.joinRate), '--join-timeout', '20', '--announce'],
    joinSeconds + options.settle + options.seconds + 60,
  );
  await load.steady;
  const before = sample({ ...pids, viewers: load.pid });
  await sleep(options.seconds - marginSeconds);
  const window = between(before, sample({ ...pids, viewers: load.pid }));
  const report = await load.report;
  const { totals } = report;
  return {
    idle,
    window,
    received: {
      failures: report.viewers.map(({ failure }) => failure).filter((failure) => failure !== ''),
      problems: [...new Set(report.viewers.flatMap(({ problems }) => problems))],
      packetsPerSecond: totals.steadyPacketsPerSecond,
      framesPerSecond: totals.steadyFramesPerSecond,
      lost: totals.lostAll,
      decryptFailures: totals.decryptFailuresAll,
      firstPacketMs: totals.firstPacketMs,
      firstKeyFrameMs: totals.firstKeyFrameMs,
      longestGapMs: totals.longestGapMs,
    },
  };
}
