// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// WHEP: a browser's own connection with every shape of offer it makes, and every answer that is no picture.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { launchBrowser } from './support/browser.mjs';
import { get, startVitrine, testCamera, until } from './support/daemon.mjs';
import { openSignal } from './support/signal.mjs';
import { ask, fragmentType, offer, postOffer, sdpType, watchByWhep } from './support/whep.mjs';

// One that never gives a frame, and whose end is not known either.
const silent = `[camera silent]
source = pipeline:videotestsrc is-live=true ! video/x-raw,width=320,height=240 ! valve drop=true
on-demand = true
`;

let vitrine;
let browser;
let nobodyCame;
let noPicture;
before(async () => {
  vitrine = await startVitrine(`${testCamera}${silent}`);
  // What takes time of its own begins at once.
  nobodyCame = untilGone(await postOffer(vitrine.url, offer));
  noPicture = postOffer(vitrine.url, offer, { camera: 'silent' });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
  assert.doesNotMatch(vitrine?.log ?? '', /CRITICAL/);
});

/** How long a session lasts that was just created, in seconds. */
async function untilGone(created) {
  const since = Date.now();
  assert.equal(created.status, 201, created.text);
  await until(async () => (await ask(`${vitrine.url}${created.headers.location}`, 'GET')).status === 404, 30);
  return (Date.now() - since) / 1000;
}

const viewers = async () => JSON.parse((await get(`${vitrine.url}/api/v1/viewers`)).text).viewers;

test('Chromium plays every shape of its offers, at the numbers it chose', async () => {
  const page = await browser.newPage();
  await page.goto(`${vitrine.url}/healthz`);
  const shapes = [
    { kinds: ['video'] },
    { kinds: ['video'], trickle: false },
    { kinds: ['audio', 'video'] },
    { kinds: ['video', 'audio'], how: { bundlePolicy: 'max-compat' } },
    { kinds: ['audio', 'video'], how: { bundlePolicy: 'max-bundle' } },
    { kinds: ['video', 'video'], codec: 'packetization-mode=1;profile-level-id=4d001f' },
    { kinds: ['video'], codec: 'VP8' },
  ];
  const results = await Promise.all(shapes.map((shape) => watchByWhep(page, '/cameras/test/whep', shape)));
  for (const [i, result] of results.entries()) {
    const what = `${JSON.stringify(shapes[i])}: ${JSON.stringify(result)}`;
    assert.equal(result.status, 201, what);
    assert.ok(result.framesDecoded >= 15, what);
    assert.equal(result.width, 640, what);
    assert.match(result.fmtp, /packetization-mode=1/, what);
    assert.match(result.offer, new RegExp(`a=rtpmap:${result.payloadType} H264/90000`), what);
    assert.deepEqual(result.streams, ['test'], what);
    assert.equal(result.patched, shapes[i].trickle === false ? undefined : 204, what);
    assert.equal(result.deleted, 200, what);
    assert.equal(result.afterwards, 404, what);
    // Every m-line is answered, and nothing but one video is sent.
    assert.deepEqual([...result.answer.matchAll(/^m=(\S+)/gm)].map(([, kind]) => kind), shapes[i].kinds, what);
    assert.equal([...result.answer.matchAll(/^a=sendonly/gm)].length, 1, what);
    assert.equal([...result.answer.matchAll(/^a=inactive/gm)].length, shapes[i].kinds.length - 1, what);
  }
  await page.close();
  // Who left with DELETE is gone at once.
  await until(async () => (await viewers()).every(({ framesSent }) => framesSent === 0), 2);
});

/** Asks, and wants a problem with a status and words in it. */
async function assertProblem(answered, status, words, more = {}) {
  const { status: got, headers, text } = await answered;
  assert.equal(got, status, text);
  assert.equal(headers['content-type'], 'application/problem+json');
  assert.match(JSON.parse(text).detail, words);
  for (const [name, value] of Object.entries(more)) assert.match(headers[name] ?? '', value, `${status}: ${name}`);
}

test('what is no offer that can be met is refused with the right status, as a problem', async () => {
  const { url } = vitrine;
  const before = (await viewers()).map(({ id }) => id);
  const endpoint = `${url}/cameras/test/whep`;
  const change = (from, to) => {
    assert.ok(offer.includes(from), from);
    return postOffer(url, offer.replace(from, to));
  };
  await assertProblem(postOffer(url, ''), 400, /SDP is empty/);
  await assertProblem(postOffer(url, 'hello'), 400, /line 1 of the SDP/);
  await assertProblem(change('a=mid:0', `a=mid:${'x'.repeat(65)}`), 400, /mid must be/);
  await assertProblem(change('a=ice-ufrag:wnxJ\n', ''), 400, /no a=ice-ufrag/);
  await assertProblem(change('a=setup:actpass', 'a=setup:holdconn'), 400, /setup must be/);
  await assertProblem(postOffer(url, offer, { camera: 'none' }), 404, /no such camera/);
  await assertProblem(ask(endpoint, 'PUT', { headers: sdpType, body: offer }), 405, /allowed here/, { allow: /POST/ });
  await assertProblem(ask(endpoint, 'DELETE'), 405, /allowed here/, { allow: /POST/ });
  await assertProblem(postOffer(url, offer, { headers: { Accept: 'text/html, application/json' } }), 406, /Accept/);
  await assertProblem(postOffer(url, offer, { headers: { 'Content-Type': 'text/plain' } }), 415, /application\/sdp/,
    { 'accept-post': /application\/sdp/ });
  await assertProblem(ask(endpoint, 'POST', { body: offer }), 415, /application\/sdp/);
  await assertProblem(change('H264/90000', 'VP8/90000'), 422, /no H264\/90000/);
  await assertProblem(change('packetization-mode=1', 'packetization-mode=0'), 422, /packetization-mode=1/);
  await assertProblem(change('a=recvonly', 'a=sendonly'), 422, /must be recvonly/);
  await assertProblem(change('m=video', 'm=audio'), 422, /no m=video/);
  await assertProblem(change('a=rtcp-mux\n', ''), 422, /rtcp-mux/);
  await assertProblem(postOffer(url, `${offer}${'a=x\n'.repeat(600)}`), 400, /more than 500 lines/);
  // None of these stays as a viewer.
  assert.deepEqual((await viewers()).filter(({ id }) => !before.includes(id)), []);
});

test('a session is told more candidates, of its own ICE session, in the right form', async () => {
  const created = await postOffer(vitrine.url, offer, { headers: { Accept: 'application/*;q=0.5' } });
  assert.equal(created.status, 201, created.text);
  assert.equal(created.headers['content-type'], 'application/sdp');
  assert.match(created.headers.etag, /^"[0-9a-f]{32}"$/);
  assert.match(created.headers['accept-patch'], /trickle-ice-sdpfrag/);
  assert.match(created.text, /^m=video 9 UDP\/TLS\/RTP\/SAVPF 101 102\r$/m);
  const session = `${vitrine.url}${created.headers.location}`;
  const patch = (body, headers = {}) => ask(session, 'PATCH', { headers: { ...fragmentType, ...headers }, body });
  const candidate = 'a=mid:0\r\na=candidate:1 1 udp 2113937151 192.0.2.9 50000 typ host\r\n';
  const { etag } = created.headers;

  assert.equal((await patch(candidate, { 'If-Match': etag })).status, 204);
  assert.equal((await patch(candidate, { 'If-Match': `"other", ${etag}` })).status, 204);
  assert.equal((await patch(candidate)).status, 204);
  assert.equal((await patch('a=candidate:1 1 udp 1 0c1b6e6e.local 5 typ host\r\n')).status, 204);
  assert.equal((await patch('a=end-of-candidates\r\n', { 'If-Match': '*' })).status, 204);
  await assertProblem(patch(candidate, { 'If-Match': '"other"' }), 412, /ETag/);
  await assertProblem(patch(candidate, { 'Content-Type': 'application/sdp' }), 415, /sdpfrag/, { 'accept-patch': /sdpfrag/ });
  await assertProblem(patch('a=candidate:nonsense\r\n'), 400, /candidate has/);
  await assertProblem(patch(''), 400, /empty/);
  await assertProblem(patch('a=ice-ufrag:wnxK\r\na=ice-pwd:OF2tUQym1gLefb/CXmmz+xk/\r\n', { 'If-Match': '*' }), 422,
    /not restarted/);
  await assertProblem(ask(session, 'POST', { headers: sdpType, body: offer }), 405, /allowed here/, { allow: /PATCH/ });
  await assertProblem(ask(`${session}0`, 'PATCH', { headers: fragmentType, body: candidate }), 404, /no such session/);
  await assertProblem(ask(session.replace('/test/', '/silent/'), 'DELETE'), 404, /no such session/);
  assert.equal((await ask(session, 'GET')).status, 200);

  assert.equal((await ask(session, 'DELETE', { headers: { 'If-Match': '"ignored"' } })).status, 200);
  await assertProblem(ask(session, 'DELETE'), 404, /no such session/);
});

test('who asks what there is, and players that look for WHEP, are told', async () => {
  const endpoint = `${vitrine.url}/cameras/test/whep`;
  const options = await ask(endpoint, 'OPTIONS');
  assert.equal(options.status, 200);
  assert.equal(options.headers['accept-post'], 'application/sdp');
  assert.match(options.headers.allow, /POST/);
  const head = await ask(endpoint, 'HEAD');
  assert.equal(head.status, 200);
  assert.equal(head.headers['content-type'], 'application/sdp');
});

test('pages of other sites may watch where the configuration says so, and nowhere else', async () => {
  const site = createServer((_, response) => response.end('<!doctype html><title>elsewhere</title>'));
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  const origin = `http://127.0.0.1:${site.address().port}`;
  const open = await startVitrine(testCamera.replace('[server]', `[server]\nallowed-origins = ${origin}`) +
    '[ice]\nstun-server = stun://127.0.0.1:9\n');
  const page = await browser.newPage();
  await page.goto(origin);
  const played = await watchByWhep(page, `${open.url}/cameras/test/whep`);
  assert.ok(played.framesDecoded >= 15, JSON.stringify(played));
  assert.equal(played.patched, 204);
  assert.equal(played.deleted, 200);
  await assert.rejects(watchByWhep(page, `${vitrine.url}/cameras/test/whep`), /Failed to fetch/);
  await page.close();
  site.close();

  const { headers } = await postOffer(open.url, offer, { headers: { Origin: origin } });
  assert.equal(headers['access-control-allow-origin'], origin);
  assert.match(headers['access-control-expose-headers'], /Location/);
  assert.equal(headers.link, '<stun:127.0.0.1:9>; rel="ice-server"');
  await assertProblem(postOffer(vitrine.url, offer, { headers: { Origin: origin } }), 403, /allowed-origins/);
  assert.equal(await open.stop(), 0, open.log);
});

test('limits hold as they do for pages, and who waits for a picture is told when the server stops', async () => {
  const full = await startVitrine(`${testCamera}${silent}[limits]\nviewers = 2\n`);
  const inside = await openSignal(full.url);
  await inside.first('offer');
  const waiting = postOffer(full.url, offer, { camera: 'silent' });
  await until(async () => JSON.parse((await get(`${full.url}/api/v1/viewers`)).text).viewers.length === 2);
  await assertProblem(postOffer(full.url, offer), 503, /\[limits\] viewers = 2/, { 'retry-after': /^\d+$/ });
  assert.equal(await full.stop(), 0, full.log);
  await assertProblem(waiting, 503, /the server stops/, { 'retry-after': /^\d+$/ });
});

test('an operator ends a session, connected or still waiting; its key is in no debug line', async () => {
  const created = await postOffer(vitrine.url, offer);
  const session = `${vitrine.url}${created.headers.location}`;
  const end = async () => {
    const { id } = (await viewers()).at(-1);
    assert.equal((await ask(`${vitrine.url}/api/v1/viewers/${id}`, 'DELETE')).status, 204);
    return id;
  };
  const id = await end();
  await assertProblem(ask(session, 'GET'), 404, /no such session/);
  const before = (await viewers()).length;
  const waiting = postOffer(vitrine.url, offer, { camera: 'silent' });
  await until(async () => (await viewers()).length > before);
  await end();
  await assertProblem(waiting, 403, /operator of this server/);

  const { text } = await get(`${vitrine.url}/api/v1/debug/log`);
  for (const chapter of [/comes from 127\.0\.0\.1 to watch test/, /answers with \d+ bytes/, /is told our candidate/, /ends \(kicked\)/])
    assert.match(text, new RegExp(`<viewer-${id}> ${chapter.source}`));
  assert.match(text, /GET \/cameras\/test\/whep\/…: 404/);
  assert.ok(!text.includes(session.split('/').at(-1)));
});

test('a camera that gives no picture is a conflict, and may be tried again', async () => {
  await assertProblem(noPicture, 409, /the camera gives no picture/, { 'retry-after': /^\d+$/ });
});

test('a session that nobody connects to is gone after ten seconds', async () => {
  const seconds = await nobodyCame;
  assert.ok(seconds > 9 && seconds < 14, `${seconds} s`);
  assert.deepEqual(await viewers(), []);
});
