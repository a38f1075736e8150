// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Runs the WHIP server janus-whip-server from a checkout whose dependencies are installed, before one room of Janus:
//   node janus-whip-server.mjs CHECKOUT JANUS-URL PORT ROOM TOKEN
// Its endpoint is http://HOST:PORT/whip/endpoint/room.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [checkout, address, port, room, token] = process.argv.slice(2);
const { JanusWhipServer } = await import(pathToFileURL(join(resolve(checkout), 'src/whip.js')));
const server = new JanusWhipServer({ janus: { address }, rest: { port: Number(port), basePath: '/whip' } });
await server.start();
server.createEndpoint({ id: 'room', room: Number(room), token });
console.log('ready');
