// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Who shows the stamped picture: Vitrine, which makes it itself, and Janus, which gets it as RTP from
// the same source and encoder in a process of its own.
import { startVitrine } from '../../e2e/support/daemon.mjs';
import { startServer as startJanus } from '../fanout/janus.mjs';
import { start } from '../fanout/programs.mjs';

const rtpPort = 5006;

async function startVitrineFor({ width, height, framerate, bitrate }, host) {
  const program = await startVitrine(`[server]
listen = ${host}:0
[camera test]
source = test:
width = ${width}
height = ${height}
framerate = ${framerate}
bitrate = ${bitrate}
`);
  return {
    url: program.url,
    loadArguments: ['--url', program.url],
    stop: () => program.stop(),
  };
}

async function startJanusFor({ width, height, framerate, bitrate }, host, playoutDelay = false) {
  const sender = start(process.env.STAMPSENDER, [width, height, framerate, bitrate, rtpPort].map(String));
  const janus = await startJanus({}, { rtpPort, host, playoutDelay });
  return {
    ...janus,
    async stop() {
      await janus.stop();
      await sender.stop();
    },
  };
}

/** By name: each starts a server for a format, and gives it with `loadArguments` and `stop()`. */
export const servers = {
  vitrine: startVitrineFor,
  janus: startJanusFor,
  'janus-instant': (format, host) => startJanusFor(format, host, true),
};
