// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
const kKey = 'vitrine-playout';

/**
 * How long pictures are held back so that they flow evenly. The server says it with each picture
 * (the playout-delay extension, which Chromium follows); the jitter buffer's target says it to the
 * other browsers.
 * @typedef {object} PlayoutMode
 * @property {string} label
 * @property {string} hint
 * @property {number|null} target milliseconds; null leaves it to the browser
 * @property {number} budget milliseconds behind life that are in order, the network's way apart
 */

/** @type {Record<string, PlayoutMode>} */
export const kPlayoutModes = {
  instant: { label: 'Instant', hint: 'Every picture at once', target: 0, budget: 150 },
  balanced: { label: 'Balanced', hint: 'Up to 100 ms for an even flow', target: null, budget: 250 },
  smooth: { label: 'Smooth', hint: '200 to 400 ms for an even flow', target: 200, budget: 600 },
};

/**
 * The mode that was chosen on this device.
 * @returns {string} empty: as the camera is set
 */
export function chosenPlayout() {
  try {
    const mode = localStorage.getItem(kKey);
    return mode in kPlayoutModes ? mode : '';
  } catch {
    return ''; // a browser that keeps nothing for us
  }
}

/**
 * Remembers a mode for all cameras on this device.
 * @param {string} mode
 */
export function choosePlayout(mode) {
  try {
    localStorage.setItem(kKey, mode);
  } catch {
    // It holds for as long as the page is open.
  }
}

/**
 * Asks a receiver to hold pictures back as the mode wishes (W3C webrtc-extensions; the hint, in
 * seconds, is its ancestor).
 * @param {RTCRtpReceiver} receiver
 * @param {string} mode empty: pictures are shown at once unless the server says otherwise
 */
export function holdBack(receiver, mode) {
  const { target } = kPlayoutModes[mode] ?? kPlayoutModes.instant;
  if ('jitterBufferTarget' in receiver) receiver.jitterBufferTarget = target;
  else if ('playoutDelayHint' in receiver) receiver.playoutDelayHint = target && target / 1000;
}
