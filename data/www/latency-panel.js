// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { h, iconButton, setText } from './dom.js';
import { icon } from './icons.js';
import { kStages } from './latency-meter.js';
import { plotLatency } from './latency-plot.js';
import { kPlayoutModes } from './playout.js';

const kRefreshMs = 500;

const kStageNames = {
  camera: 'Camera',
  encode: 'Capture, encode',
  send: 'Send',
  network: 'Network',
  wait: 'Held back',
  decode: 'Decode',
  display: 'To the display',
};

/** The truth about a picture's age, over the picture. */
export class LatencyPanel {
  element;

  #player;
  #timer = 0;
  #big = h('b', {}, '–');
  #unit = h('span', {}, 'ms behind life');
  #note = h('p', { class: 'latency-note' });
  #bar = h('div', { class: 'latency-bar', 'aria-hidden': 'true' });
  #legend = h('dl', { class: 'latency-legend' });
  #plot = h('canvas', { class: 'latency-plot', role: 'img', 'aria-label': 'The last minute' });
  #facts = h('dl', { class: 'latency-facts' });
  #modes = h('div', { class: 'latency-modes', role: 'group', 'aria-label': 'Hold pictures back' });

  /**
   * @param {import('./player.js').Player} player
   * @param {() => void} close hides the panel
   */
  constructor(player, close) {
    this.#player = player;
    this.element = h('aside', { class: 'latency', 'aria-label': 'Latency', hidden: true },
      iconButton('Close', icon('close'), close),
      h('p', { class: 'latency-big' }, this.#big, this.#unit), this.#note, this.#bar, this.#legend,
      this.#plot, this.#facts, this.#modes);
    for (const [mode, { label, hint }] of Object.entries(kPlayoutModes)) {
      this.#modes.append(h('button', {
        type: 'button', title: hint, 'data-mode': mode, click: () => this.#choose(mode),
      }, label));
    }
  }

  /** Whether it is to be seen. */
  get shown() {
    return !this.element.hidden;
  }

  /** Shows it, or hides it. */
  toggle() {
    this.element.hidden = this.shown;
    clearInterval(this.#timer);
    if (!this.shown) return;
    this.#timer = setInterval(() => this.#render(), kRefreshMs);
    this.#render();
  }

  /** Stops the timer. */
  destroy() {
    clearInterval(this.#timer);
  }

  #choose(mode) {
    this.#player.latency.choose(mode);
    this.#render();
  }

  #render() {
    const { latency } = this.#player;
    const summary = latency.meter.summary();
    this.#renderNumber(summary, latency);
    this.#renderStages(summary.stages);
    plotLatency(this.#plot, latency.meter.frames, latency.budget);
    this.#renderFacts(latency);
    for (const button of this.#modes.children) {
      button.setAttribute('aria-pressed', String(button.dataset.mode === latency.mode));
    }
  }

  #renderNumber({ now, p50, p95, p99 }, { clock, budget }) {
    setText(this.#big, now === null ? '–' : String(Math.max(0, Math.round(now))));
    this.element.classList.toggle('is-late', now !== null && now > budget);
    setText(this.#note, now === null ? silence(this.#player)
      : `p50 ${whole(p50)} · p95 ${whole(p95)} · p99 ${whole(p99)} ms`
        + (clock.error === null ? ' · by the browser’s own clock estimate'
          : ` · ± ${clock.error.toFixed(1)} ms`));
  }

  #renderStages(stages) {
    const known = kStages.filter((stage) => stage in stages);
    const total = known.reduce((sum, stage) => sum + stages[stage], 0) || 1;
    this.#bar.replaceChildren(...known.map((stage) => {
      const part = h('i', { 'data-stage': stage });
      part.style.width = `${(100 * stages[stage]) / total}%`;
      return part;
    }));
    this.#legend.replaceChildren(...known.map((stage) => h('div', { 'data-stage': stage },
      h('dt', {}, kStageNames[stage]), h('dd', {}, `${stages[stage].toFixed(1)} ms`))));
  }

  #renderFacts(latency) {
    const report = this.#player.lastReport ?? {};
    const received = report.packetsReceived ?? 0;
    const lost = report.packetsLost ?? 0;
    const rows = {
      Picture: report.width ? `${report.width} × ${report.height}` : '–',
      'Bit rate': report.bitrateKbit === undefined ? '–'
        : `${(report.bitrateKbit / 1000).toFixed(1)} Mbit/s`,
      Lost: `${lost} of ${received + Math.max(0, lost)}`,
      Freezes: String(report.freezeCount ?? '–'),
      'Brought back': `${latency.resyncs} ×`,
    };
    this.#facts.replaceChildren(...Object.entries(rows).map(([name, value]) => h('div', {},
      h('dt', {}, name), h('dd', {}, value))));
  }
}

function whole(ms) {
  return String(Math.max(0, Math.round(ms)));
}

/** Why there is no number. */
function silence({ status, surface }) {
  if (status.state !== 'live') return 'There is no live picture.';
  if (!('requestVideoFrameCallback' in surface.video)) {
    return 'This browser does not say when it shows a picture.';
  }
  return 'Waiting for pictures that say when they were taken.';
}
