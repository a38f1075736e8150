// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { cameraInPath, openSocket } from './address.js';
import { Peer } from './peer.js';

/**
 * The first thing that runs: when the address names a camera its connection is made at once, while
 * the rest of the page is still on its way. A player takes it over as if it had made it.
 */

/**
 * A connection that nobody watches yet.
 * @typedef {object} HeadStart
 * @property {string} id the camera
 * @property {WebSocket} socket
 * @property {MessageEvent[]} backlog messages that came and wait for the player
 * @property {Peer} peer
 * @property {Promise<boolean>|null} answered what Peer.answer says, once there was an offer
 * @property {boolean} superseded whether a second offer waits in the backlog
 * @property {string} session the key of the session, as the offer has it
 */

/** @type {HeadStart|null} */
let headStart = null;

/**
 * Hands over the connection that was begun for a camera, once.
 * @param {string} id the camera
 * @returns {HeadStart|null} null when there is none for it
 */
export function takeHeadStart(id) {
  const found = headStart;
  headStart = null;
  if (found?.id === id) return found;
  found?.socket.close();
  found?.peer.close();
  return null;
}

function begin(id) {
  const socket = openSocket(id);
  const peer = new Peer({
    send: (message) => socket.send(JSON.stringify(message)),
    onStream: () => {},
    onConnection: () => {},
  });
  const start = { id, socket, backlog: [], peer, answered: null, superseded: false, session: '' };
  socket.onmessage = (event) => receive(start, event);
  return start;
}

/** Answers the first offer and takes its candidates; everything else waits for the player. */
function receive(start, event) {
  const { type, sdp, ...rest } = JSON.parse(event.data);
  if (type === 'offer' && !start.answered) {
    start.session = rest.session ?? '';
    start.answered = start.peer.answer(sdp, rest.iceServers);
    start.answered.catch(() => {});  // the player looks at what became of it
  } else if (type === 'candidate' && !start.superseded) {
    start.peer.addCandidate(rest);
  } else {
    // The candidates after a second offer are those of the connection it asks for.
    start.superseded ||= type === 'offer';
    start.backlog.push(event);
  }
}

const id = cameraInPath(location.pathname);
if (id && document.visibilityState === 'visible') headStart = begin(id);
