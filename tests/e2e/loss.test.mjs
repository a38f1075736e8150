// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Lost packets: retransmission repairs the picture before anybody calls it a freeze.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { watch } from './support/browser.mjs';
import { startVitrine } from './support/daemon.mjs';
import { describeFlow, measureFlow } from './support/flow.mjs';
import { nearCamera, startNetsim } from './support/netsim.mjs';

const seconds = 14;

let netsim;
let vitrine;
let browser;
let page;
before(async () => {
  netsim = await startNetsim(['--seed', '1']);
  vitrine = await startVitrine(nearCamera);
  browser = await netsim.launchBrowser();
  ({ page } = await watch(browser, `${vitrine.url}/cameras/test`));
});
after(async () => {
  await browser?.close();
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
  await netsim?.stop();
});

async function flowAt(loss, delay) {
  await netsim.set(`loss ${loss}`, `delay ${delay}`);
  const flow = await measureFlow(page, vitrine, seconds);
  console.log(`${loss} % lost, ${delay} ms each way: ${describeFlow(flow)}`);
  assert.ok(flow.packetsMissed > 0, 'nothing was lost');
  return flow;
}

function assertRepaired(flow) {
  assert.ok(flow.nackCount > 0, 'nothing was asked for again');
  assert.ok(
    flow.retransmittedPacketsReceived >= flow.packetsMissed * 0.8,
    `${flow.packetsMissed} packets were missed, ${flow.retransmittedPacketsReceived} came again`,
  );
}

// A packet that is lost comes one round trip later, and the gap it leaves ends with the next frame. One
// whose request is lost too (every 50th at 2 %), or, through webrtcbin, whose repair is, takes another
// round: our own sender sends repairs twice and tells Chromium the round trip, after which it asks again;
// without it waits 100 ms. So on a LAN our own has no gap that anybody would call a freeze, and over 50 ms
// a second round is the exception. Of three rounds there is one in ten such tests through webrtcbin, of
// five one in thousands: hence `few` and `worst`.
const express = process.env.VITRINE_SEND_PATH !== 'webrtcbin';
for (const { delay, usual, few, worst } of express
  ? [
      { delay: 0, usual: 200, few: 0, worst: 200 },
      { delay: 50, usual: 200, few: 2, worst: 500 },
    ]
  : [
      { delay: 0, usual: 200, few: 2, worst: 500 },
      { delay: 50, usual: 300, few: 2, worst: 650 },
    ])
  test(`2 % lost, ${delay} ms each way: every frame is seen, and without a freeze`, async () => {
    const flow = await flowAt(2, delay);
    assertRepaired(flow);
    const long = flow.latency.gaps.filter((gap) => gap > usual);
    assert.ok(long.length <= few, `gaps of ${long.map(Math.round).join(', ')} ms`);
    assert.ok(flow.longestGap <= worst, `no picture for ${flow.longestGap} ms`);
    assert.ok(flow.framesDecoded >= flow.made * 0.98 - 1, `${flow.framesDecoded} of ${flow.made} frames were decoded`);
    assert.ok(flow.latency.callback.p50 <= delay + 60, `p50 ${flow.latency.callback.p50} ms`);
  });

test('5 % lost, 50 ms each way: the picture goes on', async () => {
  const flow = await flowAt(5, 50);
  assertRepaired(flow);
  assert.ok(flow.longestGap <= 1500, `no picture for ${flow.longestGap} ms`);
  assert.ok(flow.framesDecoded >= flow.made * 0.9, `${flow.framesDecoded} of ${flow.made} frames were decoded`);
});
