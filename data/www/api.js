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

/** An answer other than success, with the server's sentence. */
export class HttpError extends Error {
  /**
   * @param {string} sentence
   * @param {number} status
   */
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

/**
 * Asks the server's API.
 * @param {string} method
 * @param {string} path
 * @param {object} [body] sent as JSON
 * @returns {Promise<Response>} rejects with an HttpError when it refuses
 */
export async function ask(method, path, body = undefined) {
  const response = await fetch(path, {
    method,
    headers: {
      accept: 'application/json, application/problem+json',
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
    cache: 'no-store',
    signal: AbortSignal.timeout(kTimeoutMs),
  });
  if (response.ok) return response;
  const { detail } = await response.json().catch(() => ({}));
  throw new HttpError(detail ?? `${method} ${path}: HTTP ${response.status}`, response.status);
}

/**
 * Asks for all cameras.
 * @returns {Promise<CameraInfo[]>} rejects when the server cannot be reached or answers badly
 */
export async function fetchCameras() {
  const body = await (await ask('GET', '/api/v1/cameras')).json();
  if (!Array.isArray(body.cameras)) throw new Error('GET /api/v1/cameras: no list of cameras');
  return body.cameras;
}

/**
 * What is wrong, in the server's words.
 * @typedef {object} Trouble
 * @property {string} code a short stable word
 * @property {string} sentence
 * @property {string} setting the line of a configuration that would change it; may be empty
 */

/**
 * Asks why a camera's socket does not open, which no WebSocket tells: a plain request is refused
 * for the same reason.
 * @param {string} id the camera
 * @param {boolean} again whether it did not open again and again: then what is between is the
 *   reason, where the server knows of none
 * @returns {Promise<Trouble|null>} null when the server knows of no reason
 */
export async function fetchRefusal(id, again) {
  const response = await fetch(`${socketPath(id)}${again ? '?blocked' : ''}`, {
    headers: { accept: 'application/problem+json' },
    cache: 'no-store',
    signal: AbortSignal.timeout(kTimeoutMs),
  });
  const limit = [429, 503].includes(response.status);
  if (!limit && !(again && response.status === 400)) return null;
  const { code = 'full', detail = '', setting = '' } = await response.json();
  return { code, sentence: detail, setting };
}
