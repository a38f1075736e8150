// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { execFileSync } from 'node:child_process';
import { X509Certificate, createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

/** Starts coturn with the arguments that matter; gives the program, whose end leaves nothing behind. */
async function start(startIn, args, address, at) {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-coturn-'));
  const program = await startIn(
    'stdbuf', // its log is read while it runs
    [
      '-oL', 'turnserver',
      '-n', // no configuration file
      '--listening-ip', address, '--listening-port', String(at), '--realm', 'example.org',
      '--no-cli', '--verbose', '--log-binding', '--log-file', 'stdout',
      '--pidfile', join(folder, 'pid'), '--userdb', join(folder, 'db'), ...args(folder),
    ],
    new RegExp(`UDP listener opened on[^]*${at}`),
  );
  const stop = program.stop.bind(program);
  program.stop = async () => {
    await stop('SIGKILL'); // it keeps nothing that is worth an orderly end
    rmSync(folder, { recursive: true, force: true });
  };
  return program;
}

/** Starts coturn on the LAN with long-term credentials, as its manual's own examples do. */
export const startCoturn = () =>
  start(startProgram, () => [
    '--relay-ip', turn.relayAddress, '--min-port', String(turn.relayPorts[0]), '--max-port', String(turn.relayPorts[1]),
    '--lt-cred-mech', '--user', `${turn.user}:${password}`, '--no-tls', '--no-dtls',
  ], turn.address.slice(1, -1), turn.port);

/**
 * Starts coturn in a place (support/networks.mjs) at its address, port 3478, and 5349 for TLS. With a secret it relays
 * for who has a login made of that, and `pin` is what Chromium knows its certificate by; else it is a STUN server.
 */
export async function startCoturnAt(place, address, secret = '') {
  let pin = '';
  const program = await start((...how) => place.start(...how), (folder) => {
    if (!secret) return ['--stun-only', '--no-tls', '--no-dtls'];
    const [certificate, key] = ['turn.crt', 'turn.key'].map((name) => join(folder, name));
    pin = makeCertificate(address, certificate, key);
    return [
      '--relay-ip', address, '--use-auth-secret', '--static-auth-secret', secret, '--tls-listening-port', '5349',
      '--cert', certificate, '--pkey', key,
    ];
  }, address, turn.port);
  return Object.assign(program, { pin });
}

/** Makes one that is signed by itself; gives the hash of its public key. */
function makeCertificate(address, certificate, key) {
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=turn', '-addext', `subjectAltName=IP:${address}`, '-out', certificate, '-keyout', key,
  ], { stdio: 'pipe' });
  const { publicKey } = new X509Certificate(readFileSync(certificate));
  return createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('base64');
}
