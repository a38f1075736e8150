// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A camera in its own process: what is seen of it, and of what becomes of that process.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, measureLatency, watch } from './support/browser.mjs';
import { get, startVitrine } from './support/daemon.mjs';
import { comparedWithStamp } from './support/truth.mjs';

/** What the page says of a picture's age may differ from the stamp in it: as in the test of the truth. */
const mostErrorMs = 5;

let vitrine;
let browser;
before(async () => {
  const camera = (id, isolation) => `[camera ${id}]
source = test:
width = 640
height = 480
bitrate = 1500
isolation = ${isolation}
`;
  vitrine = await startVitrine(`[server]
listen = 127.0.0.1:0
${camera('apart', 'process')}${camera('near', 'in-process')}`);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
  assert.doesNotMatch(vitrine?.log ?? '', /CRITICAL/);
});

test('a browser is told the truth about when its pictures were captured', async () => {
  for (const id of ['near', 'apart']) {
    const { page } = await watch(browser, `${vitrine.url}/cameras/${id}`);
    const latency = await measureLatency(page, 2);
    const said = await comparedWithStamp(page, 2);
    console.log(`${id}: capture to callback p50 ${latency.callback.p50}, p99 ${latency.callback.p99} ms; ` +
      `page less stamp p50 ${said.error.p50}, p95 ${said.error.p95} ms either way, clock ${said.clock} ms`);
    assert.ok(said.frames > 20, `${said.frames} frames`);
    assert.ok(said.error.p95 <= mostErrorMs, `p95 ${said.error.p95} ms`);
    await page.close();
  }
  const { cameras } = JSON.parse((await get(`${vitrine.url}/api/v1/cameras`)).text);
  assert.deepEqual(cameras.map(({ captureTime }) => captureTime), ['source', 'source']);
});
