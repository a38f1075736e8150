// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** The addresses of the page and of its sockets. */

const kPath = /^\/cameras\/([^/]+)\/?$/;

/**
 * The camera an address path names.
 * @param {string} path such as /cameras/front
 * @returns {string|null} the camera's id, null for every other path
 */
export function cameraInPath(path) {
  const match = kPath.exec(path);
  if (!match) return null;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return match[1];
  }
}

/**
 * The page of a camera.
 * @param {string} id
 * @returns {string} a path
 */
export function cameraPath(id) {
  return `/cameras/${encodeURIComponent(id)}`;
}

/**
 * Where a camera's signalling socket is.
 * @param {string} id
 * @returns {string} a path
 */
export function socketPath(id) {
  return `${cameraPath(id)}/ws`;
}

/**
 * Opens a signalling socket.
 * @param {string} id the camera
 * @param {string} [session] the key of a session that is to go on, if there is one
 * @returns {WebSocket}
 */
export function openSocket(id, session = '') {
  const url = new URL(socketPath(id), location.href);
  if (session) url.searchParams.set('session', session);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url, 'vitrine.v1');
}
