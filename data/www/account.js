// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { ask } from './api.js';

/** Who is here, and links for those who are not: the API as far as it is about people. */

/**
 * @typedef {object} Session
 * @property {boolean} open whether everybody may do everything: no users are configured
 * @property {string|null} user
 * @property {'view'|'operate'|null} role
 * @property {boolean} signedIn whether it is by a session that can be ended
 */

/**
 * Asks who is here.
 * @returns {Promise<Session>}
 */
export async function fetchSession() {
  return (await ask('GET', '/api/v1/session')).json();
}

/**
 * Signs in.
 * @param {string} user
 * @param {string} password
 * @returns {Promise<void>} rejects with the server's sentence
 */
export async function signIn(user, password) {
  await ask('POST', '/api/v1/session', { user, password });
}

/** Signs out. */
export async function signOut() {
  await ask('DELETE', '/api/v1/session');
}

/**
 * A link to a camera, without what makes it work.
 * @typedef {object} Link
 * @property {string} id
 * @property {string} camera
 * @property {string} by who gave it
 * @property {string} ends when (RFC 3339)
 */

/**
 * The links to a camera that hold.
 * @param {string} camera
 * @returns {Promise<Link[]>}
 */
export async function fetchLinks(camera) {
  const { links } = await (await ask('GET', '/api/v1/links')).json();
  return links.filter((link) => link.camera === camera);
}

/**
 * Makes a link by which anybody may watch a camera.
 * @param {string} camera
 * @param {number} seconds for how long
 * @returns {Promise<string>} its address, which the server does not tell again
 */
export async function giveLink(camera, seconds) {
  const { path } = await (await ask('POST', '/api/v1/links', { camera, seconds })).json();
  return new URL(path, location.href).href;
}

/**
 * Takes a link back: who watches by it is ended.
 * @param {string} id
 */
export async function takeLinkBack(id) {
  await ask('DELETE', `/api/v1/links/${encodeURIComponent(id)}`);
}
