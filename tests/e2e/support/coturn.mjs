// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from './daemon.mjs';

// A password that needs every kind of percent-encoding a URL has.
const password = 'p@ss/w:rd?#%41';

/** Where the TURN server is, and who may use it, as a URL has them. */
export const turn = {
  address: '[2001:db8::1]',
  relayAddress: '192.0.2.1',
  port: 3478,
  relayPorts: [60000, 60099],
  user: 'robot',
  password: encodeURIComponent(password),
};

/** Starts coturn on the LAN with long-term credentials, as its manual's own examples do. */
export async function startCoturn() {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-coturn-'));
  const program = await startProgram(
    'stdbuf', // its log is read while it runs
    [
      '-oL', 'turnserver',
      '-n', // no configuration file
      '--listening-ip', turn.address.slice(1, -1), '--relay-ip', turn.relayAddress, '--listening-port', String(turn.port),
      '--min-port', String(turn.relayPorts[0]), '--max-port', String(turn.relayPorts[1]),
      '--lt-cred-mech', '--realm', 'example.org', '--user', `${turn.user}:${password}`,
      '--no-tls', '--no-dtls', '--no-cli', '--verbose', '--log-binding', '--log-file', 'stdout',
      '--pidfile', join(folder, 'pid'), '--userdb', join(folder, 'db'),
    ],
    new RegExp(`IPv6\\. UDP listener opened on[^]*${turn.port}`),
  );
  const stop = program.stop.bind(program);
  program.stop = async () => {
    await stop('SIGKILL'); // it keeps nothing that is worth an orderly end
    rmSync(folder, { recursive: true, force: true });
  };
  return program;
}
