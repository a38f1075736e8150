// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// SIGHUP: what changed changes, what did not is not disturbed, what is wrong changes nothing; and with
// [auto] cameras come and go by themselves.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser } from './support/browser.mjs';
import { get, metric, programs, runLoadViewer, startVitrineOn, testCamera, until } from './support/daemon.mjs';

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

test('a camera comes and goes while another is watched without a gap', async () => {
  const watching = runLoadViewer(vitrine.url, ['--viewers', '2', '--seconds', '6']);
  await until(async () => (await metric(vitrine.url, 'vitrine_viewers{camera="test"}')) === 2);
  reload(yard + testCamera);
  await until(async () => (await cameras()).find((camera) => camera.id === 'yard')?.state === 'live');
  assert.deepEqual((await cameras()).map(({ id }) => id), ['yard', 'test']);
  reload(testCamera);
  await until(async () => (await cameras()).length === 1);
  const { code, report } = await watching;
  assert.equal(code, 0, JSON.stringify(report));
  assert.equal(report.totals.lostAll, 0);
  assert.equal(await metric(vitrine.url, 'vitrine_viewer_dropped_frames_total{camera="test"}'), 0);
  assert.equal(await metric(vitrine.url, 'vitrine_camera_restarts_total{camera="test"}'), 0);
  assert.equal((await get(`${vitrine.url}/cameras/yard/ws`)).status, 404);
});

test('a wrong file changes nothing and says what is wrong', async () => {
  reload(`${testCamera}widht = 3\n`);
  await vitrine.says(/widht.*width/);
  await vitrine.says(/nothing is reloaded/);
  assert.deepEqual((await cameras()).map(({ id, state }) => [id, state]), [['test', 'live']]);
});

test('a changed camera is started anew', async () => {
  reload(testCamera.replace('width = 640', 'width = 320').replace('height = 480', 'height = 240'));
  await until(async () => {
    const [camera] = await cameras();
    return camera.state === 'live' && camera.width === 320;
  });
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
