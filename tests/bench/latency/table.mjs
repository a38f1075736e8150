// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The figures for people, and what was promised.

const columns = {
  'callback p50': (each) => each.callback.p50,
  p95: (each) => each.callback.p95,
  p99: (each) => each.callback.p99,
  'display p50': (each) => each.display.p50,
  'p95 ': (each) => each.display.p95,
  'p99 ': (each) => each.display.p99,
  'jitter buffer': (each) => each.jitterBufferMs,
  decode: (each) => each.decodeMs,
  'first frame': (each) => each.firstFrameMs,
  'frames/s': (each) => each.framesPerSecond,
  freezes: (each) => each.freezes,
};

/** Whether the machine kept up: where it did not, a figure tells of the machine. */
const keptUp = ({ format, 'frames/s': rate }) => rate >= 0.95 * Number(format.split('@')[1]);

const keyOf = ({ server, format, others }) => `${format} +${others} ${server}`;

function middle(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** The middle of the rounds, figure by figure: one row for each server, format and company. */
export function middleOf(results) {
  const groups = Map.groupBy?.(results, keyOf) ?? grouped(results);
  return [...groups.values()].map((rounds) => ({
    server: rounds[0].server,
    format: rounds[0].format,
    others: rounds[0].others,
    ...Object.fromEntries(Object.entries(columns).map(([name, of]) => [name, middle(rounds.map(of))])),
  }));
}

function grouped(results) {
  const groups = new Map();
  for (const each of results) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each]);
  return groups;
}

/** The rows as text. */
export function tableOf(rows) {
  const names = Object.keys(columns);
  const widths = names.map((name) => Math.max(8, name.length) + 2);
  const line = (first, cells) => first.padEnd(28) + cells.map((cell, i) => cell.padStart(widths[i])).join('');
  return [
    line('', names),
    ...rows.map((row) => line(keyOf(row), names.map((name) => row[name].toFixed(1)))),
    '',
  ].join('\n');
}

const targets = {
  '640x480@30': { 'callback p50': 8, p99: 25, 'p95 ': 50 },
  '1280x720@30': { 'callback p50': 15, p99: 40, 'p95 ': 50 },
};
const inCompany = 1.3;
const firstFrameMs = 300;
const percentiles = ['callback p50', 'p95', 'p99', 'display p50', 'p95 ', 'p99 '];

/** What was promised for an idle machine of two cores and is not so, a line each. */
export function judge(rows) {
  const lines = [];
  const find = (row, changes) => rows.find((each) => keptUp(each) && keyOf(each) === keyOf({ ...row, ...changes }));
  const check = (row, name, most, why) => {
    if (row[name] > most) lines.push(`!! ${keyOf(row)}: ${name.trim()} ${row[name].toFixed(1)}, ${why} ${most.toFixed(1)}`);
  };
  for (const row of rows.filter((each) => !keptUp(each)))
    lines.push(`!! ${keyOf(row)}: ${row['frames/s'].toFixed(1)} frames/s: the machine was too busy, the row is not compared`);
  for (const row of rows.filter((each) => each.server === 'vitrine' && keptUp(each))) {
    if (row.others === 0)
      for (const [name, most] of Object.entries(targets[row.format] ?? {})) check(row, name, most, 'the target is');
    check(row, 'first frame', firstFrameMs, 'the target is');
    const alone = row.others > 0 && find(row, { others: 0 });
    const janus = find(row, { server: 'janus' });
    for (const name of percentiles) {
      if (alone) check(row, name, alone[name] * inCompany, 'alone, and three tenths more, is');
      if (janus) check(row, name, janus[name], 'Janus has');
    }
  }
  return lines;
}
