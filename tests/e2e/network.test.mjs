// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Networks that lose nothing by chance and are no good LAN either: jitter, a narrow line, a pulled cable.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { videoStats, watch } from './support/browser.mjs';
import { startVitrine, until } from './support/daemon.mjs';
import { describeFlow, measureFlow } from './support/flow.mjs';
import { nearCamera, startNetsim } from './support/netsim.mjs';

let netsim;
let vitrine;
let browser;
let page;
before(async () => {
  netsim = await startNetsim();
  vitrine = await startVitrine(nearCamera);
  browser = await netsim.launchBrowser();
  ({ page } = await watch(browser, `${vitrine.url}/cameras/test`));
});
after(async () => {
  await browser?.close();
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
  await netsim?.stop();
});

// What a network does to the picture it does again and again while it is so; a long gap or two are a
// busy machine's, and nobody's promise.
const few = 2;
async function assertFluent(what) {
  const flow = await measureFlow(page, vitrine, 8);
  console.log(`${what}: ${describeFlow(flow)}`);
  const long = flow.latency.gaps.filter((gap) => gap > 200);
  assert.ok(long.length <= few, `gaps of ${long.map(Math.round).join(', ')} ms`);
  assert.ok(flow.longestGap <= 500, `no picture for ${flow.longestGap} ms`);
  assert.ok(flow.freezeCount <= few, `${flow.freezeCount} freezes`);
  assert.ok(flow.framesDecoded >= flow.made * 0.98 - 1, `${flow.framesDecoded} of ${flow.made} frames were decoded`);
  return flow;
}

test('jitter alone freezes nothing', async () => {
  await netsim.set('delay 10', 'jitter 40');
  const flow = await assertFluent('10 to 50 ms each way');
  assert.equal(flow.nackCount, 0);
  assert.ok(flow.latency.callback.p50 <= 110, `p50 ${flow.latency.callback.p50} ms`);
});

test('packets that overtake each other freeze nothing', async () => {
  await netsim.set('delay 10', 'jitter 10', 'reorder');
  await assertFluent('10 to 20 ms each way, in any order');
  await netsim.set('in-order');
});

test('a line little wider than the picture delays it and freezes nothing', async () => {
  await netsim.set('delay 5', 'jitter 0', 'rate 3000', 'queue 400');
  await assertFluent('3 Mbit/s');
  await netsim.set('rate 0');
});

test('a cable that is pulled for two seconds: the picture comes back in the same connection', async () => {
  await page.evaluate(() => (window.connectionBefore = [...window.vitrine.players.values()][0].pc));
  await netsim.set('down');
  await new Promise((resolve) => setTimeout(resolve, 2000)); // the fault itself
  const { framesDecoded, pliCount } = await videoStats(page);
  const began = Date.now();
  await netsim.set('up');
  await until(async () => (await videoStats(page)).framesDecoded > framesDecoded + 5);
  const took = Date.now() - began;
  const asked = (await videoStats(page)).pliCount - pliCount;
  console.log(`the picture came back ${took} ms after the cable, ${asked} key frames were asked for`);
  assert.ok(took <= 3000, `${took} ms`);
  assert.ok(await page.evaluate(() => window.connectionBefore === [...window.vitrine.players.values()][0].pc));
  await assertFluent('after the fault');
});
