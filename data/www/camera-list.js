// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { fetchCameras } from './api.js';
import { BackOff } from './back-off.js';

const kPollMs = 5000;
/** An answer so young is not asked for again. */
const kFreshMs = 1500;

/**
 * What the server says about its cameras, kept fresh while the tab is visible.
 * Dispatches `change` after every answer, and after every failure.
 */
export class CameraList extends EventTarget {
  /** @type {import('./api.js').CameraInfo[]|null} null until the first answer */
  cameras = null;
  /** Whether the last question was answered. */
  reachable = true;
  /** Whether the server answers, and tells nothing to who has not signed in. */
  refused = false;
  /** When the next attempt is made after a failure (performance.now), else null. */
  retryAt = null;

  #backOff = new BackOff();
  #timer = 0;
  #running = false;
  #asking = false;
  #answeredAt = 0;

  /** Asks now, then every few seconds. */
  start() {
    this.#running = true;
    this.refresh();
  }

  /** Stops asking. */
  stop() {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  /**
   * The camera with this id.
   * @param {string} id
   * @returns {import('./api.js').CameraInfo|undefined}
   */
  find(id) {
    return this.cameras?.find((camera) => camera.id === id);
  }

  /**
   * Whether the server has answered since then; a player that cannot get through needs to know
   * whether it alone is refused.
   * @param {number} [since] on the clock of performance.now
   * @returns {boolean}
   */
  answeredSince(since = 0) {
    return this.reachable && this.#answeredAt >= since;
  }

  /**
   * Asks now because something looks different from the last answer, unless that is quite new or
   * it is known already that nobody answers.
   */
  recheck() {
    const age = performance.now() - this.#answeredAt;
    if (this.reachable && age > kFreshMs) this.refresh();
  }

  /** Asks now, unless a question is already under way. */
  async refresh() {
    if (this.#asking) return;
    this.#asking = true;
    clearTimeout(this.#timer);
    let wait = kPollMs;
    try {
      this.cameras = await fetchCameras();
      this.reachable = true;
      this.refused = false;
      this.retryAt = null;
      this.#answeredAt = performance.now();
      this.#backOff.reset();
    } catch (error) {
      console.info(`vitrine: ${error.message}`);
      wait = this.#backOff.next();
      this.refused = error.status === 401;
      this.reachable = this.refused;
      this.retryAt = performance.now() + wait;
    }
    this.#asking = false;
    if (this.#running) this.#timer = setTimeout(() => this.refresh(), wait);
    this.dispatchEvent(new Event('change'));
  }
}

/**
 * Whether what a player lives through contradicts what the list says of its camera: it cannot get
 * through, or it plays what the list has no size for yet.
 * @param {import('./player.js').Status} status
 * @param {import('./api.js').CameraInfo|undefined} camera
 * @returns {boolean}
 */
export function looksStale(status, camera) {
  return status.kind === 'unreachable' || (status.state === 'live' && !camera?.width);
}
