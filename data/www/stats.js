// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
/**
 * What the page measured about one stream, the body of a `report` message.
 * @typedef {object} Report
 * @property {number} framesDecoded
 * @property {number} framesDropped
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
  #last = null;
  #pc = null;

  /**
   * Reads the connection's statistics.
   * @param {RTCPeerConnection} pc
   * @returns {Promise<Report|null>} null while no picture has been decoded
   */
  async read(pc) {
    const { inbound, pair } = pick(await pc.getStats());
    if (!inbound?.framesDecoded) return null;
    // Another connection to the camera has the same SSRC, and counts anew.
    const last = this.#pc === pc && this.#last?.ssrc === inbound.ssrc ? this.#last : null;
    this.#pc = pc;
    this.#last = inbound;
    const since = (name) => inbound[name] - last?.[name];
    return definedOnly({
      framesDecoded: inbound.framesDecoded,
      framesDropped: inbound.framesDropped,
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

/** The video that comes in, and the pair of addresses it comes over. */
function pick(stats) {
  let inbound = null;
  let pair = null;
  for (const entry of stats.values()) {
    if (entry.type === 'inbound-rtp' && entry.kind === 'video') inbound = entry;
    if (entry.type === 'candidate-pair' && entry.nominated && entry.state === 'succeeded') {
      pair = entry;
    }
  }
  return { inbound, pair };
}

/** Leaves out what this browser does not measure, rounds the rest to a hundredth. */
function definedOnly(values) {
  const known = Object.entries(values).filter(([, value]) => Number.isFinite(value));
  return Object.fromEntries(known.map(([name, value]) => [name, Math.round(value * 100) / 100]));
}
