// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';

/**
 * Connects to where a URL leads and sends bytes, right or wrong; gives `{ socket, heard, over }`: what came back,
 * and whether the other side has ended it.
 */
export async function connect(url, bytes = '') {
  const { hostname, port } = new URL(url);
  const socket = connectTcp({ host: hostname.replace(/[[\]]/g, ''), port: Number(port) });
  const peer = { socket, heard: '', over: false };
  socket.on('data', (data) => (peer.heard += data));
  for (const end of ['end', 'close', 'error']) socket.on(end, () => (peer.over = true));
  await once(socket, 'connect');
  if (bytes) socket.write(bytes);
  return peer;
}
