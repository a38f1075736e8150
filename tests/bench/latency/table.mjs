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
const kinds = ['callback', 'display', 'screen'];
const points = ['p50', 'p95', 'p99'];
const percentiles = kinds.flatMap((kind) => points.map((point) => `${kind} ${point}`));
const columns = [...percentiles, ...Object.keys(middles)];

/** The quantiles of the pictures of all starts together. */
function pooled(starts) {
  return Object.fromEntries(kinds.flatMap((kind) => {
    const found = quantiles(starts.flatMap(({ samples }) => samples[kind]));
    return points.map((point) => [`${kind} ${point}`, found[point]]);
  }));
}

/** Whether the machine kept up: where it did not, a figure tells of the machine. */
const keptUp = ({ format, 'frames/s': rate }) => rate >= 0.95 * Number(format.split('@')[1]);

const keyOf = ({ server, format, others }) => `${format} +${others} ${server}`;

function middle(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/**
 * The quantiles of all pictures of a server's starts, of other figures the middle of the starts. Where a picture comes in
 * the display's 17 ms is a matter of chance, another one with each start.
 */
export function rowOf({ server, format, others, starts }) {
  return {
    server, format, others, ...pooled(starts),
    ...Object.fromEntries(Object.entries(middles).map(([name, of]) => [name, middle(starts.map(of))])),
  };
}

/** The rows as text. */
export function tableOf(rows) {
  const widths = columns.map((name) => name.length + 2);
  const line = (first, cells) => first.padEnd(28) + cells.map((cell, i) => cell.padStart(widths[i])).join('');
  return [
    line('', columns),
    ...rows.map((row) => line(keyOf(row), columns.map((name) => row[name].toFixed(1)))),
    '',
  ].join('\n');
}

const targets = {
  '640x480@30': { 'callback p50': 8, 'callback p99': 25, 'display p95': 50, 'screen p95': 50 },
  '1280x720@30': { 'callback p50': 15, 'callback p99': 40, 'display p95': 50, 'screen p95': 50 },
};
const inCompany = 1.3;
const firstFrameMs = 300;
/** Where the browser expects our picture later than Janus', what the screen says of it, which decides. */
function contradiction(row, janus, point) {
  const [expected, seen] = [`display ${point}`, `screen ${point}`];
  if (row[expected] <= janus[expected]) return [];
  return [`   ${keyOf(row)}: ${expected} is ${row[expected].toFixed(1)}, Janus' ${janus[expected].toFixed(1)}; ` +
    `on the screen it was ${row[seen].toFixed(1)} against ${janus[seen].toFixed(1)}`];
}

/** What was promised for an idle machine of two cores and is not so, a line each. */
export function judge(rows) {
  const lines = [];
  const find = (row, changes) => rows.find((each) => keptUp(each) && keyOf(each) === keyOf({ ...row, ...changes }));
  const check = (row, name, most, why) => {
    if (row[name] > most) lines.push(`!! ${keyOf(row)}: ${name} ${row[name].toFixed(1)}, ${why} ${most.toFixed(1)}`);
  };
  for (const row of rows.filter((each) => !keptUp(each)))
    lines.push(`!! ${keyOf(row)}: ${row['frames/s'].toFixed(1)} frames/s: the machine was too busy, the row is not compared`);
  for (const row of rows.filter((each) => each.server === 'vitrine' && keptUp(each))) {
    for (const [name, most] of Object.entries(targets[row.format] ?? {}))
      check(row, name, row.others > 0 ? most * inCompany : most, 'the target is');
    check(row, 'first frame', firstFrameMs, 'the target is');
    const janus = find(row, { server: 'janus' });
    if (!janus) continue;
    for (const name of percentiles.filter((each) => !each.startsWith('display')))
      check(row, name, janus[name], 'Janus has');
    for (const point of points) lines.push(...contradiction(row, janus, point));
  }
  return lines;
}
