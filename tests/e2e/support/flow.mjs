// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { measureLatency, videoStats } from './browser.mjs';
import { get, metric, until } from './daemon.mjs';

const counters = [
  'framesDecoded',
  'framesDropped',
  'keyFramesDecoded',
  'freezeCount',
  'totalFreezesDuration',
  'packetsReceived',
  'nackCount',
  'pliCount',
  'retransmittedPacketsReceived',
];

const framesMade = (vitrine, camera) => metric(vitrine.url, `vitrine_camera_frames_total{camera="${camera}"}`);

/**
 * What there was for the newest viewer since it came, sent or left out, and what its page has decoded of that: both at
 * one moment, since nothing was sent from before the page was asked until after it. What is on its way just then counts
 * as not decoded.
 */
export async function countFrames(page, vitrine) {
  const viewer = async () => JSON.parse((await get(`${vitrine.url}/api/v1/viewers`)).text).viewers.at(-1);
  const meant = async () => {
    const { framesSent, framesDropped } = await viewer();
    return framesSent + framesDropped;
  };
  const frames = { meant: 0, decoded: 0 };
  await until(async () => {
    frames.meant = await meant();
    frames.decoded = (await videoStats(page)).framesDecoded;
    return (await meant()) === frames.meant;
  });
  return frames;
}

/**
 * Watches a playing page for some seconds: how the browser's counters grew, how many frames were made
 * meanwhile, and the latencies and gaps the page saw.
 */
export async function measureFlow(page, vitrine, seconds, camera = 'test') {
  const [before, madeBefore] = [await videoStats(page), await framesMade(vitrine, camera)];
  const latency = await measureLatency(page, seconds);
  const [stats, made] = [await videoStats(page), await framesMade(vitrine, camera)];
  const flow = { made: made - madeBefore, latency, longestGap: Math.max(...latency.gaps) };
  for (const name of counters) flow[name] = (stats[name] ?? 0) - (before[name] ?? 0);
  flow.packetsMissed = stats.packetsLost - before.packetsLost; // later repaired or not
  return flow;
}

/** A flow in a line for people. */
export function describeFlow(flow) {
  const { callback } = flow.latency;
  const longGaps = flow.latency.gaps.filter((gap) => gap > 100).map(Math.round).sort((a, b) => b - a);
  return (
    `${flow.framesDecoded} of ${flow.made} frames decoded (${flow.keyFramesDecoded} key), ` +
    `${flow.framesDropped} dropped; ${flow.freezeCount} freezes, ` +
    `${Math.round(flow.totalFreezesDuration * 1000)} ms; longest gap ${Math.round(flow.longestGap)} ms, ` +
    `${longGaps.length} above 100 ms (${longGaps.slice(0, 8).join(' ')}); ` +
    `${flow.packetsMissed} packets missed of ${flow.packetsMissed + flow.packetsReceived}, ${flow.nackCount} asked for, ` +
    `${flow.retransmittedPacketsReceived} came again; ${flow.pliCount} PLI; ` +
    `capture to callback p50 ${callback.p50}, p95 ${callback.p95}, p99 ${callback.p99} ms`
  );
}
