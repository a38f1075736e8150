// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The benchmark's course: in each round, every server in turn at every number of viewers, so that what
// changes on the machine meets all of them alike.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { haveBrowser, watchAlong } from './browser.mjs';
import { measureChurn } from './churn.mjs';
import { makeClip, rateOf } from './clip.mjs';
import { complaints, middleOf, perViewer } from './figures.mjs';
import * as janus from './janus.mjs';
import { measureLoad } from './load.mjs';
import { readOptions } from './options.mjs';
import * as pion from './pion.mjs';
import { start } from './programs.mjs';
import { churnTable, loadTable, slopeTable } from './table.mjs';
import * as vitrine from './vitrine.mjs';

const kinds = { vitrine, before: vitrine, janus, pion };
const rtpPort = 5004;
// The LAN of tests/netns: Janus offers no loopback addresses.
const host = process.env.FANOUT_HOST ?? '192.0.2.1';

const options = readOptions(process.argv.slice(2));
const cores = cpus().length;
const folder = mkdtempSync(join(tmpdir(), 'fanout-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const clip = join(folder, 'clip.rtp');
makeClip(clip);
const expected = rateOf(clip);
const sender = start(process.execPath, [fileURLToPath(new URL('sender.mjs', import.meta.url)), clip, String(rtpPort)]);
const surroundings = { options, rtpPort, host, senderPid: sender.pid };

const warnings = [];
const warn = (text) => {
  warnings.push(text);
  console.error(`!! ${text}`);
};
const say = (text) => console.error(`${new Date().toISOString().slice(11, 19)}  ${text}`);

/** Starts a server for one measurement, and ends it after. */
async function withServer(server, measure) {
  const running = await kinds[server.kind].startServer(server, surroundings);
  try {
    return await measure(running);
  } finally {
    (await running.stop()).forEach(warn);
  }
}

const loads = [];
const churns = [];
const browsers = [];
for (let round = 1; round <= options.rounds; ++round) {
  for (const viewers of options.viewers)
    for (const server of options.servers) {
      const measured = await withServer(server, (running) => measureLoad(running, viewers, surroundings));
      const load = { server: server.name, viewers, round, ...measured };
      loads.push(load);
      const { cpu, rss } = perViewer(load);
      say(`round ${round}, ${server.name}, ${viewers} viewers: ${cpu.toFixed(3)} % and ${rss.toFixed(2)} MB a viewer`);
      complaints(load, expected, cores).forEach(warn);
    }
  for (const server of options.joins > 0 ? options.servers : []) {
    const churn = { server: server.name, round, ...(await withServer(server, (running) => measureChurn(running, surroundings))) };
    churns.push(churn);
    say(`round ${round}, ${server.name}: ${churn.cpuMsPerJoin.toFixed(1)} ms a join and leave`);
    if (churn.failures.length > 0) warn(`${server.name}: joins failed, such as: ${churn.failures[0]}`);
  }
}
if (options.chromium && haveBrowser())
  for (const server of options.servers.filter(({ kind }) => kind === 'vitrine')) {
    const viewers = Math.min(10, Math.max(...options.viewers));
    browsers.push({ server: server.name, ...(await withServer(server, (running) => watchAlong(running, viewers, surroundings))) });
  }

// The middle of the rounds, server by server.
const columnsOf = (measured, figuresOf) =>
  Object.fromEntries(
    options.servers.map(({ name }) => [name, middleOf(measured.filter((each) => each.server === name).map(figuresOf))]),
  );
const tables = options.viewers.map((viewers) => ({
  viewers,
  columns: columnsOf(loads.filter((load) => load.viewers === viewers), perViewer),
}));
const numbers = ({ cpuMsPerJoin, packetsPerJoin, rssKbPerJoin }) => ({ cpuMsPerJoin, packetsPerJoin, rssKbPerJoin });
const churnColumns = churns.length > 0 ? columnsOf(churns, numbers) : undefined;

console.log(
  `${expected.packetsPerSecond.toFixed(1)} packets/s, ${expected.framesPerSecond} frames/s, ${expected.kbps.toFixed(0)} kbit/s a viewer; ` +
    `${options.rounds} rounds of ${options.seconds} s; ${cores} cores\n`,
);
for (const { viewers, columns } of tables) console.log(loadTable(viewers, columns));
const [few, many] = [tables.find(({ viewers }) => viewers >= 10), tables.at(-1)];
if (few && many.viewers > few.viewers) console.log(slopeTable(few.viewers, many.viewers, few.columns, many.columns));
if (churnColumns) console.log(churnTable(churnColumns));
for (const { server, viewers, ...stats } of browsers)
  console.log(`Chromium beside ${viewers} viewers of ${server}: ${Object.entries(stats).map(([name, value]) => `${name} ${Math.round(value * 10) / 10}`).join(', ')}\n`);
warnings.forEach((text) => console.log(`!! ${text}`));
if (options.json)
  writeFileSync(options.json, JSON.stringify({ options, cores, expected, loads, churns, browsers, tables, churnColumns, warnings }, null, 1));

await sender.stop();
// What a server could not do is a result, not a failure of the benchmark.
process.exit(0);
