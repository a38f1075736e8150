// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The benchmark's course: every format, alone and in company, at each server in turn, which is started many times.
import { cpus } from 'node:os';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { launchWindow, measureLatency } from '../../e2e/support/browser.mjs';
import { startViewers } from '../fanout/viewers.mjs';
import { totalsOf, watchers } from './pages.mjs';
import { agesOnScreen, startScreen } from './screen.mjs';
import { servers } from './servers.mjs';
import { judge, rowOf, tableOf } from './table.mjs';

const usage = `usage: tests/bench/run-latency [OPTIONS]

From the capture of a picture to its showing in Chromium, by the stamp in the picture; Janus is the yardstick.

  --formats LIST   WIDTHxHEIGHT@FPS (640x480@30,1280x720@30,1280x720@60)
  --others LIST    viewers beside the browser (0,10)
  --servers LIST   vitrine, janus, janus-instant (all)
  --starts N       how often each is started and watched: camera and display stand otherwise to each other (24)
  --seconds S      how long each start is measured (1)
  --json FILE      also write everything that was measured
  --help
`;

function readOptions() {
  const text = (value) => ({ type: 'string', default: value });
  const { values } = parseArgs({
    options: {
      formats: text('640x480@30,1280x720@30,1280x720@60'), others: text('0,10'), servers: text(Object.keys(servers).join(',')),
      starts: text('24'), seconds: text('1'), json: { type: 'string' }, help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const wrong = values.servers.split(',').find((name) => !(name in servers));
  if (wrong !== undefined) throw new Error(`--servers ${wrong}: allowed are ${Object.keys(servers).join(' and ')}`);
  return {
    formats: values.formats.split(',').map(readFormat),
    others: values.others.split(',').map(Number),
    servers: values.servers.split(','),
    starts: Number(values.starts),
    seconds: Number(values.seconds),
    json: values.json,
  };
}

function readFormat(name) {
  const match = /^(\d+)x(\d+)@(\d+)$/.exec(name);
  if (!match) throw new Error(`--formats ${name}: must be as 640x480@30`);
  const [width, height, framerate] = match.slice(1).map(Number);
  // As many bits a pixel for all, so that the sizes are comparable.
  return { name, width, height, framerate, bitrate: Math.round((width * height * framerate) / 6144) };
}

/** One start of a server, watched by a window that is there. */
async function measureStart({ kind, format, others, seconds, screen, visitor }) {
  const server = await servers[kind](format, process.env.LATENCY_HOST ?? '192.0.2.1');
  const company = others > 0 && startViewers(server,
    ['--viewers', String(others), '--seconds', String(seconds + 20), '--join-rate', '10', '--join-timeout', '20', '--announce'],
    seconds + 90);
  try {
    if (company) await company.steady;
    // The first visit brings the page's parts into the browser's cache.
    const first = await watchers[kind](visitor, server);
    await first.page.close();
    const { page, firstFrameMs } = await watchers[kind](visitor, server);
    await page.waitForTimeout(1000);
    const before = await totalsOf(page);
    const [{ samples }, ages] = await Promise.all([measureLatency(page, seconds), agesOnScreen(screen, page, seconds)]);
    const after = await totalsOf(page);
    await page.close();
    const since = (name) => after[name] - before[name];
    return {
      samples: { ...samples, screen: ages }, firstFrameMs,
      jitterBufferMs: (1000 * since('jitterBufferDelay')) / since('jitterBufferEmittedCount'),
      decodeMs: (1000 * since('totalDecodeTime')) / since('framesDecoded'),
      framesPerSecond: (1000 * since('framesDecoded')) / since('timestamp'),
      freezes: since('freezeCount'),
    };
  } finally {
    if (company) company.end();
    await server.stop();
  }
}

async function measure(kind, format, others, { starts, seconds }) {
  const screen = await startScreen();
  const browser = await launchWindow(screen.display);
  try {
    const visitor = await browser.newContext({ viewport: null });
    const measured = [];
    for (let i = 0; i < starts; ++i) measured.push(await measureStart({ kind, format, others, seconds, screen, visitor }));
    return measured;
  } finally {
    await browser.close();
    await screen.stop();
  }
}

let options;
try {
  options = readOptions();
} catch (error) {
  process.stderr.write(`latency: ${error.message}\n\n${usage}`);
  process.exit(64);
}
const results = [];
for (const format of options.formats)
  for (const others of options.others)
    for (const server of options.servers) {
      const starts = await measure(server, format, others, options);
      results.push({ server, format: format.name, others, starts });
      console.error(`${server}, ${format.name}, ${others} others: done`);
    }

console.log(`${options.starts} starts of ${options.seconds} s; ${cpus().length} cores; ms\n`);
const rows = results.map(rowOf);
console.log(tableOf(rows));
judge(rows).forEach((line) => console.log(line));
if (options.json) writeFileSync(options.json, JSON.stringify({ options, results, rows }, null, 1));
process.exit(0);
