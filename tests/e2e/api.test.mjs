// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The API answers as its document says; viewers are listed, and one of them is ended.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser, watch } from './support/browser.mjs';
import { ask, get, metric, startLoadViewer, startVitrineOn, testCamera, until } from './support/daemon.mjs';
import { assertDescribed } from './support/openapi.mjs';
import { openSignal } from './support/signal.mjs';

const directory = mkdtempSync(join(tmpdir(), 'vitrine-api-'));
const file = join(directory, 'vitrine.conf');

let vitrine;
let api;
before(async () => {
  writeFileSync(file, testCamera); // a file can be read again
  vitrine = await startVitrineOn(file);
  api = JSON.parse((await get(`${vitrine.url}/api/v1/openapi.json`)).text);
});
after(async () => {
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
  rmSync(directory, { recursive: true });
});

const viewers = async () => JSON.parse((await get(`${vitrine.url}/api/v1/viewers`)).text).viewers;

/** Everything that can be asked: `[method, path, operation]`. */
const operations = () =>
  Object.entries(api.paths).flatMap(([path, { parameters, ...methods }]) =>
    Object.entries(methods).map(([method, operation]) => [method.toUpperCase(), path, operation]));

test('the document is one of OpenAPI 3.1, and each operation has a name of its own', () => {
  assert.match(api.openapi, /^3\.1\.\d$/);
  const names = operations().map(([, , { operationId, summary }]) => {
    assert.ok(summary && operationId);
    return operationId;
  });
  assert.equal(new Set(names).size, names.length);
  for (const [, path, operation] of operations()) {
    const named = path.match(/\{(\w+)\}/)?.[1];
    const { parameters = [] } = api.paths[path];
    assert.deepEqual(parameters.map(({ name }) => name), named ? [named] : [], path);
    assert.ok(Object.keys(operation.responses).some((status) => status < 300), path);
  }
});

test('every route answers as the document says, with what there is and with what there is not', async () => {
  const watching = startLoadViewer(vitrine.url, ['--viewers', '1', '--seconds', '60']);
  await until(async () => (await viewers())[0]?.bitrate > 0);
  const [{ id }] = await viewers();
  const there = (path) => path.replace('cameras/{id}', 'cameras/test').replace('{id}', id);
  const nowhere = (path) => path.replace('{id}', path.includes('cameras') ? 'nowhere' : 'none');
  // What ends the viewer comes last.
  const all = operations().sort(([a], [b]) => (a === 'DELETE') - (b === 'DELETE'));
  for (const [method, path, operation] of all) {
    const body = operation.requestBody?.content['application/json'].example;
    const answer = await ask(method, `${vitrine.url}${there(path)}`, { body });
    // Where there are no users nobody signs in, and there is nothing to give a link to.
    const needsUsers = path.includes('links/') || (method === 'POST' && /(session|links)$/.test(path));
    if (path === '/api/v1/debug/objects') assert.equal(answer.status, 409); // nobody counts them
    else if (needsUsers) assert.ok([404, 409].includes(answer.status), `${method} ${path}: ${answer.status}`);
    else assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
    assertDescribed(answer, operation, `${method} ${path}`, api);
    if (path.includes('{')) {
      const missing = await ask(method, `${vitrine.url}${nowhere(path)}`, { body });
      assert.equal(missing.status, 404, `${method} ${path}`);
      assertDescribed(missing, operation, `${method} ${path}`, api);
    }
    const wrong = await ask('PATCH', `${vitrine.url}${there(path)}`);
    assert.equal(wrong.status, 405, path);
    const allowed = Object.keys(api.paths[path]).filter((key) => key !== 'parameters').map((key) => key.toUpperCase());
    assert.deepEqual(wrong.headers.allow.split(', ').filter((each) => each !== 'HEAD').sort(), allowed.sort(), path);
    const head = await ask('HEAD', `${vitrine.url}${there(path)}`);
    if (allowed.includes('GET') && method === 'GET') assert.equal(head.status, answer.status, path);
    assert.equal(head.text, '');
  }
  assert.match(JSON.stringify((await watching.ended).report), /operator of this server/);
});

test('of each viewer is told who it is, since when, and how it does', async () => {
  const watching = startLoadViewer(vitrine.url, ['--viewers', '1', '--seconds', '60']);
  await until(async () => (await viewers())[0]?.roundTripSeconds !== null && (await viewers())[0]?.bitrate > 0);
  const [viewer] = await viewers();
  assert.equal(viewer.camera, 'test');
  assert.equal(viewer.address, '127.0.0.1');
  assert.ok(['express', 'webrtcbin'].includes(viewer.sendPath));
  assert.ok(viewer.seconds > 0 && viewer.seconds < 60);
  assert.ok(viewer.bitrate > 100e3 && viewer.bitrate < 5e6, `${viewer.bitrate} bit/s`);
  assert.equal(viewer.fractionLost, 0);
  assert.ok(viewer.roundTripSeconds < 1);
  watching.child.kill();
  await watching.ended;
});

test('a page of another site ends nobody; this one, and who is no page, do', async () => {
  const kick = async (headers) => {
    const signal = await openSignal(vitrine.url);
    await signal.first('offer');
    const { id } = (await viewers()).at(-1);
    const { status } = await ask('DELETE', `${vitrine.url}/api/v1/viewers/${id}`, { headers });
    const gone = !(await viewers()).some((viewer) => viewer.id === id);
    assert.equal(gone, status === 204);
    if (gone) assert.match((await signal.first('bye')).reason, /operator/);
    else await signal.leave();
    return status;
  };
  const { host } = new URL(vitrine.url);
  for (const headers of [
    { Origin: 'https://evil.example' }, { Origin: 'null' }, { Origin: `http://${host}.evil.example` },
    { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' },
  ])
    assert.equal(await kick(headers), 403, JSON.stringify(headers));
  for (const headers of [
    {}, { Origin: `http://${host}`, 'Sec-Fetch-Site': 'same-origin' }, { 'Sec-Fetch-Site': 'none' },
  ])
    assert.equal(await kick(headers), 204, JSON.stringify(headers));
});

test('a name that a stranger can point here is not answered to, whatever is asked', async () => {
  const by = async (host, path, headers = {}) =>
    (await ask('GET', `${vitrine.url}${path}`, { headers: { Host: host, ...headers } })).status;
  const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', Origin: 'http://evil.com', 'Sec-WebSocket-Version': '13' };
  for (const path of ['/', '/api/v1/cameras', '/metrics', '/cameras/test', '/cameras/test/whep', '/nowhere'])
    assert.equal(await by('evil.com', path), 421, path);
  assert.equal(await by('evil.com:8080', '/cameras/test/ws', upgrade), 421);
  for (const host of ['localhost', 'camera.local:8080', '192.0.2.1']) assert.equal(await by(host, '/api/v1/cameras'), 200, host);
});

test('the page of a viewer that is ended says so and stays away', async () => {
  const browser = await launchBrowser();
  try {
    const { page } = await watch(browser, `${vitrine.url}/cameras/test`);
    const joins = () => metric(vitrine.url, 'vitrine_viewer_joins_total{camera="test"}');
    const before = await joins();
    // Who was killed in a test before is still waited for.
    const { id } = (await viewers()).at(-1);
    assert.equal((await ask('DELETE', `${vitrine.url}/api/v1/viewers/${id}`)).status, 204);
    const said = () => page.evaluate(() => document.querySelector('.notice-text')?.textContent ?? '');
    await until(async () => /operator of this server ended/.test(await said()));
    assert.doesNotMatch(await said(), /again/);
    assert.equal(await metric(vitrine.url, 'vitrine_viewer_leaves_total{camera="test",reason="kicked"}') > 0, true);
    // Where it waited for another attempt this would be one.
    await page.evaluate(() => window.vitrine.players.get('test').retryNow());
    await (await openSignal(vitrine.url)).leave();
    assert.equal(await joins(), before + 1);
  } finally {
    await browser.close();
  }
});
