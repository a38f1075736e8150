// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Users, roles, tokens, sessions and links: who may do what, over HTTP and on the page.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser, videoStats } from './support/browser.mjs';
import { ask, get, runVitrine, startVitrineOn, until } from './support/daemon.mjs';
import { assertDescribed } from './support/openapi.mjs';
import { openSignal } from './support/signal.mjs';

const passwords = { alice: 'correct horse battery', bob: 'staple staple' };
const camera = 'source = test:\nwidth = 320\nheight = 240\nframerate = 15\nbitrate = 500\n';
let folder;
let file;
let users;
let vitrine;
let browser;
let api;
const tokens = {};

const config = (names) => `[server]\nlisten = 127.0.0.1:0\n[camera front]\ntitle = Front door\n${camera}[camera yard]\n${camera}` +
  names.map((name) => users[name]).join('');

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-access-'));
  file = join(folder, 'vitrine.conf');
  const hash = async (name) => (await runVitrine(['--hash-password'], `${passwords[name]}\n`)).stdout;
  const token = async (name) => {
    const [text, line] = (await runVitrine(['--new-token'])).stdout.split('\n');
    tokens[name] = text;
    return `${line}\n`;
  };
  users = {
    alice: `[user alice]\nrole = operate\n${await hash('alice')}${await token('alice')}`,
    bob: `[user bob]\ncameras = front\n${await hash('bob')}`,
    prometheus: `[user prometheus]\n${await token('prometheus')}`,
  };
  writeFileSync(file, config(['alice', 'bob', 'prometheus']));
  vitrine = await startVitrineOn(file, { live: false, env: { STATE_DIRECTORY: folder } });
  const seen = () => get(`${vitrine.url}/healthz`);
  await until(async () => (await seen()).status === 200);
  api = JSON.parse((await get(`${vitrine.url}/api/v1/openapi.json`)).text);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
  rmSync(folder, { recursive: true });
});

const bearer = (name) => ({ Authorization: `Bearer ${tokens[name]}` });
const at = (method, path, headers = {}, body = undefined) => ask(method, vitrine.url + path, { headers, body });
const json = async (method, path, headers, body) => JSON.parse((await at(method, path, headers, body)).text);

/** Signs in; the headers a browser would send from then on. */
async function signIn(user, password = passwords[user]) {
  const answer = await at('POST', '/api/v1/session', {}, { user, password });
  assert.equal(answer.status, 204, answer.text);
  const [cookie] = answer.headers['set-cookie'];
  assert.match(cookie, /^vitrine-session=[\w-]+\.[\w-]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/);
  return { Cookie: cookie.split(';')[0] };
}

/** What an answer tells, but for when. */
const told = ({ status, headers: { date, ...headers }, text }) => ({ status, headers, text });

/** The middle of how long each of two requests takes, asked in turn. */
async function middles(one, other) {
  const times = [[], []];
  for (let i = 0; i < 100; ++i)
    for (const [which, request] of [one, other].entries()) {
      const began = performance.now();
      await request();
      times[which].push(performance.now() - began);
    }
  return times.map((each) => each.sort((a, b) => a - b)[50]);
}

test('nobody in particular gets the page and how it is, and nothing else', async () => {
  for (const path of ['/', '/healthz', '/api/v1/openapi.json', '/api/v1/session', '/assets/app.js'])
    assert.equal((await get(vitrine.url + path)).status, 200, path);
  assert.deepEqual(await json('GET', '/api/v1/session'), { open: false, user: null, role: null, signedIn: false });
  for (const [path, methods] of Object.entries(api.paths))
    for (const [method, operation] of Object.entries(methods)) {
      if (method === 'parameters' || operation.security?.length === 0) continue;
      const answer = await at(method.toUpperCase(), path.replace('{id}', 'front'));
      assert.equal(answer.status, 401, `${method} ${path}`);
      assert.equal(answer.headers['www-authenticate'], 'Bearer realm="vitrine"');
      assertDescribed(answer, operation, `${method} ${path}`, api);
    }
  assert.equal((await openSignal(vitrine.url, 'front')).status, 401);
  const whep = await at('POST', '/cameras/front/whep', { 'Content-Type': 'application/sdp' }, 'v=0');
  assert.equal(whep.status, 401);
});

test('a camera there is not and one that is somebody else\'s are the same, in words and in time', async () => {
  const bob = await signIn('bob');
  for (const headers of [{}, bob, { ...bob, Accept: 'text/html' }, { Accept: 'text/html' }])
    for (const [method, rest] of [['GET', ''], ['GET', '/ws'], ['POST', '/whep'], ['GET', '/whep/x'], ['DELETE', '/whep/x'],
      ['PATCH', '/whep/x'], ['GET', '/snapshot.jpg']])
      for (const more of [{}, { Origin: 'http://evil.example' }]) {
        const asked = (id) => at(method, `/cameras/${id}${rest}`, { ...headers, ...more });
        assert.deepEqual(told(await asked('yard')), told(await asked('nowhere')), `${method} ${rest}`);
        assert.notEqual((await asked('yard')).status, 200);
      }
  assert.deepEqual(told(await at('GET', '/api/v1/cameras/yard', bob)), told(await at('GET', '/api/v1/cameras/nowhere', bob)));
  const [forbidden, missing] = await middles(
    () => at('GET', '/cameras/yard/ws', bob), () => at('GET', '/cameras/nowhere/ws', bob));
  console.log(`forbidden ${forbidden.toFixed(3)} ms, missing ${missing.toFixed(3)} ms`);
  assert.ok(Math.abs(forbidden - missing) < 0.5 * Math.min(forbidden, missing));
});

test('a role and a list of cameras bound what a user sees and does', async () => {
  const bob = await signIn('bob');
  assert.deepEqual(await json('GET', '/api/v1/session', bob), { open: false, user: 'bob', role: 'view', signedIn: true });
  assert.deepEqual((await json('GET', '/api/v1/cameras', bob)).cameras.map(({ id }) => id), ['front']);
  assert.equal((await at('GET', '/cameras/front', bob)).status, 200);
  assert.equal((await at('GET', '/cameras/front/snapshot.jpg', bob)).status, 200);
  for (const path of ['/api/v1/viewers', '/api/v1/debug', '/api/v1/links', '/metrics'])
    assert.equal((await at('GET', path, bob)).status, 403, path);
  const alice = bearer('alice');
  assert.equal((await json('GET', '/api/v1/cameras', alice)).cameras.length, 2);
  for (const path of ['/api/v1/viewers', '/api/v1/debug', '/api/v1/links', '/metrics'])
    assert.equal((await at('GET', path, alice)).status, 200, path);
  const prometheus = bearer('prometheus');
  assert.match((await at('GET', '/metrics', prometheus)).text, /^vitrine_camera_up\{camera="front"\} 1$/m);
  assert.equal((await at('GET', '/api/v1/viewers', prometheus)).status, 403);
  for (const wrong of ['', 'x', tokens.alice.slice(1), `${tokens.alice}x`])
    assert.equal((await at('GET', '/metrics', { Authorization: `Bearer ${wrong}` })).status, 401);
  // Who names themselves is nobody else.
  assert.equal((await at('GET', '/api/v1/cameras', { ...bob, Authorization: 'Bearer x' })).status, 401);
});

test('a wrong password and a user there is none of are the same, in words and in time', async () => {
  const attempt = (user) => at('POST', '/api/v1/session', {}, { user, password: 'wrong wrong' });
  const timed = async (user) => {
    const began = performance.now();
    const answer = await attempt(user);
    return [told(answer), performance.now() - began];
  };
  let [wrongMs, nobodyMs] = [Infinity, Infinity];
  // The least of a few: whatever else the machine does makes one longer, and none shorter.
  for (let i = 0; i < 3; ++i) {
    const [wrong, one] = await timed('alice');
    const [nobody, other] = await timed('mallory');
    assert.deepEqual(wrong, nobody);
    assert.equal(wrong.status, 403);
    [wrongMs, nobodyMs] = [Math.min(wrongMs, one), Math.min(nobodyMs, other)];
  }
  assert.deepEqual(told(await attempt('prometheus')), told(await attempt('alice')));
  console.log(`wrong ${wrongMs.toFixed(0)} ms, nobody ${nobodyMs.toFixed(0)} ms`);
  assert.ok(nobodyMs > wrongMs / 3 && nobodyMs < wrongMs * 3);
  await attempt('x" from 10.9.9.9\n12:00:00.000 error daemon: forged');
  assert.match(vitrine.log, /warning http: a wrong password for alice from 127\.0\.0\.1\n/);
  assert.match(vitrine.log, /warning http: a wrong password for nobody's name from 127\.0\.0\.1\n/);
  assert.doesNotMatch(vitrine.log, /forged|mallory/);
});

test('what is sent to sign in or to give a link is told what is wrong with it', async () => {
  const session = api.paths['/api/v1/session'].post;
  for (const body of ['', '{', '[]', '{}', '{"user":"alice"}', '{"user":1,"password":"x"}', '{"user":"a","password":"b","x":1}',
    JSON.stringify({ user: 'alice', password: 'x'.repeat(600) })]) {
    const answer = await at('POST', '/api/v1/session', { 'Content-Type': 'application/json' }, body);
    assert.equal(answer.status, 400, body);
    assertDescribed(answer, session, body, api);
  }
  assert.equal((await at('POST', '/api/v1/session', { 'Content-Type': 'text/plain' }, '{}')).status, 415);
  const alice = bearer('alice');
  for (const body of [{}, { camera: 'front' }, { camera: 'front', seconds: 59 }, { camera: 'front', seconds: 1e9 },
    { camera: 'front', seconds: '60' }])
    assert.equal((await at('POST', '/api/v1/links', alice, body)).status, 400, JSON.stringify(body));
  assert.equal((await at('POST', '/api/v1/links', alice, { camera: 'nowhere', seconds: 60 })).status, 404);
});

test('a page of another site cannot use who is signed in here', async () => {
  const alice = await signIn('alice');
  for (const foreign of [{ Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }])
    for (const [method, path, body] of [['POST', '/api/v1/links', { camera: 'front', seconds: 60 }],
      ['POST', '/api/v1/session', { user: 'alice', password: passwords.alice }], ['DELETE', '/api/v1/session']])
      assert.equal((await at(method, path, { ...alice, ...foreign }, body)).status, 403, `${method} ${path}`);
  assert.equal((await json('GET', '/api/v1/session', alice)).user, 'alice');
});

test('every answer has headers that keep a browser out of trouble', async () => {
  for (const path of ['/', '/cameras/front', '/api/v1/session', '/api/v1/cameras', '/assets/app.js', '/nowhere']) {
    const { headers } = await get(vitrine.url + path);
    assert.match(headers['content-security-policy'], /^default-src 'self'; /, path);
    assert.doesNotMatch(headers['content-security-policy'], /unsafe/);
    assert.equal(headers['x-content-type-options'], 'nosniff', path);
    assert.equal(headers['referrer-policy'], 'no-referrer', path);
  }
});

async function signInOnPage(page, user) {
  await page.locator('dialog.sign-in input[name=user]').fill(user);
  await page.locator('dialog.sign-in input[name=password]').fill(passwords[user]);
  await Promise.all([page.waitForEvent('load'), page.locator('dialog.sign-in button').click()]);
}

const plays = async (page) => {
  await page.waitForFunction(() => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames > 10);
  assert.equal((await videoStats(page)).framesDropped, 0);
};

test('on the page one signs in, shares a camera for a time, takes the link back, and signs out', async () => {
  const own = await browser.newContext();
  const page = await own.newPage();
  const complaints = [];
  page.on('console', (message) => { if (/Content Security Policy/.test(message.text())) complaints.push(message.text()); });
  await page.goto(`${vitrine.url}/cameras/front`);
  await page.locator('dialog.sign-in input[name=user]').fill('alice');
  await page.locator('dialog.sign-in input[name=password]').fill('wrong wrong');
  await page.locator('dialog.sign-in button').click();
  await page.locator('text=The name or the password is wrong.').waitFor();
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/sign-in.png` });
  await signInOnPage(page, 'alice');
  await plays(page);

  await page.mouse.move(100, 100);
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const field = page.getByRole('textbox', { name: 'The link' });
  await field.waitFor();
  const link = await field.inputValue();
  assert.match(link, /\/cameras\/front\?share=[\w-]+\.[\w-]+$/);
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/share.png` });

  const other = await browser.newContext();
  const guest = await other.newPage();
  await guest.goto(link);
  assert.equal(new URL(guest.url()).search, '', 'the link stays in the address');
  await plays(guest);
  assert.equal(await guest.getByRole('button', { name: 'Share' }).count(), 0);
  const viewers = (await json('GET', '/api/v1/viewers', bearer('alice'))).viewers;
  assert.deepEqual(viewers.map(({ user }) => user).sort(), ['alice', "alice's link"]);
  await guest.goto(`${vitrine.url}/`);
  await guest.waitForFunction(() => document.querySelectorAll('.grid > li').length === 1);
  await guest.goto(`${vitrine.url}/cameras/front`);
  await plays(guest);

  await page.getByRole('button', { name: 'Take back' }).click();
  await guest.locator('text=may not watch this camera any more').first().waitFor();
  await guest.reload();
  await guest.locator('dialog.sign-in').waitFor();
  assert.equal((await get(link)).status, 401);
  await other.close();

  await page.goto(`${vitrine.url}/`);
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Sign out' }).click()]);
  await page.locator('dialog.sign-in').waitFor();
  assert.deepEqual(complaints, []);
  await own.close();
});

test('links and sessions outlive a restart; who is removed is ended at once by a reload', async () => {
  const bob = await signIn('bob');
  const { path, id } = await json('POST', '/api/v1/links', bearer('alice'), { camera: 'yard', seconds: 3600 });
  assert.equal(await vitrine.stop(), 0, vitrine.log);
  for (const secret of [...Object.values(passwords), ...Object.values(tokens), path.split('=')[1], bob.Cookie.split('=')[1]])
    assert.ok(!vitrine.log.includes(secret), 'a secret is in the log');
  assert.ok(!readFileSync(join(folder, 'grants.json'), 'utf8').includes(path.split('=')[1]));
  vitrine = await startVitrineOn(file, { live: false, env: { STATE_DIRECTORY: folder } });
  assert.equal((await json('GET', '/api/v1/session', bob)).user, 'bob');
  assert.equal((await get(vitrine.url + path)).status, 303);
  assert.ok((await json('GET', '/api/v1/links', bearer('alice'))).links.some((link) => link.id === id));

  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${vitrine.url}/cameras/front`);
  await signInOnPage(page, 'bob');
  await plays(page);
  writeFileSync(file, config(['alice', 'prometheus']));
  vitrine.child.kill('SIGHUP');
  await page.locator('text=may not watch this camera any more').first().waitFor();
  assert.equal((await json('GET', '/api/v1/session', bob)).user, null);
  await context.close();

  writeFileSync(file, config([]));
  const answer = await at('POST', '/api/v1/reload', bearer('alice'));
  assert.equal(answer.status, 422, answer.text);
  assert.match(JSON.parse(answer.text).detail, /everybody could watch: that takes a restart/);
  assert.equal((await get(`${vitrine.url}/metrics`)).status, 401);
});

test('passwords are not tried without end', async () => {
  const answers = [];
  for (let i = 0; i < 30; ++i)
    answers.push(await at('POST', '/api/v1/session', {}, { user: 'alice', password: `guess ${i}` }));
  const refused = answers.filter(({ status }) => status === 429);
  assert.ok(refused.length > 0 && answers.every(({ status }) => [403, 429].includes(status)));
  assert.ok(Number(refused[0].headers['retry-after']) > 0);
});
