// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The least program around pion, which speaks Vitrine's signalling: ../fanout.pion.
import { listening, start } from './programs.mjs';

const port = 8080;

/** As vitrine.mjs'. */
export async function startServer(server, { rtpPort, host }) {
  const program = start(process.env.FANOUT_PION, [
    '-listen', `${host}:${port}`,
    '-address', host,
    '-rtp', `127.0.0.1:${rtpPort}`,
    ...(server.variant === 'interceptors' ? ['-interceptors'] : []),
  ]);
  await listening(program, host, port);
  return {
    pid: program.pid,
    loadArguments: ['--url', `http://${host}:${port}`, '--playout-delay', 'any'],
    async stop() {
      await program.stop();
      return [];
    },
  };
}
