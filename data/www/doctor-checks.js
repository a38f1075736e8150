// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { decodesH264 } from './checkup.js';
import { stateSentence } from './state-text.js';

/**
 * One thing that was looked at.
 * @typedef {object} Check
 * @property {string} name
 * @property {'good'|'bad'|'open'} state open: nothing is known yet, or nothing is there
 * @property {string} text
 */

/**
 * What a support person would look at, in the order in which things have to work.
 * @param {import('./player.js').Player} player
 * @param {import('./checkup.js').Findings|null} findings
 * @param {boolean} reachable whether the server answers
 * @returns {Check[]}
 */
export function checksOf(player, findings, reachable) {
  const live = player.status.state === 'live';
  const ours = findings?.ours ?? [];
  const theirs = findings?.theirs ?? [];
  return [
    judged('Server', reachable, 'answers', 'does not answer'),
    socketCheck(player),
    judged('Video format', decodesH264(), 'H.264 can be decoded', 'no decoder for H.264'),
    addressCheck('This browser', ours, ours.length > 0 && ours.every((each) => each.includes('.local:'))
      ? ' (hidden behind mDNS names)' : ''),
    addressCheck('The server', theirs, ''),
    waysCheck(findings?.ways ?? [], live),
    relayCheck([...ours, ...theirs], findings?.errors ?? []),
    { name: 'Picture', state: live ? 'good' : 'open', text: live ? 'comes' : 'none yet' },
  ];
}

/**
 * The doctor's word on a player.
 * @param {import('./player.js').Player} player
 * @param {string} title the camera's
 * @param {boolean} reachable whether the server answers
 * @returns {import('./api.js').Trouble}
 */
export function verdictOf(player, title, reachable) {
  if (player.diagnosis && reachable) return player.diagnosis;
  const { status } = player;
  const plain = (code, sentence) => ({ code, sentence, setting: '' });
  if (status.state === 'live') return plain('live', `${title} is live: nothing is wrong.`);
  if (status.state === 'connecting' && status.kind === '') {
    return plain('trying', `${title} is being connected. It takes up to ten seconds to say what is wrong.`);
  }
  const sentence = stateSentence(status, title, reachable);
  return plain('other', /[.…]$/.test(sentence) ? sentence : `${sentence}.`);
}

function judged(name, good, well, badly) {
  return { name, state: good ? 'good' : 'bad', text: good ? well : badly };
}

function socketCheck({ signalled, status, diagnosis }) {
  const name = 'WebSocket';
  if (signalled) return { name, state: 'good', text: 'open' };
  if (status.kind === 'unreachable' || diagnosis?.code === 'websocket-blocked') {
    return { name, state: 'bad', text: 'does not open' };
  }
  return { name, state: 'open', text: status.state === 'error' ? 'waits for the next attempt' : 'opening' };
}

function addressCheck(name, addresses, note) {
  return {
    name: `${name}’s addresses`,
    state: addresses.length > 0 ? 'good' : 'open',
    text: addresses.length > 0 ? addresses.join(', ') + note : 'none yet',
  };
}

function waysCheck(ways, live) {
  const name = 'Ways between them';
  if (live && ways.length === 0) return { name, state: 'good', text: 'one is in use' };
  if (ways.length === 0) return { name, state: 'open', text: 'none tried' };
  const answered = ways.filter((way) => way.answered > 0).length;
  const tried = ways.length === 1 ? '1 tried' : `${ways.length} tried`;
  return { name, state: answered ? 'good' : 'bad', text: `${tried}, ${answered || 'none'} answered` };
}

function relayCheck(candidates, errors) {
  const name = 'TURN relay';
  if (candidates.some((each) => each.startsWith('relay '))) return { name, state: 'good', text: 'offered' };
  if (errors.length > 0) return { name, state: 'bad', text: errors.join(', ') };
  return { name, state: 'open', text: 'none offered' };
}
