// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
/** Growing, jittered waits, so that a hundred pages do not all return in the same instant. */

const kFirstMs = 500;
const kMaxMs = 15000;
const kGrowth = 1.7;
const kJitter = 0.3;

/** Counts failures and says how long to wait after each. */
export class BackOff {
  #failures = 0;

  /** How often it failed since the last reset. */
  get failures() {
    return this.#failures;
  }

  /**
   * The wait after one more failure.
   * @returns {number} milliseconds
   */
  next() {
    const base = Math.min(kMaxMs, kFirstMs * kGrowth ** this.#failures);
    this.#failures += 1;
    return Math.round(base * (1 + kJitter * (2 * Math.random() - 1)));
  }

  /** Forgets the failures: the next wait is the short one. */
  reset() {
    this.#failures = 0;
  }
}
