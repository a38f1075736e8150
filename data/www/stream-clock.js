// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
const kTicksPerMs = 90;
const kFirstPings = 24;
const kFirstPingMs = 100;
const kPingMs = 1000;
/** Two machines' clocks drift apart: an answer is worth less the older it is. */
const kDriftPerMs = 1e-4;
const kKeptMs = 60000;

/**
 * The clock of a camera's RTP stream, which is the server's clock, as seen from here. It is read by
 * pings over the signalling socket. The way there and the way back are each taken from the ping that
 * was the fastest on it; half of their sum is what the clock may be wrong by, and it is as wrong as
 * that only if one of the ways takes no time at all.
 */
export class StreamClock {
  #send;
  #timer = 0;
  #count = 0;
  #pending = new Map();
  /** Of late: here, and on the server's clock, in milliseconds. */
  #answers = [];
  #last = null;

  /** @param {(message: object) => void} send passes a message to the server */
  constructor(send) {
    this.#send = send;
  }

  /** Begins to ask: often at first, then once a second. What was known before is forgotten. */
  start() {
    this.stop();
    this.#answers = [];
    this.#last = null;
    this.#ping();
  }

  /** Asks no more; what is known stays. */
  stop() {
    clearTimeout(this.#timer);
    this.#pending.clear();
  }

  /**
   * Takes the server's answer to a ping.
   * @param {{id: number, rtpTimestamp: number}} pong
   */
  answer({ id, rtpTimestamp }) {
    const sentAt = this.#pending.get(id);
    if (sentAt === undefined || !Number.isFinite(rtpTimestamp)) return;
    this.#pending.delete(id);
    const now = performance.now();
    this.#last = { rtpTimestamp, server: this.#serverTime(rtpTimestamp) };
    this.#answers = this.#answers.filter(({ at }) => now - at < kKeptMs);
    const { server } = this.#last;
    this.#answers.push({ at: now, there: server - sentAt, back: now - server });
  }

  /**
   * How old what was captured at an RTP time is at a moment here.
   * @param {number} rtpTimestamp of a frame
   * @param {number} at on the clock of performance.now
   * @returns {number|null} milliseconds; null while the clock is not known
   */
  ageOf(rtpTimestamp, at) {
    if (!this.#last) return null;
    const [there, back] = this.#fastest();
    return at + (there - back) / 2 - this.#serverTime(rtpTimestamp);
  }

  /** What ageOf() may be wrong by, in milliseconds; null while the clock is not known. */
  get error() {
    return this.#last && this.roundTrip / 2;
  }

  /** The shortest round trip of late, in milliseconds; 0 while none is known. */
  get roundTrip() {
    if (!this.#last) return 0;
    const [there, back] = this.#fastest();
    return Math.max(0, there + back);
  }

  /** RTP's time modulo 2^32 as milliseconds that go on; it is near the last that was heard of. */
  #serverTime(rtpTimestamp) {
    if (!this.#last) return 0;
    return this.#last.server + ((rtpTimestamp - this.#last.rtpTimestamp) | 0) / kTicksPerMs;
  }

  #fastest() {
    const now = performance.now();
    return ['there', 'back'].map((way) => Math.min(
      ...this.#answers.map((answer) => answer[way] + (now - answer.at) * kDriftPerMs)));
  }

  #ping() {
    const id = this.#count;
    this.#count += 1;
    for (const old of this.#pending.keys()) if (old < id - 2 * kFirstPings) this.#pending.delete(old);
    this.#pending.set(id, performance.now());
    this.#send({ type: 'ping', id });
    this.#timer = setTimeout(() => this.#ping(), id < kFirstPings ? kFirstPingMs : kPingMs);
  }
}
