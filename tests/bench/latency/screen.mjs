// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A screen that can be looked at: an X server without a display, and when a picture stands on it.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { spawn } from 'node:child_process';
import { start } from '../fanout/programs.mjs';

/** Starts an X server of its own; gives `display` and `stop()`. */
export async function startScreen() {
  // It writes the number it took to the descriptor 3, once it listens.
  const server = start('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const [number] = await Promise.race([
    once(createInterface(server.child.stdio[3]), 'line'),
    server.exited.then((code) => Promise.reject(new Error(`Xvfb ended with ${code}:\n${server.said()}`))),
  ]);
  return { display: `:${number}`, stop: () => server.stop() };
}

/** Where a row of the stamp lies on the screen, in pixels, from edge to edge: one above the page's own signs. */
function stripOf(page) {
  return page.evaluate(() => {
    const video = document.querySelector('video');
    const box = video.getBoundingClientRect();
    const scale = Math.min(box.width / video.videoWidth, box.height / video.videoHeight);
    const width = video.videoWidth * scale;
    return {
      x: Math.round(window.screenX + box.x + (box.width - width) / 2),
      y: Math.round(window.screenY + window.outerHeight - window.innerHeight + box.y + (box.height - video.videoHeight * scale) / 2 + 4 * scale),
      width: Math.round(width),
    };
  });
}

/** How old each picture of some seconds was when it first stood on the screen, in milliseconds. */
export async function agesOnScreen(screen, page, seconds) {
  const { x, y, width } = await stripOf(page);
  const watch = spawn(process.env.SCREENWATCH, [x, y, width, seconds].map(String),
    { env: { ...process.env, DISPLAY: screen.display }, stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  watch.stdout.on('data', (data) => (out += data));
  const [code] = await once(watch, 'close');
  if (code !== 0) throw new Error(`screenwatch ended with ${code}`);
  // The first stood there before anybody looked.
  return out.trim().split('\n').slice(1).map(Number);
}
