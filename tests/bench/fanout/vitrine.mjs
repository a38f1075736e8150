// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Vitrine itself. Its camera is the RTP that its peers have too, passed through as it is; or its own test
// picture.
import { startVitrine } from '../../e2e/support/daemon.mjs';
import { framesPerSecond, payloadType } from './clip.mjs';

const caps = `application/x-rtp,media=video,clock-rate=90000,encoding-name=H264,payload=${payloadType}`;

const sources = {
  rtp: (port) => `pipeline:udpsrc address=127.0.0.1 port=${port} buffer-size=4194304 caps="${caps}" ! rtph264depay ! h264parse`,
  test: () => 'test:',
};

/** Starts it; gives its pid, what the load viewer needs to know, and stop(), which gives complaints. */
export async function startServer(server, { options, rtpPort, host }) {
  const config = [
    '[server]',
    `listen = ${host}:0`,
    ...options.serverLines,
    ...server.lines,
    '[limits]',
    'viewers = 1000',
    'viewers-per-camera = 1000',
    'memory = 4096',
    '[camera test]',
    `source = ${sources[options.source](rtpPort)}`,
    'width = 640',
    'height = 480',
    `framerate = ${framesPerSecond}`,
    'bitrate = 1500',
    '',
  ].join('\n');
  const program = await startVitrine(config, { executable: server.executable });
  return {
    pid: program.pid,
    url: program.url,
    loadArguments: ['--url', program.url],
    async stop() {
      const code = await program.stop();
      return code === 0 ? [] : [`vitrine ended with ${code}: ${program.log.slice(-2000)}`];
    },
  };
}
