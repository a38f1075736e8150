// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// [server] tls-certificate and tls-key: the page, its sockets and the API over TLS.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connect } from 'node:tls';
import { launchBrowser, watch } from './support/browser.mjs';
import { ask, get, runVitrine, startVitrineOn, testCamera } from './support/daemon.mjs';

let folder;
const file = (name) => join(folder, name);
const withTls = (certificate, key) =>
  testCamera.replace('[camera test]', `tls-certificate = ${file(certificate)}\ntls-key = ${file(key)}\n[camera test]`);

function makeCertificate(name) {
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost',
    '-out', file(`${name}.crt`), '-keyout', file(`${name}.key`),
  ], { stdio: 'pipe' });
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-tls-'));
  makeCertificate('own');
  makeCertificate('other');
  writeFileSync(file('junk'), 'this is no PEM\n');
});
after(() => rmSync(folder, { recursive: true }));

/** The certificate that a new connection gets. */
async function shown(url) {
  const socket = connect(new URL(url).port, '127.0.0.1', { rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}
const inFile = (name) => new X509Certificate(readFileSync(file(name))).fingerprint256;

test('a browser sees the picture over HTTPS and WSS, and stays while the certificate is renewed', async () => {
  writeFileSync(file('conf'), withTls('new.crt', 'new.key'));
  for (const kind of ['crt', 'key']) copyFileSync(file(`own.${kind}`), file(`new.${kind}`));
  const vitrine = await startVitrineOn(file('conf'));
  assert.match(vitrine.url, /^https:\/\/127\.0\.0\.1:\d+$/);
  const browser = await launchBrowser();
  try {
    const sockets = [];
    const { page } = await watch(browser, `${vitrine.url}/cameras/test`, async (page) => {
      page.on('websocket', (socket) => sockets.push(socket.url()));
    });
    assert.equal(await page.evaluate(() => location.protocol), 'https:');
    assert.deepEqual(sockets, [`${vitrine.url.replace('https', 'wss')}/cameras/test/ws`]);
    assert.equal((await get(`${vitrine.url}/api/v1/cameras`)).status, 200);
    await assert.rejects(get(`${vitrine.url.replace('https', 'http')}/healthz`), 'plain HTTP was answered');
    const { host } = new URL(vitrine.url);
    // What OpenSSL itself would refuse is allowed to it: it is the server that must not.
    const isServed = (version) => spawnSync('openssl',
      ['s_client', '-quiet', '-connect', host, version, '-cipher', 'ALL:@SECLEVEL=0'],
      { input: 'GET /healthz HTTP/1.0\r\n\r\n', timeout: 10000 }).stdout.toString().startsWith('HTTP/1.');
    assert.deepEqual(['-tls1', '-tls1_1', '-tls1_2', '-tls1_3'].map(isServed), [false, false, true, true]);

    const reload = async () => {
      const { status, text } = await ask('POST', `${vitrine.url}/api/v1/reload`);
      return { status, ...JSON.parse(text) };
    };
    assert.equal(await shown(vitrine.url), inFile('own.crt'));
    assert.deepEqual(await reload().then(({ status, certificate }) => [status, certificate]), [200, false]);
    for (const kind of ['crt', 'key']) copyFileSync(file(`other.${kind}`), file(`new.${kind}`));
    assert.equal(await shown(vitrine.url), inFile('own.crt'));
    assert.deepEqual(await reload().then(({ status, certificate }) => [status, certificate]), [200, true]);
    assert.equal(await shown(vitrine.url), inFile('other.crt'));
    // One that no browser could use, and a configuration that would otherwise change something.
    copyFileSync(file('own.crt'), file('new.crt'));
    writeFileSync(file('conf'), withTls('new.crt', 'new.key').replace('Test picture', 'Door'));
    const { status, detail } = await reload();
    assert.equal(status, 422);
    assert.match(detail, /tls-certificate .*new\.crt.*does the key belong/);
    assert.equal(await shown(vitrine.url), inFile('other.crt'));
    assert.match((await get(`${vitrine.url}/api/v1/cameras`)).text, /Test picture/);
    // The page's own connections were left alone.
    assert.equal(sockets.length, 1);
  } finally {
    await browser.close();
  }
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});

test('under TLS, and behind a proxy that speaks it, cookies go encrypted alone', async () => {
  const { stdout } = await runVitrine(['--hash-password'], 'correct horse battery\n');
  const users = `[user alice]\n${stdout}`;
  const cookie = async (url, headers = {}) => {
    const request = (url.startsWith('https') ? httpsRequest : httpRequest)(`${url}/api/v1/session`,
      { method: 'POST', agent: false, rejectUnauthorized: false, headers: { 'Content-Type': 'application/json', ...headers } });
    request.end(JSON.stringify({ user: 'alice', password: 'correct horse battery' }));
    const [response] = await once(request, 'response');
    response.resume();
    return response.headers['set-cookie'][0];
  };
  const secure = await startVitrineOn('-', { config: withTls('own.crt', 'own.key') + users, live: false });
  assert.match(await cookie(secure.url), /; HttpOnly; SameSite=Strict; Secure$/);
  assert.equal(await secure.stop(), 0, secure.log);
  const plain = await startVitrineOn('-', { config: testCamera + users, live: false });
  assert.match(await cookie(plain.url), /; HttpOnly; SameSite=Strict$/);
  assert.match(await cookie(plain.url, { 'X-Forwarded-Proto': 'https' }), /; Secure$/);
  assert.equal(await plain.stop(), 0, plain.log);
});

const wrong = {
  'a certificate that is no PEM': ['junk', 'own.key'],
  'a key that is no PEM': ['own.crt', 'junk'],
  'a certificate and a key the wrong way round': ['own.key', 'own.crt'],
  'the key of another certificate': ['own.crt', 'other.key'],
  'a file that does not exist': ['nowhere.crt', 'own.key'],
};

for (const [what, files] of Object.entries(wrong))
  test(`${what} stops the start with a message that names the key and the file`, async () => {
    const { code, stderr } = await runVitrine(['--config', '-'], withTls(...files));
    console.log(stderr.trim());
    assert.ok(code === 69 || code === 78, `exit code ${code}: ${stderr}`);
    assert.match(stderr, /tls-(certificate|key)/);
    assert.ok(stderr.includes(folder), stderr);
  });
