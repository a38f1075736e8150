// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What happens in a soak, round by round, and what the daemon was like at the end of each.
import { metric, until } from '../e2e/support/daemon.mjs';
import { crowd, guests, killed, lurking, mixed } from './visitors.mjs';

const roundsOf = (seconds) => Math.min(120, Math.max(fewestRounds, Math.floor(seconds / 7)));
const fewestRounds = 7; // fewer tell no growth; a machine too busy for them gets more time
const crowdEvery = 5;
const everyWayOnce = 8; // joins
/** SIGKILL comes at another moment of a join each time: this many milliseconds later, within a second. */
const killStep = 137;

/** Runs a soak's rounds; gives its rows, how many joined, and which joins failed that should not have. */
export class Course {
  rows = [];
  joins = 0;
  failures = [];
  slowestCrowdMs = 0;
  #peak = { rssMB: 0, fds: 0, threads: 0 };

  constructor(house, { seconds, joins, steady }) {
    this.house = house;
    this.steady = steady;
    this.rounds = roundsOf(seconds);
    this.seconds = seconds;
    const crowds = Math.floor(this.rounds / crowdEvery);
    const others = everyWayOnce + 4 + 1; // of each round: at a dying camera, killed, lurking
    this.mixedJoins = Math.max(8, Math.round((joins - 50 * crowds) / this.rounds) - others);
  }

  /** Everything once: what only the first ones cost, such as libraries, threads that stay and the first crowd's heap. */
  async warmUp() {
    for (const camera of ['test', 'door', 'yard']) await mixed(this.house.url, camera, everyWayOnce);
    await this.#reload();
    await this.#crowd();
    await this.house.rest(0);
    this.joins = 0;
  }

  async run() {
    this.began = performance.now();
    const sampler = setInterval(() => this.#notePeak(), 1000);
    try {
      for (let round = 0; round < this.rounds && (round < fewestRounds || this.#elapsed() < this.seconds); ++round) {
        await this.#round(round);
        const due = (this.seconds * (round + 1)) / this.rounds;
        if (round + 1 < this.rounds) await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - this.#elapsed()) * 1000));
      }
    } finally {
      clearInterval(sampler);
    }
  }

  #elapsed() {
    return (performance.now() - this.began) / 1000;
  }

  #notePeak() {
    if (!this.house.running) return;
    const now = this.house.sample();
    for (const name of Object.keys(this.#peak)) this.#peak[name] = Math.max(this.#peak[name], now[name]);
  }

  async #round(round) {
    const { url } = this.house;
    const id = round % 2 === 0 ? 'door' : 'yard';
    await lurking(url, async () => {
      this.#count({ joins: 1, failures: [] });
      // Who comes to a camera whose server dies may wait for it in vain: that is no failure.
      const atDoor = mixed(url, id, everyWayOnce).then(({ joins }) => this.#count({ joins, failures: [] }));
      await this.house.withoutServer(id, async () =>
        this.#count(await mixed(url, 'test', this.mixedJoins)));
      this.#count(await killed(url, (round * killStep) % 1000));
      await atDoor;
    });
    if (round % 3 === 1) await this.#reload();
    if (round % crowdEvery === crowdEvery - 1) await this.#crowd();
    await this.house.rest(this.steady);
    this.#notePeak();
    this.rows.push({ seconds: this.#elapsed(), joins: this.joins, viewers: await this.house.viewers(), heapMB: await this.house.heapMB(), ...this.house.sample(), peak: this.#peak });
    this.#peak = { rssMB: 0, fds: 0, threads: 0 };
  }

  async #reload() {
    const { url } = this.house;
    const all = [];
    const present = () => metric(url, 'vitrine_viewers{camera="guest"}');
    await this.house.withGuest(async () => {
      all.push(guests(url));
      await until(async () => (await present()) >= 2);
    });
    for (const each of all) this.#count(await each);
  }

  async #crowd() {
    const came = await crowd(this.house.url);
    this.slowestCrowdMs = Math.max(this.slowestCrowdMs, came.lastFrameMs);
    this.#count(came);
  }

  #count({ joins, failures }) {
    this.joins += joins;
    this.failures.push(...failures);
  }
}
