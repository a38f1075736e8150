// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What is on disk of a camera, read as anybody would, and the capture times that its pictures carry.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const blocks = 40;
const row = 8; // inside the stamp, which is 16 high

/** The films in a folder, the oldest first, with their size. */
export function filmsIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.mp4'))
    .sort()
    .map((name) => ({ name, path: join(folder, name), bytes: statSync(join(folder, name)).size }));
}

/** Decodes a file to the luma of its pictures and gives each one's stamp, in ms modulo 2^40 / 10. */
function stampsBy(parts, path, { width, height }) {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-film-'));
  try {
    const raw = join(folder, 'raw');
    execFileSync('gst-launch-1.0', ['-q', 'filesrc', `location=${path}`, '!', ...parts, '!', 'videoconvert', '!',
      `video/x-raw,format=GRAY8,width=${width},height=${height}`, '!', 'filesink', `location=${raw}`]);
    const luma = readFileSync(raw);
    const size = width * height;
    return Array.from({ length: Math.floor(luma.length / size) }, (_, n) => {
      let stamp = 0;
      for (let bit = 0; bit < blocks; ++bit) {
        const at = n * size + row * width + Math.floor(((bit + 0.5) * width) / blocks);
        stamp = stamp * 2 + (luma[at] > 128 ? 1 : 0);
      }
      return stamp / 10;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The capture times of a film's frames. */
export const stampsOfFilm = (path, size) => stampsBy(['qtdemux', '!', 'h264parse', '!', 'avdec_h264'], path, size);

/** The capture time of a picture. */
export const stampOfJpeg = (path, size) => stampsBy(['jpegdec'], path, size)[0];

/** How many ms ago a moment of the wall clock (ms) was at `stamp`. */
export function since(stamp, moment) {
  const round = 2 ** 40 / 10;
  return (((moment - stamp) % round) + round) % round;
}
