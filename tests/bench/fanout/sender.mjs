// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// sender.mjs CLIP PORT: plays a clip of RTP to a UDP port of this machine, over and over, as one stream
// without a seam, each frame when it is due. Alone in a process, so that nothing else delays a frame.
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { framesOf, framesPerSecond, ticksPerSecond } from './clip.mjs';

const [file, port] = process.argv.slice(2);
const frames = framesOf(readFileSync(file));
const packetsInClip = frames.flat().length;
const socket = createSocket('udp4');
// While no server listens, the kernel says so with every packet.
socket.on('error', () => {});

let round = 0;
let next = 0; // the frame
let sequence = 0; // of the clip's first packet in this round

function send() {
  const timestamp = ((round * frames.length + next) * (ticksPerSecond / framesPerSecond)) % 2 ** 32;
  for (const packet of frames[next]) {
    packet.writeUInt16BE(sequence, 2);
    packet.writeUInt32BE(timestamp, 4);
    sequence = (sequence + 1) % 2 ** 16;
    // The socket sends later, when the packet may already be on its way again.
    socket.send(Buffer.from(packet), Number(port), '127.0.0.1');
  }
  next += 1;
  if (next === frames.length) {
    next = 0;
    round += 1;
  }
}

const start = performance.now();
let sent = 0;
function tick() {
  const due = Math.floor(((performance.now() - start) * framesPerSecond) / 1000) + 1;
  while (sent < due) {
    send();
    sent += 1;
  }
  setTimeout(tick, Math.max(0, start + (sent * 1000) / framesPerSecond - performance.now()));
}
tick();
console.log(`sending ${frames.length} frames in ${packetsInClip} packets`);
