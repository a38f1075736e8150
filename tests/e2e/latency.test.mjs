// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// latency: the playout delay that every viewer is asked to keep.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchBrowser, watch } from './support/browser.mjs';
import { get, runLoadViewer, startVitrine, testCamera } from './support/daemon.mjs';

const watchOnce = (url, delay) =>
  runLoadViewer(url, ['--viewers', '1', '--seconds', '1', '--decrypt-every', '1', '--playout-delay', delay]);

for (const [latency, delay, another] of [
  ['instant', '0/0', '0/100'],
  ['balanced', '0/100', '0/0'],
  ['smooth', '200/400', '0/400'],
])
  test(`latency = ${latency} asks for a playout delay of ${delay} ms, and a browser plays it`, async () => {
    const vitrine = await startVitrine(`${testCamera}latency = ${latency}\n`);
    const { code, report } = await watchOnce(vitrine.url, delay);
    assert.equal(code, 0, JSON.stringify(report));
    // The viewer that checks it does check it.
    const wrong = await watchOnce(vitrine.url, another);
    assert.notEqual(wrong.code, 0);
    assert.match(JSON.stringify(wrong.report), /another playout delay/);
    const browser = await launchBrowser();
    try {
      await watch(browser, `${vitrine.url}/cameras/test`);
    } finally {
      await browser.close();
    }
    assert.equal(await vitrine.stop(), 0, vitrine.log);
  });

// A sensor, an encoder or a network before the server that takes longer than the whole budget.
const late = 'queue min-threshold-time=250000000 max-size-time=0 max-size-buffers=0 max-size-bytes=0';
const lateCamera = `[server]
listen = 127.0.0.1:0
[camera late]
source = pipeline:videotestsrc is-live=true ! video/x-raw,width=320,height=240,framerate=30/1 ! ${late}
`;

test('who watches a camera that is late itself is left in peace', async (t) => {
  const vitrine = await startVitrine(lateCamera);
  t.after(() => vitrine.stop('SIGKILL'));
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const { page } = await watch(browser, `${vitrine.url}/cameras/late`);
  await page.evaluate(() => (window.firstConnection = [...window.vitrine.players.values()][0].pc));
  // Two seconds of grace for who has just come, half a second above the budget, and two steps until a new connection.
  await page.waitForFunction(() => {
    const [{ latency: { meter } }] = window.vitrine.players.values();
    return meter.frames.at(-1)?.at - meter.frames[0]?.at > 7000;
  }, null, { polling: 100, timeout: 30000 });
  const [latency, budget, same] = await page.evaluate(() => {
    const [{ latency, pc }] = window.vitrine.players.values();
    return [latency.meter.summary(), latency.budget, pc === window.firstConnection];
  });
  const [{ resyncs }] = JSON.parse((await get(`${vitrine.url}/api/v1/viewers`)).text).viewers;
  console.log(`${Math.round(latency.p50)} ms behind life, ${Math.round(latency.stages.encode)} of them before the server sends; ` +
    `budget ${Math.round(budget)} ms, ${resyncs} resyncs`);
  assert.ok(latency.p50 > budget, 'it is late');
  assert.equal(resyncs, 0);
  assert.ok(same, 'the connection is another one');
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});
