// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A camera is published into a room of Janus, and forwarded to its streaming plugin, and watched in Chromium through it.
// Before the room stands a WHIP endpoint of our own, or with WHIP_SERVER=DIRECTORY the one that Janus' authors made: a
// checkout of theirs, janus-whip-server, in which `npm install --omit=dev` was run.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, teachStamp } from './support/browser.mjs';
import { startCoturn, turn } from './support/coturn.mjs';
import { get, startRtspServer, startVitrine, testCamera, until } from './support/daemon.mjs';
import {
  publishers, rtpPort, startJanus, startJanusWhipServer, takeInRoom, watchedStats, watchForwarded, watchRoom,
} from './support/janus.mjs';
import { startWhipServer, takeInPage } from './support/whip.mjs';

const host = '192.0.2.1';
const token = 'verysecret';
const rtspLaunch = '( videotestsrc is-live=true ! video/x-raw,width=320,height=240,framerate=30/1 ' +
  '! x264enc tune=zerolatency key-int-max=30 ! video/x-h264,profile=constrained-baseline ! rtph264pay name=pay0 pt=96 )';

let janus;
let whip;
let rtsp;
let browser;
let page;
let vitrine;

/** A WHIP server before the room, with the `endpoint` that takes offers. */
async function startWhip() {
  if (process.env.WHIP_SERVER) return startJanusWhipServer(process.env.WHIP_SERVER, host, token);
  const own = await startWhipServer(takeInRoom(), { host });
  return Object.assign(own, { endpoint: `${own.url}/whip/test` });
}

before(async () => {
  janus = await startJanus(host);
  whip = await startWhip();
  rtsp = await startRtspServer(rtspLaunch);
  browser = await launchBrowser();
  page = await browser.newPage();
  vitrine = await startVitrine(`${testCamera}keyframe-interval = 60
[camera plain]
source = test:
width = 320
height = 240
framerate = 30
bitrate = 500
keyframe-interval = 2
[publish room]
camera = test
url = ${whip.endpoint}
token = ${token}
[forward janus]
camera = plain
rtp = 127.0.0.1:${rtpPort}
`);
});
after(async () => {
  await browser?.close();
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
  assert.doesNotMatch(vitrine?.log ?? '', /CRITICAL/);
  assert.deepEqual(await publishers(), [], 'it has left the room');
  await rtsp?.stop('SIGKILL');
  await janus?.stop();
  await whip?.stop('SIGKILL');
});

const camera = async (id = 'test') => JSON.parse((await get(`${vitrine.url}/api/v1/cameras/${id}`)).text);
const publication = async () => (await camera()).publish[0];

/** How old the picture in the page is, in ms: it carries the time of its capture. */
const age = () => page.evaluate(() => {
  const wall = Math.floor((performance.timeOrigin + performance.now()) * 10) % 2 ** 40;
  return (wall - window.readStamp([...document.querySelectorAll('video')].at(-1))) / 10;
});

/** Waits for a hundred pictures in the page, none of which may miss, and looks at their stamps. */
async function assertPlays(width = 640) {
  await until(async () => (await watchedStats(page)).framesDecoded >= 100);
  const stats = await watchedStats(page);
  const shown = JSON.stringify(stats);
  assert.equal(stats.frameWidth, width, shown);
  assert.equal(stats.freezeCount, 0, shown);
  assert.equal(stats.framesDropped, 0, shown);
  assert.equal(stats.packetsLost, 0, shown);
  // Nothing on the way has encoded it anew, or else the stamp could not be read; and it moves, or else it were old.
  await teachStamp(page);
  const ages = [];
  for (let i = 0; i < 10; ++i) ages.push(await age());
  console.log(`${stats.framesDecoded} frames, none dropped; ${ages.map(Math.round).join(' ')} ms old`);
  assert.ok(ages.every((ms) => ms > 0 && ms < 1000), `${ages}`);
}

test('what is published by WHIP plays through a room of Janus', async () => {
  await until(async () => (await publication()).state === 'live');
  await watchRoom(page);
  await assertPlays();
});

test('each who joins at Janus has a picture soon, however many they are', async () => {
  const before = (await camera()).keyFrames;
  for (let i = 0; i < 10; ++i) {
    const since = Date.now();
    await watchRoom(page);
    await until(async () => (await watchedStats(page)).framesDecoded > 0);
    assert.ok(Date.now() - since < 3000, `${Date.now() - since} ms`);
  }
  console.log(`${(await camera()).keyFrames - before} key frames for ten`);
});

test('what is forwarded as RTP plays through Janus\' streaming plugin', async () => {
  await watchForwarded(page);
  await assertPlays(320);
  const [{ name, host: to, port, reason, framesSent }] = (await camera('plain')).forward;
  assert.deepEqual({ name, to, port, reason }, { name: 'janus', to: '127.0.0.1', port: rtpPort, reason: '' });
  assert.ok(framesSent >= 100);
});

test('a Janus that dies and comes again gets the camera again', async () => {
  await janus.stop();
  await until(async () => (await publication()).state !== 'live');
  assert.match((await publication()).reason, /was lost|connected|answers 50[03]/);
  janus = await startJanus(host);
  const since = Date.now();
  await until(async () => (await publication()).state === 'live', 40);
  console.log(`published again ${Date.now() - since} ms after Janus was there`);
  await watchRoom(page);
  await assertPlays();
  await watchForwarded(page);
  await assertPlays(320);
});

test('a camera that fails keeps its connection, and goes on when it is back', async () => {
  const media = takeInPage(page);
  const taking = await startWhipServer(media);
  const config = `[server]
listen = 127.0.0.1:0
[camera yard]
source = ${rtsp.url}
[publish yard]
camera = yard
url = ${taking.url}/whip
[ice]
stun-server = stun://127.0.0.1:9
`;
  const other = await startVitrine(config);
  const state = async () => JSON.parse((await get(`${other.url}/api/v1/cameras/yard`)).text);
  await until(async () => (await state()).publish[0].state === 'live');
  await until(async () => (await media.stats(taking.last)).framesDecoded >= 30);
  await rtsp.stop('SIGKILL');
  await until(async () => (await state()).state === 'offline');
  assert.equal((await state()).publish[0].state, 'live');
  rtsp = await startRtspServer(rtspLaunch, Number(new URL(rtsp.url).port));
  await until(async () => (await state()).state === 'live', 40);
  const { framesDecoded } = await media.stats(taking.last);
  await until(async () => (await media.stats(taking.last)).framesDecoded >= framesDecoded + 60);
  assert.equal(taking.all('POST').length, 1, 'one session all the time');

  // The STUN server is silent: the offer does not wait for it.
  assert.doesNotMatch(taking.all('POST')[0].body, /end-of-candidates/);

  // A page that is closed says so in DTLS at most: the server is found dead, and offered the camera again.
  await page.evaluate((session) => window.sessions[session].close(), taking.last);
  await until(() => taking.all('POST').length === 2, 30);
  await until(async () => (await state()).publish[0].state === 'live');
  assert.equal(taking.all('DELETE').length, 1);
  assert.equal(await other.stop(), 0, other.log);
  taking.stop();
});

test('a server that is reached by TURN alone is reached with the TURN server that it names', async () => {
  const coturn = await startCoturn();
  const media = takeInPage(page);
  // The page has IPv4 alone, the camera's server IPv6, and coturn relays from the one to the other.
  const relayed = {
    ...media,
    accept: async (session, offer) =>
      (await media.accept(session, offer.replace(/^a=candidate:.* typ host.*\r\n/gm, ''))).replace(/[\w-]+\.local/g, host),
  };
  const taking = await startWhipServer(relayed, { host, links: [
    `<turn:${turn.address}:${turn.port}?transport=udp>; rel="ice-server"; username="${turn.user}"; ` +
    `credential="${decodeURIComponent(turn.password)}"; credential-type="password"`] });
  const other = await startVitrine(`${testCamera}[publish far]
camera = test
url = ${taking.url}/whip
[ice]
local-addresses = 2001:db8::1
`);
  const state = async () => JSON.parse((await get(`${other.url}/api/v1/cameras/test`)).text).publish[0];
  await until(async () => (await state()).state === 'live', 40);
  const posts = taking.all('POST');
  assert.doesNotMatch(posts[0].body, / typ relay/);
  assert.match(posts.at(-1).body, / typ relay/);
  await until(async () => (await media.stats(taking.last)).framesDecoded >= 30);
  assert.ok(!other.log.includes(decodeURIComponent(turn.password)) && !other.log.includes(turn.password), other.log);
  assert.equal(await other.stop(), 0, other.log);
  taking.stop();
  await coturn.stop();
});
