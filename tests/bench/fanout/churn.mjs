// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What one viewer that comes and goes costs.
import { measureIdle } from './load.mjs';
import { sample, sleep } from './sample.mjs';
import { startViewers } from './viewers.mjs';

const warmUpJoins = 8; // the first viewer has libraries loaded, which no later one pays for
const settleSeconds = 3; // a server may take its time to clear up

/** Joins and leaves; gives the server's CPU of one in ms, and what it kept of it. */
export async function measureChurn(server, { options, senderPid }) {
  const pids = { server: server.pid, sender: senderPid };
  const churn = async (joins) => {
    const run = startViewers(
      server,
      ['--churn', String(joins), '--parallel', String(options.parallel), '--leave', 'clean', '--join-timeout', '20'],
      60 + joins * 3,
    );
    const report = await run.report;
    await sleep(settleSeconds);
    return report;
  };
  await churn(warmUpJoins);
  const idle = await measureIdle(pids, Math.max(3, options.seconds));
  const before = sample(pids);
  const report = await churn(options.joins);
  const after = sample(pids);
  const at = ({ processes }) => processes.server;
  const idleSeconds = (idle.cpu.server / 100) * (at(after).atSeconds - at(before).atSeconds);
  return {
    joins: report.joins,
    failures: report.firstFailures,
    packetsPerJoin: report.totals.packetsAll / report.joins,
    cpuMsPerJoin: (1000 * (at(after).cpuSeconds - at(before).cpuSeconds - idleSeconds)) / report.joins,
    rssKbPerJoin: (1024 * (after.rss - before.rss)) / report.joins,
    firstPacketMs: report.totals.firstPacketMs,
    firstKeyFrameMs: report.totals.firstKeyFrameMs,
  };
}
