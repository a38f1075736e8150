// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What systemd sees of the daemon: when it is ready, how it is, that it lives, reloads and stops; and the sockets
// and credentials that systemd hands to it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { get, programs, startLoadViewer, startProgram, startVitrineOn, testCamera, until } from './support/daemon.mjs';

const directory = mkdtempSync(join(tmpdir(), 'vitrine-systemd-'));
const file = join(directory, 'vitrine.conf');
const notifySocket = join(directory, 'notify');
// Known before it is said: the network is this test's own.
const here = testCamera.replace('127.0.0.1:0', '127.0.0.1:8080');

let manager;
let vitrine;
before(async () => {
  writeFileSync(file, here);
  manager = await startProgram(programs.notifysocket, [notifySocket], /listening/);
});
after(async () => {
  await vitrine?.stop('SIGKILL');
  await manager?.stop();
  rmSync(directory, { recursive: true });
});

test('READY=1 comes when the port is bound, WATCHDOG=1 again and again', async () => {
  const env = { NOTIFY_SOCKET: notifySocket, WATCHDOG_USEC: '200000' };
  const starting = startVitrineOn(file, { live: false, env });
  await manager.says(/READY=1/);
  assert.equal((await get('http://127.0.0.1:8080/api/v1/cameras')).status, 200);
  vitrine = await starting;
  await manager.says(/(WATCHDOG=1[^]*){3}/);
});

test('STATUS= is one line that follows the cameras and the viewers', async () => {
  await manager.says(/STATUS=1 camera live, 0 viewers\n/);
  const { ended } = startLoadViewer(vitrine.url, ['--viewers', '2', '--seconds', '3']);
  await manager.says(/STATUS=1 camera live, 2 viewers\n/);
  assert.equal((await ended).code, 0);
  await manager.says(/2 viewers\n[^]*STATUS=1 camera live, 0 viewers\n/);
});

test('a reload begins with RELOADING=1 and the time, and ends with READY=1', async () => {
  const before = process.hrtime.bigint() / 1000n;
  writeFileSync(file, `${here}[camera yard]\nsource = test:\nwidth = 320\nheight = 240\n`);
  vitrine.child.kill('SIGHUP');
  const [, time] = await manager.says(/RELOADING=1\nMONOTONIC_USEC=(\d+)\n[^]*READY=1\n/);
  assert.ok(BigInt(time) >= before, `${time} < ${before}`);
  await manager.says(/STATUS=2 cameras live/);
});

test('a reload of a wrong file ends, too, and the status says what is in force', async () => {
  writeFileSync(file, `${here}widht = 3\n`);
  vitrine.child.kill('SIGHUP');
  await manager.says(/(RELOADING=1[^]*READY=1[^]*){2}/);
  await manager.says(/STATUS=2 cameras live.*configuration on disk is wrong/);
});

test('STOPPING=1 comes with the end', async () => {
  assert.equal(await vitrine.stop(), 0, vitrine.log);
  await manager.says(/STOPPING=1\nSTATUS=stopping\n/);
});

test('it listens on the sockets that systemd passes, and on no other', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const config = testCamera.replace('127.0.0.1:0', `127.0.0.1:${other.address().port}`);
  // LISTEN_PID names who is meant; the shell becomes it.
  const child = spawn('sh', ['-c', 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" --config -', programs.vitrine], {
    stdio: ['pipe', 'ignore', 'pipe', server._handle.fd],
  });
  let log = '';
  child.stderr.on('data', (data) => (log += data));
  child.stdin.end(config);
  try {
    await until(() => log.includes('open http'));
    assert.match(log, new RegExp(`open http://127\\.0\\.0\\.1:${port}/\n`));
    // What connects now is the daemon's: node does not accept any more.
    server._handle.close();
    await until(async () => (await get(`http://127.0.0.1:${port}/healthz`)).status === 200);
  } finally {
    child.kill();
    other.close();
  }
  const [code] = await once(child, 'exit');
  assert.equal(code, 0, log);
});
