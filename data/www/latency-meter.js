// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
const kHistoryMs = 60000;
const kNowMs = 1000;

/** The stages of a picture's way, in its order; the first three are the server's to tell. */
export const kStages = ['camera', 'encode', 'send', 'network', 'wait', 'decode', 'display'];

/**
 * One frame that was shown; times on the clock of performance.now.
 * @typedef {object} SeenFrame
 * @property {number} at when it is expected on the display
 * @property {number} latency milliseconds since its capture
 * @property {number} onTheWay milliseconds of that since the server had it to send
 * @property {number|null} arrival milliseconds from its capture to its last packet
 * @property {number|null} wait milliseconds it was held back
 * @property {number|null} decode milliseconds it took to decode
 * @property {number|null} display milliseconds from then to the display
 */

/**
 * What there is to say of a picture's age.
 * @typedef {object} LatencySummary
 * @property {number|null} now mean of the last second; null when the browser does not tell
 * @property {number|null} p50 of the last minute
 * @property {number|null} p95
 * @property {number|null} p99
 * @property {Record<string, number>} stages means of the last second, those that are known
 */

/**
 * Measures how old each frame of a video is when it is shown, from what the browser tells with it
 * (requestVideoFrameCallback) and from the clock of the stream. A browser that tells no RTP time may
 * still tell the capture time as it estimates it; one that tells neither leaves nothing to measure.
 */
export class LatencyMeter {
  /** @type {SeenFrame[]} the last minute's */
  frames = [];

  #video;
  #clock;
  #onFrame;
  #request = 0;
  #server = {};

  /**
   * @param {HTMLVideoElement} video
   * @param {import('./stream-clock.js').StreamClock} clock
   * @param {(frame: SeenFrame) => void} onFrame told of every frame
   */
  constructor(video, clock, onFrame) {
    this.#video = video;
    this.#clock = clock;
    this.#onFrame = onFrame;
  }

  /** Measures from now on. */
  start() {
    if (this.#request || !('requestVideoFrameCallback' in this.#video)) return;
    this.frames = [];
    this.#await();
  }

  /** Measures no more. */
  stop() {
    if (this.#request) this.#video.cancelVideoFrameCallback(this.#request);
    this.#request = 0;
    this.#server = {};
  }

  /**
   * Takes what the server knows of its own stages.
   * @param {{cameraMs?: number, encodeMs?: number, sendMs?: number}} stats
   */
  tell({ cameraMs, encodeMs, sendMs }) {
    this.#server = { camera: cameraMs ?? null, encode: encodeMs ?? null, send: sendMs ?? null };
  }

  /** @returns {LatencySummary} */
  summary() {
    const now = performance.now();
    this.#forget(now);
    const late = this.frames.filter(({ at }) => now - at < kNowMs);
    const sorted = this.frames.map(({ latency }) => latency).sort((a, b) => a - b);
    const { camera = null, encode = null, send = null } = this.#server;
    const arrival = mean(late, 'arrival');
    const stages = {
      camera,
      encode,
      send,
      network: arrival === null || encode === null ? null
        : Math.max(0, arrival - (camera ?? 0) - encode - (send ?? 0)),
      wait: mean(late, 'wait'),
      decode: mean(late, 'decode'),
      display: mean(late, 'display'),
    };
    return {
      now: mean(late, 'latency'),
      p50: quantile(sorted, 0.5),
      p95: quantile(sorted, 0.95),
      p99: quantile(sorted, 0.99),
      stages: Object.fromEntries(Object.entries(stages).filter(([, ms]) => ms !== null)),
    };
  }

  #await() {
    this.#request = this.#video.requestVideoFrameCallback((now, frame) => {
      this.#await();
      this.#see(now, frame);
    });
  }

  #see(now, frame) {
    const at = frame.expectedDisplayTime ?? now;
    const latency = this.#ageOf(frame, at);
    if (latency === null) return;
    const decode = frame.processingDuration === undefined ? null : frame.processingDuration * 1000;
    const { receiveTime, presentationTime } = frame;
    const { camera, encode } = this.#server;
    const seen = {
      at,
      latency,
      onTheWay: latency - (camera ?? 0) - (encode ?? 0),
      arrival: receiveTime === undefined ? null : Math.max(0, latency - (at - receiveTime)),
      wait: receiveTime === undefined ? null
        : Math.max(0, presentationTime - receiveTime - (decode ?? 0)),
      decode,
      display: Math.max(0, at - presentationTime),
    };
    this.frames.push(seen);
    if (this.frames.length % 256 === 0) this.#forget(now);
    this.#onFrame(seen);
  }

  #ageOf({ rtpTimestamp, captureTime }, at) {
    if (rtpTimestamp !== undefined) {
      const age = this.#clock.ageOf(rtpTimestamp, at);
      // The stream's time is that of the arrival at the server where the camera's is not in it.
      return age === null ? null : age + (this.#server.camera ?? 0);
    }
    return captureTime === undefined ? null : at - captureTime;
  }

  #forget(now) {
    const first = this.frames.findIndex(({ at }) => now - at < kHistoryMs);
    if (first !== 0) this.frames.splice(0, first < 0 ? this.frames.length : first);
  }
}

function mean(frames, name) {
  const known = frames.map((frame) => frame[name]).filter((ms) => ms !== null);
  return known.length > 0 ? known.reduce((sum, ms) => sum + ms, 0) / known.length : null;
}

function quantile(sorted, q) {
  return sorted.length > 0 ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] : null;
}
