// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A camera is published by WHIP, whatever the server answers first, and its further viewers are sent there.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser } from './support/browser.mjs';
import { ask, get, metric, programs, startVitrineOn, testCamera, until } from './support/daemon.mjs';
import { faults } from './support/schema.mjs';
import { openSignal } from './support/signal.mjs';
import { offer, postOffer } from './support/whep.mjs';
import { startWhipServer, takeInPage } from './support/whip.mjs';

const token = 'a-very-secret-token';

let folder;
let file;
let browser;
let media;
let whip;
let vitrine;
let published;

/** Makes a certificate that vouches for itself. */
function makeCertificate(name) {
  const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=sfu', '-addext', 'subjectAltName=IP:127.0.0.1', '-out', cert, '-keyout', key,
  ], { stdio: 'pipe' });
  return { cert: readFileSync(cert), key: readFileSync(key) };
}

/** The daemon where the certificates that the system trusts are one: the file is another for it alone. */
function trusting(name) {
  const program = join(folder, 'vitrine');
  writeFileSync(program, `#!/bin/sh
exec unshare --mount sh -c 'mount --bind ${join(folder, `${name}.crt`)} /etc/ssl/certs/ca-certificates.crt && exec "$0" "$@"' ${programs.vitrine} "$@"
`, { mode: 0o755 });
  return program;
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-publish-'));
  file = join(folder, 'vitrine.conf');
  browser = await launchBrowser();
  media = takeInPage(await browser.newPage());
  whip = await startWhipServer(media, { tls: makeCertificate('known') });
  published = `${testCamera}[publish sfu]
camera = test
url = ${whip.url}/whip/secret-key
token = ${token}
[publish]
viewers-above = 1
watch-url = ${whip.url}/watch/{camera}
`;
  whip.next.push({ status: 503, headers: { 'Retry-After': '1' } }, { status: 307, headers: { Location: '/other/secret-key' } });
  writeFileSync(file, published);
  vitrine = await startVitrineOn(file, { executable: trusting('known') });
});
after(async () => {
  await vitrine?.stop();
  whip?.stop();
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const camera = async () => JSON.parse((await get(`${vitrine.url}/api/v1/cameras/test`)).text);
const isLive = async () => (await camera()).publish[0]?.state === 'live';

test('a server that is busy is left alone as long as it says, a redirect is followed, and the picture comes', async () => {
  await until(isLive);
  await until(async () => (await media.stats(whip.last)).framesDecoded >= 30);
  const stats = await media.stats(whip.last);
  assert.equal(stats.frameWidth, 640);
  const posts = whip.all('POST');
  assert.deepEqual(posts.map(({ path }) => path), ['/whip/secret-key', '/whip/secret-key', '/other/secret-key']);
  assert.ok(posts[1].at - posts[0].at >= 1000, `${posts[1].at - posts[0].at} ms`);
  for (const { headers, body } of posts) {
    assert.equal(headers.authorization, `Bearer ${token}`);
    assert.equal(headers['content-type'], 'application/sdp');
    assert.match(body, /^a=sendonly\r$/m);
    assert.match(body, /^a=candidate:.* typ host/m);
    assert.match(body, /^a=end-of-candidates\r$/m);
  }
  const [{ name, url, reason, framesSent }] = (await camera()).publish;
  assert.deepEqual({ name, url, reason }, { name: 'sfu', url: `${whip.url}/…`, reason: '' });
  assert.ok(framesSent >= 30);
  const api = JSON.parse((await get(`${vitrine.url}/api/v1/openapi.json`)).text);
  assert.deepEqual(faults(await camera(), api.components.schemas.Camera, api), []);
  assert.equal(await metric(vitrine.url, 'vitrine_publish_up{publish="sfu"}'), 1);
  assert.equal(await metric(vitrine.url, 'vitrine_publish_failures_total{publish="sfu"}'), 1);
  assert.match(vitrine.log, /sfu: .* answers 503; it is tried again in/);
  // It is nobody's viewer.
  assert.equal((await camera()).viewers, 0);
});

test('who is one too many watches elsewhere: WHEP, the page, and the page that is open already', async () => {
  const page = await browser.newPage();
  await page.goto(vitrine.url);
  await page.waitForSelector('[data-camera=test][data-state=live]'); // the one there is room for
  const { url } = vitrine;
  const elsewhere = `${whip.url}/watch/test`;
  const posted = await postOffer(url, offer);
  assert.equal(posted.status, 307, posted.text);
  assert.equal(posted.headers.location, elsewhere);
  const got = await get(`${url}/cameras/test`);
  assert.equal(got.status, 307);
  assert.equal(got.headers.location, elsewhere);
  assert.equal(got.headers['cache-control'], 'no-store');
  const signal = await openSignal(url);
  assert.deepEqual(await signal.first('redirect'), { type: 'redirect', url: elsewhere });
  await until(() => signal.closed);

  const another = await browser.newPage({ ignoreHTTPSErrors: true });
  await another.goto(url);
  await another.waitForFunction(() => document.body.innerText.includes('can be watched elsewhere'));
  await another.click('[data-camera=test]');
  await another.waitForURL(elsewhere);
  await another.close();
  // Who watches is not disturbed.
  assert.equal(await page.getAttribute('[data-camera=test]', 'data-state'), 'live');
  await page.close();
  await until(async () => (await camera()).viewers === 0);
  assert.equal((await get(`${url}/cameras/test`)).status, 200);
});

/** Loads the configuration again. */
async function reload(text) {
  writeFileSync(file, text);
  const before = vitrine.log.length;
  vitrine.child.kill('SIGHUP');
  await until(() => /reloaded|nothing is reloaded/.test(vitrine.log.slice(before)));
}

test('a reload ends what is no longer published, and publishes what is', async () => {
  await reload(published);
  assert.equal(whip.all('DELETE').length, 0, 'what stays the same goes on');
  await reload(testCamera);
  await until(() => whip.all('DELETE').length === 1);
  assert.equal(whip.all('DELETE')[0].headers.authorization, `Bearer ${token}`);
  assert.deepEqual((await camera()).publish, []);
  assert.equal((await get(`${vitrine.url}/metrics`)).text.includes('publish="sfu"'), false);
  whip.next.push({ status: 401, headers: { 'Content-Type': 'text/plain' }, body: `wrong token ${token}` });
  await reload(published);
  await until(async () => /answers 401/.test((await camera()).publish[0].reason));
  assert.match(vitrine.log, /answers 401 \(is the token right\?\); it is tried again in/);
  // GStreamer ends the process on an answer without a=mid.
  const noMid = readFileSync(new URL('../fuzz/corpus/sdp/no-mid.sdp', import.meta.url), 'utf8');
  whip.next.push({ status: 201, headers: { 'Content-Type': 'application/sdp', Location: '/session/odd' }, body: noMid });
  await reload(published.replace('secret-key', 'third-key'));
  await until(async () => /does not answer as a WHIP server: .*a=mid/.test((await camera()).publish[0].reason));
  await until(() => whip.all('DELETE').some(({ path }) => path === '/session/odd'));
  // Another configuration is tried at once.
  await reload(published.replace('secret-key', 'other-key'));
  await until(isLive);
});

test('a server that nobody vouches for gets nothing, and one in the clear no token from one with TLS', async () => {
  const stranger = await startWhipServer(media, { tls: makeCertificate('unknown') });
  await reload(published.replaceAll(whip.url, stranger.url));
  await until(async () => /cannot be reached: .*certificate/i.test((await camera()).publish[0].reason));
  assert.deepEqual(stranger.asked, []);
  stranger.stop();

  const plain = await startWhipServer(media);
  whip.next.push({ status: 307, headers: { Location: `${plain.url}/secret-key` } });
  await reload(published);
  await until(isLive);
  assert.equal(plain.all('POST').length, 1);
  await reload(published.replace('secret-key', 'other-key'));
  await until(() => plain.all('DELETE').length === 1);
  for (const { headers } of plain.asked) assert.equal(headers.authorization, undefined);
  await until(isLive);
  plain.stop();
});

test('who may only watch is not shown where else the camera goes', async () => {
  // From now on there are users, and no way back but a restart.
  const user = (role) => `[user eve]\ntoken = ${createHash('sha256').update('sesame').digest('hex')}\nrole = ${role}\n`;
  const seen = async () =>
    JSON.parse((await ask('GET', `${vitrine.url}/api/v1/cameras/test`, { headers: { Authorization: 'Bearer sesame' } })).text);
  const config = published.replace('secret-key', 'other-key');
  await reload(config + user('view'));
  assert.deepEqual((await seen()).publish, []);
  await reload(config + user('operate'));
  assert.equal((await seen()).publish[0].state, 'live');
});

test('a server is told when this one stops, and no secret was told to anybody else', async () => {
  const live = whip.last;
  assert.ok(whip.sessions.has(live));
  assert.equal(await vitrine.stop(), 0, vitrine.log);
  assert.ok(!whip.sessions.has(live));
  assert.equal(whip.sessions.size, 0);
  assert.doesNotMatch(vitrine.log, /CRITICAL/);
  assert.ok(!vitrine.log.includes(token), vitrine.log);
  assert.ok(!/(secret|other|third)-key/.test(vitrine.log), vitrine.log);
});
