// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// From what was measured to figures for each viewer.

const middle = (values) => {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

/** What programs that are not part of this took, in % of a core. */
const othersOf = ({ machine, cpu }) => machine - Object.values(cpu).reduce((sum, value) => sum + value, 0);

/** One measurement's figures, the server's own cost without viewers taken off. */
export function perViewer({ viewers, idle, window, received }) {
  const each = (name) => (window[name] - idle[name]) / viewers;
  const cpu = (window.cpu.server - idle.cpu.server) / viewers;
  return {
    cpu,
    microseconds: (cpu * 1e4) / received.packetsPerSecond.median,
    rss: each('rss'),
    dirty: each('dirty'),
    threads: each('threads'),
    fds: each('fds'),
    packets: received.packetsPerSecond.median,
    frames: received.framesPerSecond.min,
    lost: received.lost,
    firstPacket: received.firstPacketMs.median,
    firstPacket95: received.firstPacketMs.p95,
    firstFrame: received.firstKeyFrameMs.median,
    firstFrame95: received.firstKeyFrameMs.p95,
    idleCpu: idle.cpu.server,
    idleRss: idle.rss,
    viewersCpu: window.cpu.viewers,
    machine: window.machine,
    others: othersOf(window),
  };
}

/** The middle of each figure over the rounds. */
export function middleOf(rounds) {
  return Object.fromEntries(Object.keys(rounds[0]).map((name) => [name, middle(rounds.map((each) => each[name]))]));
}

/** What is not as it should be in a measurement, in sentences. */
export function complaints({ server, viewers, received, window }, expected, cores) {
  const found = [];
  const say = (text) => found.push(`${server} with ${viewers} viewers: ${text}`);
  if (received.failures.length > 0)
    say(`${received.failures.length} viewers failed, such as: ${received.failures[0]}`);
  if (received.framesPerSecond.min < 0.98 * expected.framesPerSecond)
    say(`NOT AT FULL RATE: the slowest viewer had ${received.framesPerSecond.min.toFixed(1)} of ${expected.framesPerSecond} frames/s, the middle one ${received.framesPerSecond.median.toFixed(1)}`);
  if (received.lost > 0) say(`${received.lost} packets were lost`);
  if (received.decryptFailures > 0) say(`${received.decryptFailures} packets could not be decrypted`);
  if (window.machine > 95 * cores)
    say(`the machine was ${Math.round(window.machine / cores)} % busy, ${Math.round(othersOf(window) / cores)} % of it not with this benchmark`);
  return found;
}
