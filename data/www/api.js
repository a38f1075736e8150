// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { socketPath } from './address.js';

/** The server's HTTP API as far as the page needs it. */

const kTimeoutMs = 8000;

/**
 * A camera as GET /api/v1/cameras describes it.
 * @typedef {object} CameraInfo
 * @property {string} id
 * @property {string} title
 * @property {'live'|'starting'|'offline'|'stopping'|'idle'} state
 * @property {string} reason why it is not live; empty when it is
 * @property {string|null} lastPicture when an offline camera's last picture came (RFC 3339)
 * @property {number} width pixels
 * @property {number} height pixels
 * @property {number} framerate frames per second
 * @property {'instant'|'balanced'|'smooth'} latency how long its pictures are held back
 * @property {string} codec such as h264
 */

/**
 * Asks for all cameras.
 * @returns {Promise<CameraInfo[]>} rejects when the server cannot be reached or answers badly
 */
export async function fetchCameras() {
  const response = await fetch('/api/v1/cameras', {
    headers: { accept: 'application/json' },
    cache: 'no-store',
    signal: AbortSignal.timeout(kTimeoutMs),
  });
  if (!response.ok) throw new Error(`GET /api/v1/cameras: HTTP ${response.status}`);
  const body = await response.json();
  if (!Array.isArray(body.cameras)) throw new Error('GET /api/v1/cameras: no list of cameras');
  return body.cameras;
}

/**
 * Asks why a camera's socket does not open, which no WebSocket tells: a plain request is refused
 * for the same reason.
 * @param {string} id the camera
 * @returns {Promise<string>} the server's sentence; empty when no limit of its own is the reason
 */
export async function fetchRefusal(id) {
  const response = await fetch(socketPath(id), {
    headers: { accept: 'application/problem+json' },
    cache: 'no-store',
    signal: AbortSignal.timeout(kTimeoutMs),
  });
  if (![429, 503].includes(response.status)) return '';
  return (await response.json()).detail ?? '';
}
