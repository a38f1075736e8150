// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The page in somebody's hands: its keys, the whole screen, a phone, light and dark, and a server that dies.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, videoStats } from './support/browser.mjs';
import { startVitrine, until } from './support/daemon.mjs';

const ids = ['door', 'garden', 'yard'];
const cameras = ids.map((id) => `[camera ${id}]
title = The ${id}
source = test:
width = 320
height = 240
framerate = 15
`).join('');
const config = (port) => `[server]\nlisten = 127.0.0.1:${port}\n${cameras}`;

let vitrine;
let browser;
before(async () => {
  vitrine = await startVitrine(config(0));
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
  assert.doesNotMatch(vitrine?.log ?? '', /CRITICAL/);
});

const open = async (path = '/', how = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...how });
  const page = await context.newPage();
  await page.goto(vitrine.url + path);
  await page.waitForFunction(() => document.querySelector('video')?.videoWidth > 0);
  return page;
};
const close = (page) => page.context().close();

/** Waits until a camera is shown full size, or with none the grid. */
async function isShown(page, id) {
  await page.waitForURL(id ? `**/cameras/${id}` : `${vitrine.url}/`);
  await page.locator(id ? `.camera-view[data-camera=${id}]` : '.grid-view').waitFor();
}

const focused = (page) => page.evaluate(() => document.activeElement.dataset.camera);
const theme = (page) => page.evaluate(() => document.documentElement.dataset.theme);
const isFull = (page, full) => page.waitForFunction((full) => Boolean(document.fullscreenElement) === full, full);

test('keys in the grid: arrows choose, Enter and digits open', async () => {
  const page = await open();
  await page.locator('[data-camera=yard]').first().waitFor();
  for (const [key, id] of [['ArrowRight', 'door'], ['ArrowRight', 'garden'], ['ArrowRight', 'yard'], ['ArrowRight', 'yard'], ['ArrowLeft', 'garden']]) {
    await page.keyboard.press(key);
    assert.equal(await focused(page), id, key);
  }
  // Two in a row here.
  await page.setViewportSize({ width: 900, height: 800 });
  const tops = await page.locator('.tile').evaluateAll((tiles) => tiles.map((tile) => tile.getBoundingClientRect().top));
  assert.ok(tops[0] === tops[1] && tops[1] < tops[2], tops.join());
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), 'yard');
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(page), 'door');
  await page.keyboard.press('Enter');
  await isShown(page, 'door');
  for (const [key, id] of [['2', 'garden'], ['3', 'yard'], ['1', 'door']]) {
    await page.keyboard.press(key);
    await isShown(page, id);
  }
  await page.keyboard.press('9'); // there is none
  await page.keyboard.press('g');
  await isShown(page, '');
  await page.keyboard.press('2');
  await isShown(page, 'garden');
  await page.keyboard.press('Escape');
  await isShown(page, '');
  assert.equal(await focused(page), 'garden'); // from where one came
  await close(page);
});

test('keys on a camera: arrows go around, i tells how late it is, modifiers are the browser\'s', async () => {
  const page = await open('/cameras/door');
  await page.locator('button[title="Next camera"]').waitFor();
  for (const [key, id] of [
    ['ArrowRight', 'garden'], ['ArrowDown', 'yard'], ['ArrowRight', 'door'], ['ArrowLeft', 'yard'], ['ArrowUp', 'garden'],
  ]) {
    await page.keyboard.press(key);
    await isShown(page, id);
  }
  const panel = page.locator('.latency');
  await page.keyboard.press('i');
  await panel.waitFor();
  await page.keyboard.press('Control+i');
  assert.ok(await panel.isVisible());
  await page.keyboard.press('i');
  await panel.waitFor({ state: 'hidden' });
  await page.waitForFunction(() => document.querySelector('.camera-view video').videoWidth > 0);
  await close(page);
});

test('the whole screen, by key, by button and by a double click, and back', async () => {
  const page = await open('/cameras/door');
  const enter = page.getByRole('button', { name: 'Full screen', exact: true });
  const leave = page.getByRole('button', { name: 'Leave full screen' });
  await page.keyboard.press('f');
  await isFull(page, true);
  await leave.waitFor();
  await page.keyboard.press('f');
  await isFull(page, false);
  await enter.click();
  await isFull(page, true);
  await leave.click();
  await isFull(page, false);
  await page.locator('.stage').dblclick();
  await isFull(page, true);
  await page.keyboard.press('g');
  await isFull(page, false);
  await isShown(page, '');
  await close(page);
});

test('t goes through the themes in either view, and is remembered', async () => {
  const page = await open();
  assert.equal(await theme(page), 'auto');
  for (const next of ['light', 'dark']) {
    await page.keyboard.press('t');
    assert.equal(await theme(page), next);
    await page.getByRole('button', { name: `Theme: ${next}` }).waitFor();
  }
  await page.reload();
  await page.locator('[data-camera=yard]').first().waitFor();
  assert.equal(await theme(page), 'dark');
  await page.keyboard.press('1');
  await isShown(page, 'door');
  await page.keyboard.press('t');
  assert.equal(await theme(page), 'auto');
  await page.keyboard.press('g');
  await page.getByRole('button', { name: 'Theme: as the system' }).waitFor();
  await close(page);
});

/** The keys that the page lists. */
async function listedKeys(page) {
  await page.keyboard.press('?');
  await page.getByText('Keys', { exact: true }).click();
  const keys = await page.locator('dialog kbd').allTextContents();
  await page.keyboard.press('?');
  await page.locator('dialog').waitFor({ state: 'detached' });
  return keys;
}

test('sound: its key and its button are there when there is something to hear, and not before', async () => {
  const page = await open('/cameras/door');
  const others = ['1 – 9', '← →', 'Enter', 'f', 'i', 'g', 'Esc', 't', '?'];
  const button = page.locator('button[title^="Sound o"]');
  const muted = () => page.evaluate(() => document.querySelector('video').muted);
  assert.deepEqual(await listedKeys(page), others);
  assert.equal(await button.isVisible(), false);
  await page.keyboard.press('m');
  assert.equal(await muted(), true);

  // No camera has sound yet. A track that comes as theirs would: in the connection.
  await page.evaluate(() => {
    const [track] = new AudioContext().createMediaStreamDestination().stream.getAudioTracks();
    const [{ pc }] = window.vitrine.players.values();
    pc.ontrack({ track });
  });
  assert.deepEqual(new Set(await listedKeys(page)), new Set([...others, 'm']));
  assert.equal(await button.getAttribute('title'), 'Sound on');
  await page.keyboard.press('m');
  assert.equal(await muted(), false);
  assert.equal(await button.getAttribute('title'), 'Sound off');
  await button.click();
  assert.equal(await muted(), true);
  await close(page);
});

test('a phone shows the grid and a camera without anything beside the screen', async () => {
  const page = await open('/', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const assertFits = async (what) => {
    const { scroll, client, outside } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      const outside = [...document.querySelectorAll('button, a, video, h1, .state')].filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 0 && (left < -0.5 || right > clientWidth + 0.5);
      });
      return { scroll: scrollWidth, client: clientWidth, outside: outside.map((each) => each.outerHTML.slice(0, 80)) };
    });
    assert.equal(client, 390, what);
    assert.ok(scroll <= client, `${what} is ${scroll} wide`);
    assert.deepEqual(outside, [], what);
  };
  await page.locator('[data-camera=yard]').first().waitFor();
  await assertFits('the grid');
  await page.locator('[data-camera=garden]').first().tap();
  await isShown(page, 'garden');
  await page.locator('button[title="Next camera"]').waitFor();
  await assertFits('a camera');
  await page.setViewportSize({ width: 844, height: 390 });
  await page.waitForFunction(() => document.documentElement.scrollWidth <= 844);
  await close(page);
});

/** The colours of a text and of what is behind it, and their contrast (WCAG 2, section 1.4.3). */
function contrastOf(page, selector) {
  return page.locator(selector).first().evaluate((element) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const rgba = (colour) => {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      return [...context.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (colour) => colour.slice(0, 3)
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
      .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
    let under = element;
    while (under && rgba(getComputedStyle(under).backgroundColor)[3] < 255) under = under.parentElement;
    const [text, back] = [element, under].map((each, i) => rgba(getComputedStyle(each)[i ? 'backgroundColor' : 'color']));
    const [dark, light] = [luminance(text), luminance(back)].sort((a, b) => a - b);
    return { back: back.join(), contrast: (light + 0.05) / (dark + 0.05) };
  });
}

test('light and dark differ, and either can be read', async () => {
  const backs = [];
  for (const colorScheme of ['light', 'dark']) {
    const page = await open('/', { colorScheme });
    await page.getByText('3 cameras').waitFor();
    for (const selector of ['body', '.brand', '.count', '.tile-title', '.tile .state-label']) {
      const { back, contrast } = await contrastOf(page, selector);
      assert.ok(contrast >= 4.5, `${colorScheme}: ${selector} has a contrast of ${contrast.toFixed(1)} on ${back}`);
      if (selector === 'body') backs.push(back);
    }
    await close(page);
  }
  assert.notEqual(backs[0], backs[1]);
});

test('a server that is killed and comes back is found again, without a reload', async () => {
  const { port } = new URL(vitrine.url);
  const [grid, camera] = [await open(), await open('/cameras/garden')];
  for (const page of [grid, camera]) {
    await page.evaluate(() => (window.deadConnections = [...window.vitrine.players.values()].map(({ pc }) => pc)));
  }
  await vitrine.stop('SIGKILL');
  await grid.locator('.banner', { hasText: 'Cannot reach the server' }).waitFor();
  await camera.locator('.notice-text', { hasText: /reach/i }).waitFor();
  assert.ok(await camera.locator('canvas.still').isVisible(), 'the last picture is gone');
  vitrine = await startVitrine(config(port));
  for (const page of [grid, camera]) {
    // One that waits in the background is not painted, and need not be.
    await page.bringToFront();
    // A player that has lost its socket alone is live for as long as pictures may still come.
    await page.waitForFunction(() => [...window.vitrine.players.values()].every(({ status, pc }) =>
      status.state === 'live' && !window.deadConnections.includes(pc)), null, { timeout: 30000 });
    const { framesDecoded } = await videoStats(page);
    await until(async () => (await videoStats(page)).framesDecoded > framesDecoded + 15);
    assert.equal(await page.evaluate(() => window.deadConnections?.length > 0), true, 'it was loaded again');
  }
  await grid.locator('.banner').waitFor({ state: 'hidden' });
  assert.equal(await camera.locator('canvas.still').isVisible(), false);
  for (const page of [grid, camera]) await close(page);
});
