// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Viewers that die, fall silent or lose their WebSocket: who is gone is soon let go, who is not keeps
// the picture, and who watches beside them does not notice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, videoStats, watch } from './support/browser.mjs';
import { get, metric, startVitrine, testCamera, until } from './support/daemon.mjs';
import { assertUndisturbed, startViewer } from './support/faults.mjs';
import { openSignal } from './support/signal.mjs';

const graceSeconds = 8;

let vitrine;
let browser;
let witness;
before(async () => {
  vitrine = await startVitrine(`${testCamera}[limits]\nreconnect-grace = ${graceSeconds}\n`);
  witness = await startViewer(vitrine, 'test');
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  assertUndisturbed(await witness.finish());
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
});

const leaves = (reason) => metric(vitrine.url, `vitrine_viewer_leaves_total{camera="test",reason="${reason}"}`);
/** Waits until everybody has watched for so long that it is known how often they report. */
const allReport = () =>
  until(async () => {
    const { viewers } = JSON.parse((await get(`${vitrine.url}/api/v1/viewers`)).text);
    return viewers.every((viewer) => viewer.framesSent > 100);
  });
const joins = () => metric(vitrine.url, 'vitrine_viewer_joins_total{camera="test"}');

/** Does something to a viewer and gives how many seconds later it was let go for this reason. */
async function letGo(reason, what) {
  const before = await leaves(reason);
  const began = Date.now();
  await what();
  await until(async () => (await leaves(reason)) > before);
  const seconds = (Date.now() - began) / 1000;
  console.log(`let go as "${reason}" after ${seconds.toFixed(1)} s`);
  return seconds;
}

/** Waits until the page has a connection with a picture that moves. */
const plays = (page) =>
  until(async () => (await videoStats(page).catch(() => null))?.framesDecoded > 30); // none between two

/** Watches in a page whose WebSockets the test can get at. */
async function watchWithSockets() {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    window.sockets = [];
    const Real = WebSocket;
    window.WebSocket = class extends Real {
      constructor(url, protocols) {
        super(window.noSockets ? 'ws://127.0.0.1:9/' : url, protocols);
        window.sockets.push(this);
      }
    };
  });
  await page.goto(`${vitrine.url}/cameras/test`);
  await plays(page);
  await page.evaluate(() => (window.firstConnection = [...window.vitrine.players.values()][0].pc));
  return page;
}

const sameConnection = (page) =>
  page.evaluate(() => window.firstConnection === [...window.vitrine.players.values()][0].pc);

async function moves(page, frames = 45) {
  const { framesDecoded } = await videoStats(page);
  await until(async () => (await videoStats(page)).framesDecoded > framesDecoded + frames);
}

test('a viewer that stands still is let go after five seconds, and told why', async () => {
  const viewer = await startViewer(vitrine, 'test');
  await allReport();
  const seconds = await letGo('silent', () => viewer.child.kill('SIGSTOP'));
  assert.ok(seconds > 4 && seconds < 8, `${seconds} s`);
  viewer.child.kill('SIGCONT');
  assert.match((await viewer.end()).failure, /nothing has come back/);
});

test('a viewer that is killed is let go after five seconds, before its grace is over', async () => {
  const viewer = await startViewer(vitrine, 'test');
  await allReport();
  // Its socket breaks at once, without a word.
  const seconds = await letGo('silent', () => viewer.child.kill('SIGKILL'));
  assert.ok(seconds < 8, `${seconds} s`);
});

test('a page whose WebSocket breaks goes on in the same connection with another', async () => {
  const page = await watchWithSockets();
  const [gone, came] = [await leaves('closed'), await joins()];
  await page.evaluate(() => window.sockets[0].close());
  await until(() => page.evaluate(() => window.sockets.length === 2 && window.sockets[1].readyState === WebSocket.OPEN));
  await moves(page, 30 * (graceSeconds + 2)); // longer than a viewer without a socket would stay
  assert.ok(await sameConnection(page));
  assert.deepEqual([await leaves('closed'), await joins()], [gone, came]);
  await page.close();
});

test('a page that gets no other WebSocket keeps its picture for the grace time', async () => {
  const page = await watchWithSockets();
  await allReport();
  const seconds = await letGo('closed', () =>
    page.evaluate(() => {
      window.noSockets = true;
      window.sockets[0].close();
    }));
  assert.ok(seconds > graceSeconds - 0.5 && seconds < graceSeconds + 3, `${seconds} s`);
  await page.evaluate(() => (window.noSockets = false));
  await until(async () => !(await sameConnection(page)));
  await plays(page);
  await page.close();
});

test('a page whose media dies beside a living WebSocket is told, and recovers by itself', async () => {
  const page = await watchWithSockets();
  await allReport();
  const seconds = await letGo('silent', () => page.evaluate(() => window.firstConnection.close()));
  assert.ok(seconds > 4 && seconds < 8, `${seconds} s`);
  await until(async () => !(await sameConnection(page)));
  await plays(page);
  await page.close();
});

test('who does not answer the offer is let go after ten seconds, and told why', async () => {
  const signal = await openSignal(vitrine.url);
  await signal.first('offer');
  const seconds = await letGo('timeout', () => {});
  assert.ok(seconds > 9 && seconds < 12, `${seconds} s`);
  assert.match((await signal.first('bye')).reason, /no connection within 10 s/);
  await until(() => signal.closed);
});
