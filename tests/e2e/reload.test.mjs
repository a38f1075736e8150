// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// SIGHUP and POST /api/v1/reload: what changed changes, what did not is not disturbed, what is wrong changes
// nothing; and with [auto] cameras come and go by themselves.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser } from './support/browser.mjs';
import {
  ask, get, metric, programs, runLoadViewer, runVitrine, startLoadViewer, startVitrineOn, testCamera, until,
} from './support/daemon.mjs';

const directory = mkdtempSync(join(tmpdir(), 'vitrine-reload-'));
const file = join(directory, 'vitrine.conf');
const devices = join(directory, 'devices');
const yard = '[camera yard]\nsource = test:\nwidth = 320\nheight = 240\n';

let vitrine;
before(async () => {
  writeFileSync(file, testCamera);
  mkdirSync(devices);
  vitrine = await startVitrineOn(file, { env: { LD_PRELOAD: programs.fakedevices, FAKE_DEVICES: devices } });
});
after(async () => {
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
  rmSync(directory, { recursive: true });
});

const cameras = async () => JSON.parse((await get(`${vitrine.url}/api/v1/cameras`)).text).cameras;
const reload = (config) => {
  writeFileSync(file, config);
  vitrine.child.kill('SIGHUP');
};

const post = async (config, expected = 200) => {
  writeFileSync(file, config);
  const { status, headers, text } = await ask('POST', `${vitrine.url}/api/v1/reload`);
  assert.equal(status, expected, text);
  if (status !== 200) assert.equal(headers['content-type'], 'application/problem+json');
  return JSON.parse(text);
};
const count = (name, camera = 'test') => metric(vitrine.url, `vitrine_${name}{camera="${camera}"}`);
const nothing = { added: [], removed: [], changed: [], restarted: [] };

/** Nobody of a load viewer's lost a frame, saw a number left out or came a second time. */
function assertUndisturbed({ code, report }, joinsBefore, joinsAfter) {
  assert.equal(code, 0, JSON.stringify(report));
  assert.equal(report.totals.lostAll, 0);
  for (const viewer of report.viewers) assert.deepEqual(viewer.problems, []);
  assert.equal(joinsAfter - joinsBefore, report.viewers.length);
}

test('cameras come, change and go while ten watch another and notice nothing', async () => {
  const watching = runLoadViewer(vitrine.url, ['--viewers', '10', '--seconds', '6', '--decrypt-every', '1']);
  await until(async () => (await count('viewers')) === 10);
  reload(yard + testCamera);
  await until(async () => (await cameras()).find((camera) => camera.id === 'yard')?.state === 'live');
  assert.deepEqual((await cameras()).map(({ id }) => id), ['yard', 'test']);
  assert.deepEqual(await post(yard.replace('320', '160') + testCamera), {
    cameras: { ...nothing, changed: ['yard'], restarted: ['yard'] }, limits: false, log: false, users: false, outlets: false, certificate: false, needRestart: [],
  });
  assert.deepEqual((await post(testCamera)).cameras, { ...nothing, removed: ['yard'] });
  assert.deepEqual((await cameras()).map(({ id }) => id), ['test']);
  assert.deepEqual((await post(testCamera)).cameras, nothing);
  assertUndisturbed(await watching, 0, await count('viewer_joins_total'));
  assert.equal(await count('viewer_dropped_frames_total'), 0);
  assert.equal(await count('camera_restarts_total'), 0);
  assert.equal((await get(`${vitrine.url}/cameras/yard/ws`)).status, 404);
});

test('a running camera takes another title, bitrate and latency, and who watches it too', async () => {
  const joins = await count('viewer_joins_total');
  const watching = startLoadViewer(vitrine.url, ['--viewers', '1', '--seconds', '60', '--decrypt-every', '1', '--playout-delay', 'any']);
  const viewer = async () => JSON.parse((await get(`${vitrine.url}/api/v1/viewers`)).text).viewers[0];
  await until(async () => (await viewer())?.bitrate > 1e6);
  const keyFrames = await count('camera_keyframes_total');
  const changed = testCamera.replace('Test picture', 'Front door').replace('bitrate = 1500', 'bitrate = 300\nlatency = smooth');
  assert.deepEqual((await post(`${changed}[limits]\nviewers = 1\n[log]\nlevel = debug\n`)), {
    cameras: { ...nothing, changed: ['test'] }, limits: true, log: true, users: false, outlets: false, certificate: false, needRestart: [],
  });
  const [{ title, latency }] = await cameras();
  assert.deepEqual([title, latency], ['Front door', 'smooth']);
  assert.equal((await viewer()).playout, 'smooth');
  await until(async () => (await viewer()).bitrate < 0.5e6);
  // A run of its own would have begun with one.
  assert.equal(await count('camera_keyframes_total'), keyFrames);
  const full = await get(`${vitrine.url}/cameras/test/ws`);
  assert.equal(full.status, 503);
  assert.match(JSON.parse(full.text).detail, /viewers = 1/);
  watching.child.kill('SIGINT');
  const seen = await watching.ended;
  assertUndisturbed(seen, joins, await count('viewer_joins_total'));
  assert.equal(seen.report.viewers[0].playoutDelay, '200/400');
});

test('a camera of another size starts anew, and its viewer stays', async () => {
  await post(testCamera);
  const joins = await count('viewer_joins_total');
  const watching = startLoadViewer(vitrine.url, ['--viewers', '1', '--seconds', '60', '--decrypt-every', '1']);
  await until(async () => (await count('viewers')) === 1);
  const small = testCamera.replace('width = 640', 'width = 320').replace('height = 480', 'height = 240');
  assert.deepEqual((await post(small)).cameras, { ...nothing, changed: ['test'], restarted: ['test'] });
  const frames = await count('camera_frames_total');
  await until(async () => (await count('camera_frames_total')) > frames + 30);
  const [{ state, width }] = await cameras();
  assert.deepEqual([state, width], ['live', 320]);
  watching.child.kill('SIGINT');
  assertUndisturbed(await watching.ended, joins, await count('viewer_joins_total'));
});

test('a wrong file changes nothing and answers with what --check-config says', async () => {
  await post(testCamera);
  await until(async () => (await cameras())[0].state === 'live');
  const { detail, status } = await post(`${testCamera}widht = 3\n[camera b]\n`, 422);
  assert.equal(status, 422);
  const { code, stderr } = await runVitrine(['--config', file, '--check-config']);
  assert.equal(code, 78);
  assert.equal(`${detail}\n`, stderr);
  assert.match(detail, /widht.*width/);
  assert.equal(detail.trim().split('\n').length, 2);
  reload(`${testCamera}widht = 3\n`);
  await vitrine.says(/nothing is reloaded/);
  assert.deepEqual((await cameras()).map(({ id, state }) => [id, state]), [['test', 'live']]);
});

test('what needs a restart is named, and a page of another site cannot ask', async () => {
  const elsewhere = testCamera.replace('127.0.0.1:0', '127.0.0.1:1').replace('[camera', '[ice]\nport-range = 50000-50100\n[camera');
  assert.deepEqual((await post(elsewhere)).needRestart, ['[server] listen', '[ice]']);
  const headers = { Origin: 'https://evil.example' };
  assert.equal((await ask('POST', `${vitrine.url}/api/v1/reload`, { headers })).status, 403);
});

// What udev would say of a device; no picture comes of it here, for that there is tests/qemu-camera.
const plugIn = (name, udev) => {
  writeFileSync(join(directory, name), `device.bus=(string)usb, ${udev};`);
  renameSync(join(directory, name), join(devices, name));
};
const webcam = ['video71.HD Webcam', 'device.serial=(string)046d_HD_Webcam_1234, device.vendor.id=(string)046d'];
const ids = async () => (await cameras()).map(({ id }) => id);
const become = (expected) => until(async () => (await ids()).join() === expected.join());

test('a camera that is plugged in is on the page by itself, and gone when it is unplugged', async () => {
  reload(`${testCamera}[auto]\nv4l2 = true\n`);
  await vitrine.says(/and every camera that is plugged in/);
  const browser = await launchBrowser();
  const page = await browser.newPage();
  await page.goto(vitrine.url);
  await page.locator('.tile').waitFor();
  await page.evaluate(() => (window.sameDocument = true));
  plugIn(...webcam);
  await become(['test', 'hd-webcam-1234']);
  assert.equal((await cameras())[1].title, 'HD Webcam');
  await page.getByText('HD Webcam').first().waitFor({ timeout: 10000 });
  rmSync(join(devices, webcam[0]));
  await become(['test']);
  assert.equal((await get(`${vitrine.url}/cameras/hd-webcam-1234/ws`)).status, 404);
  await until(async () => (await page.locator('.tile').count()) === 1);
  assert.ok(await page.evaluate(() => window.sameDocument));
  await browser.close();
});

test('plugged in cameras stay through a reload, are taken over by name, and go with [auto]', async () => {
  plugIn(...webcam);
  await become(['test', 'hd-webcam-1234']);
  reload(`${testCamera}[auto]\nv4l2 = true\n${yard}`);
  await become(['test', 'yard', 'hd-webcam-1234']);
  assert.doesNotMatch((await get(`${vitrine.url}/metrics`)).text, /vitrine_camera_restarts_total{camera="test"} [1-9]/);
  reload(`${testCamera}[auto]\nv4l2 = true\n[camera desk]\nsource = v4l2:/dev/video71\n`);
  await become(['test', 'desk']);
  reload(`${testCamera}[auto]\nv4l2 = true\n`);
  await become(['test', 'hd-webcam-1234']);
  reload(testCamera);
  await become(['test']);
});
