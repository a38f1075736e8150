// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The table of a soak, the growth in it, and which bounds it broke.
import { growsBeyond, slopeOf } from './slope.mjs';

const warmUp = 0.25; // of the rows: what only the first viewers cost is no growth
const fewest = 0.5; // of the joins asked for: fewer prove too little
const columns = [
  ['time, s', ({ seconds }) => seconds.toFixed(0)],
  ['joins', ({ joins }) => joins],
  ['viewers', ({ viewers }) => viewers],
  ['RSS, MB', ({ rssMB }) => rssMB.toFixed(2)],
  ['private dirty', ({ dirtyMB }) => dirtyMB.toFixed(2)],
  ['heap', ({ heapMB }) => heapMB.toFixed(3)],
  ['fds', ({ fds }) => fds],
  ['threads', ({ threads }) => threads],
  ['most: RSS', ({ peak }) => peak.rssMB.toFixed(1)],
  ['fds', ({ peak }) => peak.fds],
  ['threads', ({ peak }) => peak.threads],
];

/** The rows as a table; each was taken when only those were there who watch throughout. */
export function tableOf(rows) {
  const cells = [columns.map(([name]) => name), ...rows.map((row) => columns.map(([, text]) => String(text(row))))];
  const widths = columns.map((_, column) => Math.max(...cells.map((line) => line[column].length)));
  return cells.map((line) => line.map((cell, column) => cell.padStart(widths[column])).join('  ')).join('\n');
}

/** How the heap in use, RSS and private dirty grew for 1000 joins and for an hour, once all is warm. */
export function growthOf(rows) {
  const warm = rows.slice(Math.ceil(rows.length * warmUp));
  const over = (figure, by) => slopeOf(warm.map((row) => [by(row), row[figure]]));
  const joins = ({ joins }) => joins / 1000;
  const hours = ({ seconds }) => seconds / 3600;
  return {
    heapPerJoins: over('heapMB', joins),
    heapPerHour: over('heapMB', hours),
    rssPerJoins: over('rssMB', joins),
    rssPerHour: over('rssMB', hours),
    dirtyPerJoins: over('dirtyMB', joins),
    dirtyPerHour: over('dirtyMB', hours),
  };
}

const told = ({ slope, error }) => `${slope.toFixed(3)} ± ${error.toFixed(3)} MB`;

/** The growth in two lines for people. */
export function describeGrowth(growth) {
  return `for 1000 joins: heap ${told(growth.heapPerJoins)}, RSS ${told(growth.rssPerJoins)}, private dirty ${told(growth.dirtyPerJoins)}\n` +
    `for an hour:    heap ${told(growth.heapPerHour)}, RSS ${told(growth.rssPerHour)}, private dirty ${told(growth.dirtyPerHour)} (${growth.rssPerJoins.count} rows)`;
}

/** What was not as it must be, in sentences. */
export function brokenBounds({ options, course, growth, atRest, atEnd, watched, stallMs, exitCode }) {
  const broken = [];
  const expect = (good, text) => good || broken.push(text);
  expect(course.joins >= options.joins * fewest, `only ${course.joins} of ${options.joins} joined in ${options.seconds} s: that proves too little`);
  for (const failure of course.failures) broken.push(`a join failed: ${failure}`);
  expect(!growsBeyond(growth.heapPerJoins, options.mostHeapPerJoins), `the heap grows by more than ${options.mostHeapPerJoins} MB for 1000 joins`);
  expect(!growsBeyond(growth.rssPerJoins, options.mostPerJoins), `RSS grows by more than ${options.mostPerJoins} MB for 1000 joins`);
  expect(options.mostPerHour === 0 || !growsBeyond(growth.rssPerHour, options.mostPerHour), `RSS grows by more than ${options.mostPerHour} MB an hour`);
  expect(atEnd.fds === atRest.fds, `${atRest.fds} descriptors before, ${atEnd.fds} after`);
  expect(atEnd.threads <= atRest.threads, `${atRest.threads} threads before, ${atEnd.threads} after`);
  for (const { seen, made } of watched) {
    const who = `who watched throughout (${seen.index})`;
    expect(seen.failure === '', `${who} failed: ${seen.failure}`);
    expect(seen.problems.length === 0, `${who}: ${seen.problems.join('; ')}`);
    // What stopped this program, too, was the machine; and who is stopped for long has no room for what comes.
    const stood = stallMs >= options.mostGap;
    expect(stood || seen.lost === 0, `${who} lost ${seen.lost} packets`);
    expect(stood || seen.frames >= made, `${who} saw ${seen.frames} frames of ${made}`);
    expect(seen.longestGapMs < options.mostGap + stallMs, `${who} saw nothing for ${Math.round(seen.longestGapMs)} ms`);
  }
  expect(exitCode === 0, `the daemon ended with ${exitCode}`);
  return broken;
}
