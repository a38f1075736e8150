// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A camera in its own process: what is seen of it, and of that process' end. The test of faults has all of them.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser, watch } from './support/browser.mjs';
import { ask, get, metric, programs, startVitrine, until } from './support/daemon.mjs';
import { camera } from './support/faults.mjs';
import { isolated, lookOn, stare } from './support/isolation.mjs';
import { comparedWithStamp } from './support/truth.mjs';

/** What the page says of a picture's age may differ from the stamp in it: as in the test of the truth. */
const mostErrorMs = 5;

const folder = mkdtempSync(join(tmpdir(), 'vitrine-isolation-'));
const trigger = join(folder, 'now');
let vitrine;
let browser;
before(async () => {
  vitrine = await startVitrine(`[server]
listen = 127.0.0.1:0
[camera apart]
source = test:
width = 640
height = 480
bitrate = 1500
isolation = process
${isolated('mad', `faulty kind=garbage file=${trigger}`)}`, { env: { GST_PLUGIN_PATH: programs.faulty, GST_DEBUG: 'x264enc:4' } });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await vitrine?.stop();
  rmSync(folder, { recursive: true });
  assert.doesNotMatch(vitrine?.log ?? '', /CRITICAL/);
});

test('a browser is told the truth about when its pictures were captured', async () => {
  const { page } = await watch(browser, `${vitrine.url}/cameras/apart`);
  const said = await comparedWithStamp(page, 2);
  console.log(`page less stamp p50 ${said.error.p50}, p95 ${said.error.p95} ms either way, clock ${said.clock} ms`);
  assert.ok(said.frames > 20, `${said.frames} frames`);
  assert.ok(said.error.p95 <= mostErrorMs, `p95 ${said.error.p95} ms`);
  assert.equal((await camera(vitrine, 'apart')).captureTime, 'source');
  await page.close();
});

test('its process can gain nothing, and has only what it needs', async () => {
  const { worker } = await camera(vitrine, 'apart');
  const status = readFileSync(`/proc/${worker.pid}/status`, 'utf8');
  assert.match(status, /^NoNewPrivs:\s+1$/m);
  assert.match(status, /^Seccomp:\s+2$/m);
  const open = readdirSync(`/proc/${worker.pid}/fd`).map((fd) => readlinkSync(`/proc/${worker.pid}/fd/${fd}`));
  // Its channel, and what its own threads and its log need; the daemon has dozens.
  assert.ok(open.length < 16, open.join(' '));
  const ours = readlinkSync(`/proc/${vitrine.pid}/exe`);
  assert.equal(readlinkSync(`/proc/${worker.pid}/exe`), ours);
});

test('what its process says is in the log, with the camera\'s name', async () => {
  assert.match(vitrine.log, /INFO +x264enc worker:0::<apart> gstx264enc\.c/);
  const { text } = await get(`${vitrine.url}/api/v1/debug/log`);
  assert.match(text, /DEBUG +vitrine-camera worker:0::<apart> \w+\.cpp:/);
});

test('what it is to say can be changed while it runs', async () => {
  const threshold = async (text) => {
    const { status } = await ask('PUT', `${vitrine.url}/api/v1/debug`, { body: { threshold: text } });
    assert.equal(status, 200);
  };
  const { pid } = (await camera(vitrine, 'apart')).worker;
  await threshold('x264enc:6');
  await vitrine.says(/LOG +x264enc worker:0::<apart>/);
  await threshold('');
  vitrine.child.kill('SIGUSR1');
  await vitrine.says(/DEBUG +vitrine-camera worker:0::<apart> .*the debug log is now "vitrine\*:5"/);
  const quiet = async () => (await get(`${vitrine.url}/api/v1/debug/log`)).text.match(/the debug log is now ""/g)?.length ?? 0;
  const before = await quiet();
  vitrine.child.kill('SIGUSR1');
  await until(async () => await quiet() > before);
  assert.equal((await camera(vitrine, 'apart')).worker.pid, pid);
});

test('its pipeline can be drawn', async () => {
  const { status, text } = await get(`${vitrine.url}/api/v1/cameras/apart/graph.dot`);
  assert.equal(status, 200, text);
  assert.match(text, /^digraph pipeline \{/);
  assert.match(text, /GstX264Enc/);
});

test('its process is seen, also by those who ask the kernel', async () => {
  const { worker } = await camera(vitrine, 'apart');
  assert.ok(worker.residentBytes > 8e6 && worker.cpuSeconds > 0 && worker.restarts === 0, JSON.stringify(worker));
  assert.equal(await metric(vitrine.url, 'vitrine_worker_pid{camera="apart"}'), worker.pid);
  assert.ok(await metric(vitrine.url, 'vitrine_worker_resident_memory_bytes{camera="apart"}') > 8e6);
});

for (const [what, id, happens, says] of [
  ['is killed', 'apart', ({ pid }) => process.kill(pid, 'SIGKILL'), /was killed by signal 9/],
  ['talks nonsense', 'mad', () => writeFileSync(trigger, ''), /sent a message that cannot be read/],
])
  test(`a browser keeps its connection when a camera's own process ${what}`, async () => {
    const page = await lookOn(browser, `${vitrine.url}/cameras/${id}`);
    const before = await camera(vitrine, id);
    await happens(before.worker);
    await until(async () => (await camera(vitrine, id)).state === 'offline');
    assert.match((await camera(vitrine, id)).reason, says);
    rmSync(trigger, { force: true });
    await until(async () => (await camera(vitrine, id)).state === 'live');
    const seen = await stare(page, 1);
    const { worker } = await camera(vitrine, id);
    console.log(`${what}: next picture after ${seen.longestGapMs.toFixed(0)} ms`);
    assert.ok(seen.sameConnection, 'it has connected anew');
    assert.ok(seen.longestGapMs < 5000, `no picture for ${seen.longestGapMs} ms`);
    assert.notEqual(worker.pid, before.worker.pid);
    assert.equal(worker.restarts, 1);
    await page.close();
  });

test('who stops the daemon leaves no process behind', async () => {
  const pids = await Promise.all(['apart', 'mad'].map(async (id) => (await camera(vitrine, id)).worker.pid));
  assert.equal((await get(`${vitrine.url}/healthz`)).status, 200);
  vitrine.child.kill('SIGKILL');
  await vitrine.exited;
  await until(() => pids.every((pid) => {
    try {
      return !process.kill(pid, 0);
    } catch {
      return true;
    }
  }), 2);
});
