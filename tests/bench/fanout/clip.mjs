// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The one stream that every server gets: encoded once, so that no encoder runs while something is measured
// and each round has the same bytes.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export const framesPerSecond = 30;
export const ticksPerSecond = 90000;
export const payloadType = 96;
const seconds = 20;
const kilobits = 1500;
// A peer that cannot ask the encoder has a viewer wait for the next of these.
const keyFrameSeconds = 2;

/** Encodes the clip into a file: RTP packets, each after its length in two bytes (RFC 4571). */
export function makeClip(file) {
  const pipeline = [
    // The pattern has a field of noise, which no encoder makes small: the rate is really reached.
    `videotestsrc num-buffers=${seconds * framesPerSecond} pattern=smpte`,
    `video/x-raw,width=640,height=480,framerate=${framesPerSecond}/1`,
    `x264enc tune=zerolatency speed-preset=superfast bitrate=${kilobits} key-int-max=${keyFrameSeconds * framesPerSecond} aud=false threads=1`,
    'video/x-h264,profile=constrained-baseline',
    `rtph264pay pt=${payloadType} ssrc=1234 mtu=1200 config-interval=-1 aggregate-mode=zero-latency`,
    'rtpstreampay',
    `filesink location=${file}`,
  ].join(' ! ');
  execFileSync('gst-launch-1.0', ['-q', ...pipeline.split(' ')], { timeout: 120000 });
}

/** The clip's packets, those of one frame in one list. */
export function framesOf(bytes) {
  const frames = [[]];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const end = at + 2 + bytes.readUInt16BE(at);
    const packet = bytes.subarray(at + 2, end);
    frames.at(-1).push(packet);
    const marker = packet[1] >> 7 === 1;
    if (marker) frames.push([]);
    at = end;
  }
  return frames.filter((frame) => frame.length > 0);
}

/** What a viewer is to receive. */
export function rateOf(file) {
  const frames = framesOf(readFileSync(file));
  const packets = frames.flat();
  const lasts = frames.length / framesPerSecond;
  return {
    framesPerSecond,
    packetsPerSecond: packets.length / lasts,
    kbps: (packets.reduce((sum, packet) => sum + packet.length, 0) * 8) / 1000 / lasts,
  };
}
