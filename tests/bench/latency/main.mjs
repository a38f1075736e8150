// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The benchmark's course: in each round every format, alone and in company, at each server in turn.
import { cpus } from 'node:os';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { launchBrowser, measureLatency } from '../../e2e/support/browser.mjs';
import { startViewers } from '../fanout/viewers.mjs';
import { totalsOf, watchers } from './pages.mjs';
import { servers } from './servers.mjs';
import { judge, middleOf, tableOf } from './table.mjs';

const usage = `usage: tests/bench/run-latency [OPTIONS]

From the capture of a picture to its showing in Chromium, by the stamp in the picture; Janus is the yardstick.

  --formats LIST   WIDTHxHEIGHT@FPS (640x480@30,1280x720@30,1280x720@60)
  --others LIST    viewers beside the browser (0,10)
  --servers LIST   vitrine, janus (vitrine,janus)
  --rounds N       how often the whole is done, each time with a server and a browser of its own (5)
  --seconds S      how long each measurement is (10)
  --json FILE      also write everything that was measured
  --help
`;

function readOptions() {
  const text = (value) => ({ type: 'string', default: value });
  const { values } = parseArgs({
    options: {
      formats: text('640x480@30,1280x720@30,1280x720@60'), others: text('0,10'), servers: text('vitrine,janus'),
      rounds: text('5'), seconds: text('10'), json: { type: 'string' }, help: { type: 'boolean', default: false },
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
    rounds: Number(values.rounds),
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

async function measure(kind, format, others, seconds) {
  const server = await servers[kind](format, process.env.LATENCY_HOST ?? '192.0.2.1');
  const company = others > 0 && startViewers(server,
    ['--viewers', String(others), '--seconds', String(seconds + 20), '--join-rate', '10', '--join-timeout', '20', '--announce'],
    seconds + 90);
  const browser = await launchBrowser();
  try {
    if (company) await company.steady;
    // The first visit warms the browser's own caches and code.
    const visitor = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const first = await watchers[kind](visitor, server);
    await first.page.close();
    const { page, firstFrameMs } = await watchers[kind](visitor, server);
    await page.waitForTimeout(2000);
    const before = await totalsOf(page);
    const { callback, samples } = await measureLatency(page, seconds);
    const after = await totalsOf(page);
    const since = (name) => after[name] - before[name];
    return {
      callback, samples, firstFrameMs,
      jitterBufferMs: (1000 * since('jitterBufferDelay')) / since('jitterBufferEmittedCount'),
      decodeMs: (1000 * since('totalDecodeTime')) / since('framesDecoded'),
      framesPerSecond: (1000 * since('framesDecoded')) / since('timestamp'),
      freezes: since('freezeCount'),
    };
  } finally {
    await browser.close();
    if (company) await company.report;
    await server.stop();
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
for (let round = 1; round <= options.rounds; ++round)
  for (const format of options.formats)
    for (const others of options.others)
      for (const server of options.servers) {
        const measured = await measure(server, format, others, options.seconds);
        results.push({ server, format: format.name, others, round, ...measured });
        console.error(`round ${round}, ${server}, ${format.name}, ${others} others: ` +
          `callback p50 ${measured.callback.p50}, p99 ${measured.callback.p99} ms`);
      }

console.log(`${options.rounds} rounds of ${options.seconds} s; ${cpus().length} cores; ms\n`);
const middles = middleOf(results);
console.log(tableOf(middles));
judge(middles).forEach((line) => console.log(line));
if (options.json) writeFileSync(options.json, JSON.stringify({ options, results, middles }, null, 1));
process.exit(0);
