// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { Player } from './player.js';

/** A picture that is wanted again so soon after it was let go appears without a new connection. */
const kLingerMs = 3000;

/** The one place that makes and ends players: a camera on the page has one, whoever shows it. */
export class Players {
  /** @type {Map<string, Player>} for diagnostics: each has `.pc` */
  map = new Map();

  #uses = new Map();
  #linger = new Map();
  #asleep = false;

  /**
   * A camera's player, connected unless the page is asleep.
   * @param {string} id
   * @returns {Player} to be given back with release()
   */
  acquire(id) {
    clearTimeout(this.#linger.get(id));
    this.#linger.delete(id);
    this.#uses.set(id, (this.#uses.get(id) ?? 0) + 1);
    let player = this.map.get(id);
    if (!player) {
      player = new Player(id);
      this.map.set(id, player);
      if (!this.#asleep) player.start();
    }
    return player;
  }

  /**
   * Gives a player back; the last user's leaving ends it a moment later.
   * @param {Player} player
   */
  release({ id }) {
    const uses = this.#uses.get(id) - 1;
    this.#uses.set(id, uses);
    if (uses === 0) this.#linger.set(id, setTimeout(() => this.#end(id), kLingerMs));
  }

  /** Disconnects all; their last pictures stay. */
  sleep() {
    this.#asleep = true;
    for (const id of [...this.#linger.keys()]) this.#end(id);
    for (const player of this.map.values()) player.stop();
  }

  /** Connects all again. */
  wake() {
    if (!this.#asleep) return;
    this.#asleep = false;
    for (const player of this.map.values()) player.start();
  }

  /** Ends every wait for a next attempt: the server answers again. */
  retryNow() {
    for (const player of this.map.values()) player.retryNow();
  }

  #end(id) {
    clearTimeout(this.#linger.get(id));
    this.#linger.delete(id);
    this.#uses.delete(id);
    this.map.get(id)?.destroy();
    this.map.delete(id);
  }
}
