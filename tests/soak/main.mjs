// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { until } from '../e2e/support/daemon.mjs';
import { Course } from './course.mjs';
import { House } from './house.mjs';
import { readOptions } from './options.mjs';
import { brokenBounds, describeGrowth, growthOf, tableOf } from './verdict.mjs';
import { watchers } from './visitors.mjs';

const framesAfter = 30;
const poolSeconds = 40; // GLib's pooled threads go home after 15 s of idleness

const options = readOptions(process.argv.slice(2));
const stalls = monitorEventLoopDelay({ resolution: 10 });
stalls.enable();
const house = new House();

/** Starts who watches throughout, runs the course, and gives what they saw of how many frames. */
async function soak(course) {
  const steady = watchers(house.url, options.steady);
  try {
    await until(async () => (await house.served()) === options.steady);
    const before = await house.frames();
    stalls.reset();
    await course.run();
    const last = await house.frames();
    // By then those until now have come, however busy the machine is.
    await until(async () => (await house.frames()) > last + framesAfter);
    return (await steady.finish()).map((seen) => ({ seen, made: last - before }));
  } catch (error) {
    await steady.finish();
    throw error;
  }
}

let exitCode = 70;
try {
  await house.open();
  const course = new Course(house, options);
  await course.warmUp();
  const atRest = house.sample();
  const watched = await soak(course);
  const stallMs = stalls.max / 1e6;
  await house.rest(0);
  const back = () => {
    const { fds, threads } = house.sample();
    return fds === atRest.fds && threads <= atRest.threads;
  };
  await until(back, poolSeconds).catch(() => {}); // judged below
  const atEnd = house.sample();
  const daemonCode = await house.close();
  const growth = growthOf(course.rows);
  const broken = brokenBounds({ options, course, growth, atRest, atEnd, watched, stallMs, exitCode: daemonCode });

  console.log(tableOf(course.rows));
  console.log(describeGrowth(growth));
  const size = ({ rssMB, dirtyMB, fds, threads }) => `${rssMB.toFixed(1)} MB, ${dirtyMB.toFixed(1)} private dirty, ${fds} descriptors, ${threads} threads`;
  console.log(`without viewers before: ${size(atRest)}; after: ${size(atEnd)}`);
  const gaps = watched.map(({ seen }) => Math.round(seen.longestGapMs));
  const lost = watched.reduce((sum, { seen }) => sum + seen.lost, 0);
  console.log(`${options.steady} watched throughout: longest gap ${Math.max(...gaps)} ms, ${lost} packets lost (this program itself stood still for ${Math.round(stallMs)} ms)`);
  console.log(`${course.joins} joins, ${course.failures.length} failed; the last of a crowd of 50 had its picture after ${Math.round(course.slowestCrowdMs)} ms`);
  for (const text of broken) console.log(`BROKEN: ${text}`);
  console.log(broken.length === 0 ? 'ok' : 'FAILED');
  if (options.json) writeFileSync(options.json, JSON.stringify({ options, rows: course.rows, growth, atRest, atEnd, watched, stallMs, broken }, null, 1));
  exitCode = broken.length === 0 ? 0 : 1;
} catch (error) {
  console.error(`soak: ${error.stack}\n${house.vitrine?.log.slice(-4000) ?? ''}`);
  await house.close().catch(() => {});
}
process.exit(exitCode);
