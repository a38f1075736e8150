// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
const kSpanMs = 60000;
/** One column a half second: its worst frame is what one remembers. */
const kColumnMs = 500;

/**
 * Draws a minute of latency: the line of the median of each half second, over the worst of it.
 * @param {HTMLCanvasElement} canvas its size on the page is kept, whatever the screen's pixels
 * @param {import('./latency-meter.js').SeenFrame[]} frames
 * @param {number} budget milliseconds; drawn as a line
 */
export function plotLatency(canvas, frames, budget) {
  const scale = devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  if (width === 0) return;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  context.scale(scale, scale);
  const style = getComputedStyle(canvas);
  const columns = gather(frames);
  const top = niceTop(Math.max(...columns.map(({ worst }) => worst), 1));
  const x = (index) => width - (index + 0.5) * (width / (kSpanMs / kColumnMs));
  const y = (ms) => height - (Math.max(0, ms) / top) * (height - 14);

  context.fillStyle = style.getPropertyValue('--plot-worst');
  const bar = Math.max(1, width / (kSpanMs / kColumnMs) - 1);
  for (const { index, worst } of columns) {
    context.fillRect(x(index) - bar / 2, y(worst), bar, height - y(worst));
  }
  context.strokeStyle = style.getPropertyValue('--plot-median');
  context.lineWidth = 1.5;
  context.beginPath();
  for (const [place, { index, median }] of columns.entries()) {
    if (place === 0 || columns[place - 1].index !== index + 1) context.moveTo(x(index), y(median));
    else context.lineTo(x(index), y(median));
  }
  context.stroke();
  context.fillStyle = style.color;
  context.font = '11px system-ui, sans-serif';
  context.fillText(`${top} ms`, 2, 10);
  if (budget < top) {
    context.setLineDash([3, 3]);
    context.strokeStyle = style.color;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(0, y(budget));
    context.lineTo(width, y(budget));
    context.stroke();
  }
}

/** Columns from the oldest to the newest, which has index 0; those without a frame are left out. */
function gather(frames) {
  const now = performance.now();
  const columns = new Map();
  for (const { at, latency } of frames) {
    const index = Math.max(0, Math.floor((now - at) / kColumnMs));
    if (index >= kSpanMs / kColumnMs) continue;
    if (!columns.has(index)) columns.set(index, []);
    columns.get(index).push(latency);
  }
  return [...columns].sort(([a], [b]) => b - a).map(([index, latencies]) => {
    latencies.sort((a, b) => a - b);
    return { index, median: latencies[latencies.length >> 1], worst: latencies.at(-1) };
  });
}

/** The next of 1, 2, 5, 10, … above. */
function niceTop(most) {
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= most);
}
