// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
/** Every sentence about a camera's state, in one place. */

const kLabels = {
  live: 'Live',
  starting: 'Starting',
  offline: 'Offline',
  connecting: 'Connecting',
  error: 'Reconnecting',
};

/** Words that carry a capital only because a sentence begins with them. */
const kPlainOpening =
  /^(The|This|That|There|A|An|It|Its|No|Not|Nothing|Nobody|Too|Cannot|Could|Waiting|Trying)\b/;

/**
 * One word for a state.
 * @param {import('./player.js').Status} status
 * @returns {string}
 */
export function stateLabel(status) {
  if (status.kind === 'ended') return 'Ended';
  if (status.kind === 'elsewhere') return 'Elsewhere';
  return kLabels[status.state];
}

/**
 * What to tell somebody who looks at a camera that is not live.
 * @param {import('./player.js').Status} status
 * @param {string} title the camera's
 * @param {boolean} serverAnswers whether the server is known to be there
 * @returns {string} empty when the camera is live and there is nothing to say
 */
export function stateSentence(status, title, serverAnswers) {
  const because = status.reason ? `: ${clause(status.reason)}` : '';
  switch (status.state) {
    case 'live': return status.notice ?? '';
    case 'starting': return `${title} is starting${because ? `${because}.` : '…'}`;
    case 'offline': return `${offlineText(title, status.lastPicture)}${because}. Trying again.`;
    case 'connecting':
      if (status.kind === 'stalled') return `No picture comes from ${title}.`;
      return `Connecting to ${title}…`;
    default: return troubleSentence(status, title, serverAnswers);
  }
}

/**
 * When the next attempt is made.
 * @param {number|null} retryAt on the clock of performance.now
 * @returns {string}
 */
export function retryText(retryAt) {
  if (retryAt === null) return 'trying again now';
  const seconds = Math.max(1, Math.ceil((retryAt - performance.now()) / 1000));
  return `trying again in ${seconds} s`;
}

function troubleSentence(status, title, serverAnswers) {
  const reason = status.reason ? `: ${clause(status.reason)}` : '';
  switch (status.kind) {
    case 'diagnosed': return status.reason.replace(/\.$/, '');
    case 'misunderstood': return 'This browser does not understand the offer of the server';
    case 'ended':
    case 'refused': return `The server ended the connection${reason}`;
    case 'elsewhere': return `${title} has many viewers here and can be watched elsewhere: open it`;
    case 'full': return `The server lets nobody more in${reason}`;
    case 'lost': return `The connection to ${title} was lost`;
    default:
      return serverAnswers ? `The server does not let this page connect to ${title}`
        : 'Cannot reach the server';
  }
}

/** That nothing comes, and since when if anything ever came. */
function offlineText(title, lastPicture) {
  const time = new Date(lastPicture ?? '');
  if (Number.isNaN(time.getTime())) return `${title} is offline`;
  return `No signal from ${title} since ${timeText(time)}`;
}

/** The time of the day, and the day unless it is today. */
function timeText(time) {
  const clock = { hour: '2-digit', minute: '2-digit' };
  const today = new Date().toDateString() === time.toDateString();
  const parts = today ? clock : { ...clock, day: 'numeric', month: 'short' };
  return time.toLocaleString([], parts).replaceAll(' ', '\u00a0');
}

/** A server's sentence as the second half of ours: no full stop, no capital but that of a name. */
function clause(reason) {
  const bare = reason.trim().replace(/\.+$/, '');
  return kPlainOpening.test(bare) ? bare[0].toLowerCase() + bare.slice(1) : bare;
}
