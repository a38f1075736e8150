// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
/**
 * What the page measured about one stream, the body of a `report` message.
 * @typedef {object} Report
 * @property {number} framesDecoded
 * @property {number} framesDropped
 * @property {number} packetsLost since the connection began
 * @property {number} packetsReceived
 * @property {number} freezeCount
 * @property {number} pliCount
 * @property {number} [jitterBufferMs] mean time a frame waited since the last report
 * @property {number} [decodeMs] mean time a frame took to decode since the last report
 * @property {number} [rttMs]
 * @property {number} [bitrateKbit] since the last report
 * @property {number} width pixels
 * @property {number} height pixels
 */

/** Turns a connection's running totals into reports about the time since the last one. */
export class StatsReader {
  /** Bytes that came in over the connection read last, RTCP's as well. */
  arrived = 0;

  #last = null;
  #connection = null;

  /**
   * Reads the connection's statistics.
   * @param {RTCPeerConnection} pc
   * @returns {Promise<Report|null>} null while no picture has been decoded
   */
  async read(pc) {
    const { inbound, pair, arrived } = pick(await pc.getStats());
    this.arrived = arrived;
    if (!inbound?.framesDecoded) return null;
    // A new connection counts from 0 again, and a camera's SSRC is the same in all.
    const same = this.#connection === pc && this.#last?.ssrc === inbound.ssrc;
    const last = same ? this.#last : null;
    this.#connection = pc;
    this.#last = inbound;
    const since = (name) => inbound[name] - last?.[name];
    return definedOnly({
      framesDecoded: inbound.framesDecoded,
      framesDropped: inbound.framesDropped,
      packetsLost: Math.max(0, inbound.packetsLost),
      packetsReceived: inbound.packetsReceived,
      freezeCount: inbound.freezeCount,
      pliCount: inbound.pliCount,
      jitterBufferMs: 1000 * since('jitterBufferDelay') / since('jitterBufferEmittedCount'),
      decodeMs: 1000 * since('totalDecodeTime') / since('framesDecoded'),
      rttMs: 1000 * pair?.currentRoundTripTime,
      bitrateKbit: 8 * since('bytesReceived') / since('timestamp'),
      width: inbound.frameWidth,
      height: inbound.frameHeight,
    });
  }
}

/** The video that comes in, the pair of addresses it comes over, and how much came over all pairs. */
function pick(stats) {
  let inbound = null;
  let pair = null;
  let arrived = 0;
  for (const entry of stats.values()) {
    if (entry.type === 'inbound-rtp' && entry.kind === 'video') inbound = entry;
    if (entry.type !== 'candidate-pair') continue;
    arrived += entry.bytesReceived ?? 0;
    if (entry.nominated && entry.state === 'succeeded') pair = entry;
  }
  return { inbound, pair, arrived };
}

/** Leaves out what this browser does not measure, rounds the rest to a hundredth. */
function definedOnly(values) {
  const known = Object.entries(values).filter(([, value]) => Number.isFinite(value));
  return Object.fromEntries(known.map(([name, value]) => [name, Math.round(value * 100) / 100]));
}
