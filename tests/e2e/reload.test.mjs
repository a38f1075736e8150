// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// SIGHUP: what changed changes, what did not is not disturbed, what is wrong changes nothing.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { get, metric, runLoadViewer, startVitrineOn, testCamera, until } from './support/daemon.mjs';

const directory = mkdtempSync(join(tmpdir(), 'vitrine-reload-'));
const file = join(directory, 'vitrine.conf');
const yard = '[camera yard]\nsource = test:\nwidth = 320\nheight = 240\n';

let vitrine;
before(async () => {
  writeFileSync(file, testCamera);
  vitrine = await startVitrineOn(file);
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
