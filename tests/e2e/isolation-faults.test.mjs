// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What may become of a camera's own process, one row a fault, each with a watching browser: it keeps its
// connection, and sees the next picture soon. Nobody else notices anything.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launchBrowser } from './support/browser.mjs';
import { programs, sample, startVitrine, until } from './support/daemon.mjs';
import { assertUndisturbed, camera, startViewer } from './support/faults.mjs';
import { isolated, lookOn, stare } from './support/isolation.mjs';
import { confine } from './support/memory-group.mjs';

/** What a process may have that leaks: it has 30 MiB to begin with. */
const budgetMiB = 150;

const folder = mkdtempSync(join(tmpdir(), 'vitrine-isolation-'));
const kill = (signal) => ({ pid }) => void process.kill(pid, signal);
/** The kernel ends it for want of memory, where it counts that; elsewhere a signal does, as the kernel's would. Gives
 *  what is to be done in the end. */
const runsOut = (worker, file) => {
  const release = confine(worker.pid, worker.residentBytes / 2 ** 20 + 40);
  console.log(release ? 'the kernel counts its memory' : 'no memory is counted here: a signal ends it');
  if (release) writeFileSync(file, '');
  else process.kill(worker.pid, 'SIGKILL');
  return release;
};

/** What its own process does from the moment on that a file is there; within so many ms there is a picture again. */
const rows = {
  'is killed': { happens: kill('SIGKILL'), says: /was killed by signal 9/, within: 2500 },
  'is ended for want of memory': { happens: runsOut, kind: 'leak', rate: 100, says: /was killed by signal 9/, within: 3500 },
  'crashes': { kind: 'crash', says: /was killed by signal 11/, within: 2500 },
  'is stopped': { happens: kill('SIGSTOP'), says: /hangs/, within: 6000 },
  'hangs in a system call': { kind: 'hang', says: /no new picture for 5 s/, within: 11000 },
  'talks nonsense': { kind: 'garbage', says: /sent a message that cannot be read/, within: 2500 },
  'tells of frames that are not there': { kind: 'forge', says: /not in the memory|in use/, within: 2500 },
  'talks without an end': { kind: 'flood', says: /more messages than a camera has/, within: 3000 },
  'has too much memory, of a source that only one can have':
    { kind: 'leak', rate: 60, more: `lock=${folder}`, says: /of memory, of 200 MiB/, within: 4000 },
  'has far more memory than it may have': { kind: 'leak', rate: 1000, says: /of memory, of 200 MiB/, within: 4000 },
};
const id = (what) => what.replaceAll(/\W+/g, '-');
const trigger = (what) => join(folder, id(what));

let vitrine;
let browser;
let witness;
before(async () => {
  const cameras = Object.entries(rows).map(([what, { kind = '', rate = 0, more = '' }]) =>
    isolated(id(what), `faulty kind=${kind} rate=${rate} file=${trigger(what)} ${more}`));
  vitrine = await startVitrine(`[server]
listen = 127.0.0.1:0
[camera garden]
source = test:
width = 320
height = 240
${cameras.join('')}${isolated('leaks', 'faulty kind=leak rate=20', `on-demand = true\nworker-memory = ${budgetMiB}\n`)}`, { env: { GST_PLUGIN_PATH: programs.faulty } });
  browser = await launchBrowser();
  witness = await startViewer(vitrine, 'garden');
});
after(async () => {
  await browser?.close();
  const ended = await vitrine?.stop();
  rmSync(folder, { recursive: true });
  assert.equal(ended, 0, vitrine?.log);
});

describe('a browser keeps its connection when a camera\'s own process', () => {
  for (const [what, { happens, says, within }] of Object.entries(rows))
    test(what, async (t) => {
      const page = await lookOn(browser, `${vitrine.url}/cameras/${id(what)}`);
      const before = await camera(vitrine, id(what));
      const { rssMB } = sample(vitrine.pid);
      const release = (happens ?? ((worker, file) => writeFileSync(file, '')))(before.worker, trigger(what));
      t.after(() => release?.());
      let said = '';
      await until(async () => {
        const now = await camera(vitrine, id(what));
        if (now.state === 'offline') said = now.reason;
        return said !== '';
      });
      assert.match(said, says);
      rmSync(trigger(what), { force: true });
      await until(async () => (await camera(vitrine, id(what))).state === 'live');
      const seen = await stare(page, 2);
      const now = await camera(vitrine, id(what));
      console.log(`${what}: "${said}"; next picture after ${seen.longestGapMs.toFixed(0)} ms; ` +
        `${now.worker.restarts} restarts; the daemon grew by ${(sample(vitrine.pid).rssMB - rssMB).toFixed(1)} MB`);
      assert.ok(seen.sameConnection, 'it has connected anew');
      assert.ok(seen.longestGapMs < within, `no picture for ${seen.longestGapMs} ms`);
      assert.notEqual(now.worker.pid, before.worker.pid);
      assert.ok(sample(vitrine.pid).rssMB - rssMB < 30, 'the daemon grew');
      await page.close();
    });
});

test('a source that only one can have is not tried with two again', () => {
  assert.match(vitrine.log, /has-too-much-memory-of-a-source-that-only-one-can-have: there cannot be two processes for it at a time/);
});

test('a leak of 20 MB a second stays in processes that come and go unseen', async () => {
  const page = await lookOn(browser, `${vitrine.url}/cameras/leaks`);
  const most = [];
  const daemon = [];
  const began = (await camera(vitrine, 'leaks')).worker.restarts;
  await until(async () => {
    const { worker, state } = await camera(vitrine, 'leaks');
    assert.equal(state, 'live');
    most.push(worker.residentBytes / 2 ** 20);
    daemon.push(sample(vitrine.pid).rssMB);
    return worker.restarts >= began + 3;
  }, 120);
  const seen = await stare(page, 2);
  console.log(`leaks: ${began + 3} replaced, each with up to ${Math.max(...most).toFixed(0)} MiB; ` +
    `longest gap ${seen.longestGapMs.toFixed(0)} ms, ${seen.freezes} freezes, ${seen.keyFrames} key frames of ` +
    `${seen.pictures} pictures; the daemon has ${daemon[0].toFixed(0)} to ${Math.max(...daemon).toFixed(0)} MB`);
  assert.ok(seen.sameConnection, 'it has connected anew');
  assert.ok(seen.longestGapMs < 200, `no picture for ${seen.longestGapMs} ms`);
  // One more key frame for each that was replaced, than the one that the page began with.
  assert.ok(seen.keyFrames <= began + 3 + 1, `${seen.keyFrames} key frames`);
  assert.ok(Math.max(...most) < 2 * budgetMiB, `${Math.max(...most)} MiB`);
  assert.ok(Math.max(...daemon) - daemon[0] < 20, 'the daemon grew');
  assert.equal((await camera(vitrine, 'leaks')).restarts, 0);
  await page.close();
});

test('another camera\'s viewer saw every frame meanwhile', async () => {
  const seen = await witness.finish();
  console.log(`garden: longest gap ${seen.longestGapMs.toFixed(0)} ms in ${seen.frames} frames`);
  assertUndisturbed(seen);
});
