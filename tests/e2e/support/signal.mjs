// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { get as httpGet } from 'node:http';
import { until } from './daemon.mjs';

const opcodes = { text: 1, close: 8, ping: 9, pong: 10 };

// A client's frame (RFC 6455, section 5.2) of less than 64 KiB, masked with zeroes.
function frame(opcode, payload) {
  const head = payload.length < 126
    ? Buffer.from([0x80 | opcode, 0x80 | payload.length])
    : Buffer.from([0x80 | opcode, 0x80 | 126, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}

/** A signalling socket without a browser: says what it is told to, and keeps all it hears. */
class Signal {
  constructor(socket, head) {
    this.heard = [];
    this.closed = false;
    this.socket = socket;
    this.rest = Buffer.alloc(0);
    socket.on('data', (data) => this.#take(data));
    socket.on('close', () => (this.closed = true));
    socket.on('error', () => (this.closed = true));
    this.#take(head);
  }

  #take(data) {
    this.rest = Buffer.concat([this.rest, data]);
    for (;;) {
      if (this.rest.length < 2) return;
      const short = this.rest[1] & 0x7f;
      const head = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (this.rest.length < head) return;
      const length = head === 2 ? short : head === 4 ? this.rest.readUInt16BE(2) : Number(this.rest.readBigUInt64BE(2));
      if (this.rest.length < head + length) return;
      const payload = this.rest.subarray(head, head + length);
      const opcode = this.rest[0] & 0x0f;
      this.rest = this.rest.subarray(head + length);
      if (opcode === opcodes.text) this.heard.push(JSON.parse(payload.toString()));
      if (opcode === opcodes.ping) this.socket.write(frame(opcodes.pong, payload));
      if (opcode === opcodes.close) this.socket.end(frame(opcodes.close, payload));
    }
  }

  send(message) {
    this.socket.write(frame(opcodes.text, Buffer.from(JSON.stringify(message))));
  }

  /** All messages of a type so far. */
  all(type) {
    return this.heard.filter((message) => message.type === type);
  }

  /** The first message of a type; waits for it. */
  async first(type) {
    await until(() => this.all(type).length > 0 || this.closed);
    if (this.all(type).length === 0)
      throw new Error(`closed without a message of type ${type}: ${JSON.stringify(this.heard)}`);
    return this.all(type)[0];
  }

  /** Leaves as a client should. */
  async leave() {
    this.send({ type: 'bye' });
    await until(() => this.closed);
  }
}

/** The request that opens a camera's signalling socket, for who sends it byte by byte. */
export const handshake = (camera) =>
  `GET /cameras/${camera}/ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`;

/** Opens a camera's signalling socket; gives it, or `{ status, headers, text }` of a refusal. */
export async function openSignal(url, camera = 'test') {
  const request = httpGet(`${url}/cameras/${camera}/ws`, {
    agent: false,
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
      'Sec-WebSocket-Protocol': 'vitrine.v1',
    },
  });
  const [response, socket, head] = await Promise.race([once(request, 'upgrade'), once(request, 'response')]);
  if (socket) return new Signal(socket, head);
  let text = '';
  for await (const data of response.setEncoding('utf8')) text += data;
  return { status: response.statusCode, headers: response.headers, text };
}

/** The parts of a candidate line (RFC 8839, section 5.1). */
export function readCandidate(line) {
  const [, , transport, , address, port, , kind] = line.split(' ');
  return { transport: transport.toLowerCase(), address, port: Number(port), kind };
}
