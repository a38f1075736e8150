// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
/** A viewer that has just come may be late for a moment. */
const kWarmUpMs = 2000;
/** So long above the budget is no hiccup. */
const kLateMs = 500;
/** So far above it nobody waits. */
const kFarMs = 1000;
/** How long a step is given to help. */
const kStepMs = 1000;
/** So long within the budget, and it is over. */
const kCalmMs = 1000;
const kMostWaitMs = 60000;

/**
 * Notices that a picture falls behind and stays there, and says what to do about it: first a fresh
 * start in place, at last a new connection. Where nothing helps, as on a line that is too narrow, it
 * tries ever more rarely: key frames and new connections would make it worse.
 */
export class DriftGuard {
  /** How often it had to act: once for each time of being late, whatever it took. */
  count = 0;

  #resync;
  #rejoin;
  #began = 0;
  #lateSince = 0;
  #calmSince = 0;
  #steps = 0;
  #nextAt = 0;
  #waitMs = kStepMs;

  /**
   * @param {() => void} resync makes a fresh start in place
   * @param {() => void} rejoin makes a new connection
   */
  constructor(resync, rejoin) {
    this.#resync = resync;
    this.#rejoin = rejoin;
  }

  /** A connection has begun. */
  restart() {
    this.#began = this.#lateSince = this.#calmSince = 0;
  }

  /**
   * Hears of every frame.
   * @param {number} latency milliseconds it took to come here
   * @param {number} budget milliseconds that are in order
   * @param {number} now
   */
  see(latency, budget, now) {
    this.#began ||= now;
    if (latency <= budget) return this.#calm(now);
    this.#calmSince = 0;
    this.#lateSince ||= now;
    if (now - this.#began < kWarmUpMs || now < this.#nextAt) return undefined;
    if (this.#steps === 0 && latency < budget + kFarMs && now - this.#lateSince < kLateMs) {
      return undefined;
    }
    return this.#act(now);
  }

  /**
   * The page itself stood still, as one does whose process was stopped: what has come meanwhile is
   * a heap of old pictures.
   * @param {number} now
   */
  stoodStill(now) {
    if (this.#began && this.#steps === 0) this.#act(now);
  }

  #calm(now) {
    this.#lateSince = 0;
    this.#calmSince ||= now;
    if (this.#steps === 0 || now - this.#calmSince < kCalmMs) return;
    // A new connection starts afresh, and so does what it has to show for itself.
    this.#steps = 0;
    this.#waitMs = kStepMs;
  }

  #act(now) {
    this.#steps += 1;
    this.#nextAt = now + this.#waitMs;
    this.#waitMs = Math.min(this.#waitMs * 2, kMostWaitMs);
    if (this.#steps === 1) this.count += 1;
    if (this.#steps === 3) this.#rejoin();
    else this.#resync();
  }
}
