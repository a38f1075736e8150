// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A viewer whose network is too slow is told, and let go when that does not end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watch } from './support/browser.mjs';
import { metric, startVitrine, testCamera, until } from './support/daemon.mjs';
import { assertUndisturbed, startViewer } from './support/faults.mjs';
import { nearCamera, startNetsim } from './support/netsim.mjs';

const leaves = (vitrine) => metric(vitrine.url, 'vitrine_viewer_leaves_total{camera="test",reason="slow"}');

test('who is too slow for so long as [limits] slow-viewer says is let go, and told why', async (t) => {
  const vitrine = await startVitrine(`${testCamera}[limits]\nslow-viewer = 4\n`);
  t.after(() => vitrine.stop('SIGKILL'));
  const witness = await startViewer(vitrine, 'test');
  const slow = await startViewer(vitrine, 'test', { args: ['--claim-lost', '0.5'] });
  const began = Date.now();
  await until(async () => (await leaves(vitrine)) === 1);
  const seconds = (Date.now() - began) / 1000;
  assert.ok(seconds > 3 && seconds < 8, `after ${seconds} s`);
  assert.match((await slow.end()).failure, /too slow for the picture for 4 s/);
  assertUndisturbed(await witness.finish());
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});

test('who looks at the page is told that the network is too slow, and when that is over', async (t) => {
  const netsim = await startNetsim(['--seed', '1']);
  const vitrine = await startVitrine(nearCamera);
  const browser = await netsim.launchBrowser();
  t.after(async () => {
    await browser.close();
    assert.equal(await vitrine.stop(), 0, vitrine.log);
    await netsim.stop();
  });
  const { page } = await watch(browser, `${vitrine.url}/cameras/test`);
  const notice = page.locator('.notice-text', { hasText: 'too slow for the picture' });
  await netsim.set('loss-to-far 40');
  await notice.waitFor({ state: 'visible', timeout: 20000 });
  await netsim.set('loss-to-far 0');
  await notice.waitFor({ state: 'hidden', timeout: 20000 });
  assert.equal(await leaves(vitrine), 0);
});
