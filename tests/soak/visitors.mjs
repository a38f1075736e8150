// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Who comes and goes, each in a way of their own. All give how many joined and, where that is wrong, what failed.
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { startLoadViewer } from '../e2e/support/daemon.mjs';
import { openSignal } from '../e2e/support/signal.mjs';

const crowdSize = 50;
const joinSeconds = '20'; // a machine that tests is rarely idle

/** By turns clean, without a word, before the answer, before ICE, mid-handshake, mid-GOP, half-open, with garbage. */
export async function mixed(url, camera, joins) {
  const { report } = await startLoadViewer(url, ['--camera', camera, '--churn', String(joins), '--parallel', '4',
    '--leave', 'mixed', '--join-timeout', joinSeconds]).ended;
  return { joins: report.joins, failures: report.firstFailures };
}

/** Fifty within one moment; also gives how long the last of them waited for its picture. */
export async function crowd(url) {
  const { report } = await startLoadViewer(url, ['--viewers', String(crowdSize), '--seconds', '1', '--decrypt-every', '0',
    '--join-timeout', joinSeconds]).ended;
  const failures = report.viewers.filter(({ failure }) => failure !== '').map(({ failure }) => `crowd: ${failure}`);
  return { joins: crowdSize, failures, lastFrameMs: report.totals.firstKeyFrameMs.max };
}

/** Some whose process is killed after so many milliseconds, wherever they are by then. */
export async function killed(url, milliseconds) {
  const viewers = 4;
  const { child, ended } = startLoadViewer(url, ['--viewers', String(viewers), '--seconds', '600', '--decrypt-every', '0']);
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
  await ended;
  clearTimeout(timer);
  return { joins: viewers, failures: [] };
}

/** Connections that say nothing, half of something, or nonsense, and stay open while `meanwhile` lasts. */
export async function lurking(url, meanwhile) {
  const { hostname, port } = new URL(url);
  const words = ['', 'GET /cameras/test/ws HTTP/1.1\r\nHost: x\r\nUpgr', randomBytes(300),
    `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(1 << 17)}\r\n\r\n`];
  const sockets = words.map((text) => {
    const socket = connect(Number(port), hostname).on('error', () => {});
    socket.write(text);
    return socket;
  });
  const waiting = await openSignal(url); // is offered a picture and never answers
  await waiting.first('offer');
  try {
    await meanwhile();
  } finally {
    for (const socket of [...sockets, waiting.socket]) socket.destroy();
  }
  return { joins: 1, failures: [] };
}

/** Starts who watches throughout; they are there when `joined` is fulfilled. */
export function watchers(url, count) {
  const { child, ended } = startLoadViewer(url, ['--viewers', String(count), '--seconds', '360000', '--decrypt-every', '5',
    '--join-timeout', joinSeconds]);
  const finish = async () => {
    child.kill('SIGINT');
    return (await ended).report.viewers;
  };
  return { finish, ended };
}

/** Two on a camera that goes away under them: they are told, and that is their end. */
export function guests(url) {
  const { ended } = startLoadViewer(url, ['--camera', 'guest', '--viewers', '2', '--seconds', '600', '--decrypt-every', '0']);
  return ended.then(() => ({ joins: 2, failures: [] }));
}
