// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { DriftGuard } from './drift-guard.js';
import { LatencyMeter } from './latency-meter.js';
import { choosePlayout, chosenPlayout, holdBack, kPlayoutModes } from './playout.js';
import { StreamClock } from './stream-clock.js';

/** So long between two ticks of a second, and the page stood still. */
const kStillMs = 2500;

/**
 * What Latency needs of its player.
 * @typedef {object} LatencyHandlers
 * @property {(message: object) => void} send passes a message to the server
 * @property {() => RTCPeerConnection|null} pc the connection in use
 * @property {() => void} rejoin makes a new connection
 */

/** How far one camera's picture is behind life: measured, told, kept low, and chosen. */
export class Latency {
  clock;
  meter;
  /** The camera's own mode, as the server says. */
  cameraMode = 'instant';

  #handlers;
  #guard;
  #mode = chosenPlayout();
  #tickedAt = 0;

  /**
   * @param {HTMLVideoElement} video
   * @param {LatencyHandlers} handlers
   */
  constructor(video, handlers) {
    this.#handlers = handlers;
    this.clock = new StreamClock(handlers.send);
    this.meter = new LatencyMeter(video, this.clock, ({ onTheWay, at }) => {
      // A camera that is late itself is so for everybody: no fresh start here makes it sooner.
      this.#guard.see(onTheWay, this.budget, at);
    });
    this.#guard = new DriftGuard(() => this.#resync(), () => handlers.rejoin());
  }

  /** The mode in force. */
  get mode() {
    return this.#mode || this.cameraMode;
  }

  /** Milliseconds behind life that are in order here. */
  get budget() {
    return kPlayoutModes[this.mode].budget + this.clock.roundTrip;
  }

  /** How often the picture fell behind and was brought back. */
  get resyncs() {
    return this.#guard.count;
  }

  /** The socket is open: a session has begun. */
  open() {
    this.#guard.restart();
    this.clock.start();
    this.meter.start();
    this.#handlers.send({ type: 'subscribe', topics: ['stats'] });
    if (this.#mode) this.#handlers.send({ type: 'playout', mode: this.#mode });
  }

  /** The session is over. */
  close() {
    this.#tickedAt = 0;
    this.clock.stop();
    this.meter.stop();
  }

  /**
   * Takes a pong or stats.
   * @param {object} message of the server
   */
  hear(message) {
    if (message.type === 'pong') this.clock.answer(message);
    if (message.type !== 'stats') return;
    this.meter.tell(message);
    const before = this.mode;
    if (message.playout in kPlayoutModes && !this.#mode) this.cameraMode = message.playout;
    if (this.mode !== before) this.#apply();
  }

  /**
   * Chooses how long pictures are held back, from now on and on this device.
   * @param {string} mode
   */
  choose(mode) {
    this.#mode = mode;
    choosePlayout(mode);
    this.#handlers.send({ type: 'playout', mode });
    this.#apply();
  }

  /**
   * Called once a second: a long time between two calls is one in which nothing ran here.
   * @param {number} now
   */
  tick(now) {
    const still = this.#tickedAt > 0 && now - this.#tickedAt > kStillMs;
    // Browsers let a tab in the background run ever more rarely: that is no standstill.
    this.#tickedAt = document.hidden ? 0 : now;
    if (still) this.#guard.stoodStill(now);
  }

  /** What goes into a report; empty while nothing is measured. */
  report() {
    const summary = this.meter.summary();
    if (summary.now === null) return {};
    const { stages } = summary;
    return definedOnly({
      latencyMs: summary.now,
      latencyP50Ms: summary.p50,
      latencyP95Ms: summary.p95,
      latencyP99Ms: summary.p99,
      clockErrorMs: this.clock.error,
      networkMs: stages.network,
      waitMs: stages.wait,
      displayMs: stages.display,
    });
  }

  /** The jitter buffer begins anew, and so does the decoder, with a key frame. */
  #resync() {
    const receiver = this.#receiver();
    if (receiver && 'jitterBufferTarget' in receiver) receiver.jitterBufferTarget = null;
    this.#apply();
    this.#handlers.send({ type: 'resync' });
  }

  #apply() {
    const receiver = this.#receiver();
    if (receiver) holdBack(receiver, this.mode);
  }

  #receiver() {
    return this.#handlers.pc()?.getReceivers().find(({ track }) => track.kind === 'video');
  }
}

/** Clocks may make a small age negative; nothing is younger than life. */
function definedOnly(values) {
  const known = Object.entries(values).filter(([, value]) => Number.isFinite(value));
  return Object.fromEntries(known.map(([name, ms]) => [name, Math.max(0, Math.round(ms * 100) / 100)]));
}
