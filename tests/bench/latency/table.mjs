// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The figures for people, and what was promised.
import { quantiles } from '../../e2e/support/browser.mjs';

const middles = {
  'jitter buffer': (each) => each.jitterBufferMs,
  decode: (each) => each.decodeMs,
  'first frame': (each) => each.firstFrameMs,
  'frames/s': (each) => each.framesPerSecond,
  freezes: (each) => each.freezes,
};
const percentiles = ['callback p50', 'p95', 'p99', 'display p50', 'p95 ', 'p99 '];
const columns = [...percentiles, ...Object.keys(middles)];

function pooled(rounds) {
  const [callback, display] = ['callback', 'display'].map((name) => quantiles(rounds.flatMap(({ samples }) => samples[name])));
  return {
    'callback p50': callback.p50, p95: callback.p95, p99: callback.p99,
    'display p50': display.p50, 'p95 ': display.p95, 'p99 ': display.p99,
  };
}

/** Whether the machine kept up: where it did not, a figure tells of the machine. */
const keptUp = ({ format, 'frames/s': rate }) => rate >= 0.95 * Number(format.split('@')[1]);

const keyOf = ({ server, format, others }) => `${format} +${others} ${server}`;

function middle(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/**
 * One row for each server, format and company: the quantiles of all its pictures together, of other figures the middle
 * of the rounds. Where a picture comes in the display's 17 ms is a matter of chance, another one in each round.
 */
export function middleOf(results) {
  const groups = Map.groupBy?.(results, keyOf) ?? grouped(results);
  return [...groups.values()].map((rounds) => ({
    server: rounds[0].server,
    format: rounds[0].format,
    others: rounds[0].others,
    ...pooled(rounds),
    ...Object.fromEntries(Object.entries(middles).map(([name, of]) => [name, middle(rounds.map(of))])),
  }));
}

function grouped(results) {
  const groups = new Map();
  for (const each of results) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each]);
  return groups;
}

/** The rows as text. */
export function tableOf(rows) {
  const widths = columns.map((name) => Math.max(8, name.length) + 2);
  const line = (first, cells) => first.padEnd(28) + cells.map((cell, i) => cell.padStart(widths[i])).join('');
  return [
    line('', columns),
    ...rows.map((row) => line(keyOf(row), columns.map((name) => row[name].toFixed(1)))),
    '',
  ].join('\n');
}

const targets = {
  '640x480@30': { 'callback p50': 8, p99: 25, 'p95 ': 50 },
  '1280x720@30': { 'callback p50': 15, p99: 40, 'p95 ': 50 },
};
const inCompany = 1.3;
const firstFrameMs = 300;
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
