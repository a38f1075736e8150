// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What the page's doctor says where no network is needed to be ill, and that the server's log says the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, watch } from './support/browser.mjs';
import { startVitrine, testCamera, until } from './support/daemon.mjs';
import { askDoctor, failures, startProxy } from './support/doctor.mjs';

let vitrine;
let browser;
before(async () => {
  vitrine = await startVitrine(testCamera);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
});

/** The doctor's words stand in the log, once, and the page shows them over the picture's place. */
async function assertLogged({ sentence, setting }, page) {
  await until(() => failures(vitrine).some((line) => line.includes(sentence)));
  const [line, ...more] = failures(vitrine).filter((each) => each.includes(sentence));
  assert.deepEqual(more, []);
  assert.ok(line.includes(`Change: ${setting}`), line);
  assert.match(line, /at 127\.0\.0\.1 came to no picture: .* \(ours: .*; theirs: .*\)$/);
  await page.locator('.notice-text', { hasText: sentence.slice(0, -1) }).waitFor();
}

test('a live camera is well, and the doctor lists the keys as well', async () => {
  const { page } = await watch(browser, `${vitrine.url}/cameras/test`);
  const { sentence, setting } = await askDoctor(page, 'live');
  assert.equal(sentence, 'Test picture is live: nothing is wrong.');
  assert.equal(setting, '');
  const states = await page.locator('[data-check]').evaluateAll((rows) => rows.map((row) => row.dataset.check));
  assert.ok(!states.includes('bad'), states.join());
  await page.getByText('Keys').click();
  await page.getByText('Full screen').last().waitFor();
  await page.keyboard.press('?');
  await page.locator('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'What is wrong, and keys' }).click();
  await page.locator('dialog[open]').waitFor();
  await page.close();
  assert.deepEqual(failures(vitrine), []);
});

test('a browser without H.264', async () => {
  const known = failures(vitrine).length;
  const page = await browser.newPage();
  // As a build without it is: it knows no such codec, and refuses the m-line.
  await page.addInitScript(() => {
    const all = RTCRtpReceiver.getCapabilities.bind(RTCRtpReceiver);
    RTCRtpReceiver.getCapabilities = (kind) => ({
      ...all(kind), codecs: all(kind).codecs.filter(({ mimeType }) => !/h264/i.test(mimeType)),
    });
    const set = RTCPeerConnection.prototype.setRemoteDescription;
    RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
      return set.call(this, { type, sdp: sdp.replaceAll('H264', 'H26X') });
    };
  });
  await page.goto(`${vitrine.url}/cameras/test`);
  const said = await askDoctor(page, 'no-h264');
  assert.match(said.sentence, /cannot decode H\.264/);
  assert.match(said.setting, /openh264/);
  await page.getByText('no decoder for H.264').waitFor();
  await page.close();
  const lines = failures(vitrine).slice(known);
  assert.ok(lines.length > 0 && lines.every((line) => line.includes(`came to no picture: ${said.sentence}`)), vitrine.log);
});

test('a proxy that passes no WebSocket on', async () => {
  const proxy = await startProxy(vitrine.url);
  const page = await browser.newPage();
  await page.goto(`${proxy.url}/cameras/test`);
  const said = await askDoctor(page, 'websocket-blocked');
  assert.match(said.setting, /proxy_set_header Upgrade/);
  await assertLogged(said, page);
  await page.close();
  proxy.stop();
});
