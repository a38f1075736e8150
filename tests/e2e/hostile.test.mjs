// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What strangers send ends their own session with a clear error; who watches does not notice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, launchMortalBrowser, videoStats, watch } from './support/browser.mjs';
import { get, metric, sample, startVitrine, testCamera, until } from './support/daemon.mjs';

let vitrine;
let browser;
let witnessBrowser; // of its own: a page behind another one is not painted
let witness;
let calm; // what the witness had seen of freezes and drops before anything happened
let talkPage;
// A camera that has nothing to offer yet, and does not for as long as this runs.
const lateCamera = `
[camera late]
source = pipeline:videotestsrc is-live=true ! valve drop=true
on-demand = true
`;
before(async () => {
  vitrine = await startVitrine(testCamera + lateCamera);
  browser = await launchBrowser();
  witnessBrowser = await launchBrowser();
  talkPage = await browser.newPage();
  await talkPage.goto(`${vitrine.url}/assets/favicon.svg`);
  ({ page: witness } = await watch(witnessBrowser, `${vitrine.url}/cameras/test`));
  await calmDown();
});
after(async () => {
  await browser?.close();
  await witnessBrowser?.close();
  assert.equal(await vitrine?.stop(), 0, vitrine?.log);
  assert.doesNotMatch(vitrine?.log ?? '', /CRITICAL/);
});

async function harmOf() {
  const { freezeCount, framesDropped } = await videoStats(witness);
  return { freezeCount, framesDropped };
}

/** Waits until the witness has decoded so many pictures more; a freeze counts once the picture after it is there. */
async function seesMore(pictures) {
  const { framesDecoded } = await videoStats(witness);
  await until(async () => (await videoStats(witness)).framesDecoded >= framesDecoded + pictures);
}

/** What comes from here on counts: a browser that starts takes the processor from the one that watches. */
async function calmDown() {
  await seesMore(60);
  calm = await harmOf();
}

/** Who watches sees a second of pictures more, and in all that time neither a freeze nor a gap. */
async function assertUnharmed() {
  await seesMore(30);
  assert.deepEqual(await harmOf(), calm);
}

/** Sends messages on a socket of its own; gives all it hears until the socket is closed. */
async function talk(steps, camera = 'test') {
  return talkPage.evaluate(
    ({ steps, camera }) =>
      new Promise((resolve) => {
        const heard = [];
        const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/cameras/${camera}/ws`, 'vitrine.v1');
        const play = (when) => {
          for (const step of steps.filter((each) => each.when === when)) {
            if (step.binary) socket.send(new Uint8Array(step.binary));
            else socket.send(step.repeat ? step.text.repeat(step.repeat) : step.text);
          }
        };
        socket.onopen = () => play('open');
        socket.onmessage = ({ data }) => {
          const message = JSON.parse(data);
          heard.push(message);
          if (message.type === 'offer') play('offer');
        };
        socket.onclose = ({ code }) => resolve({ heard, code });
      }),
    { steps, camera },
  );
}

const answer = (lines) => ({ when: 'offer', text: JSON.stringify({ type: 'answer', sdp: lines.join('\r\n') + '\r\n' }) });
const sdp = [
  'v=0', 'o=- 1 2 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE video0',
  'm=video 9 UDP/TLS/RTP/SAVPF 96', 'c=IN IP4 0.0.0.0', 'a=mid:video0', 'a=recvonly', 'a=rtcp-mux',
  'a=setup:active', 'a=ice-ufrag:abcd', 'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`, 'a=rtpmap:96 H264/90000',
  'a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
];
const without = (start) => sdp.filter((line) => !line.startsWith(start));

const hostile = {
  'text that is no JSON': [{ when: 'open', text: '{"type":' }],
  'JSON that is no object': [{ when: 'open', text: '[1,2,3]' }],
  'a type that is no string': [{ when: 'open', text: '{"type":7}' }],
  'an answer whose sdp is a number': [{ when: 'offer', text: '{"type":"answer","sdp":7}' }],
  'two answers': [answer(sdp), answer(sdp)],
  'an answer without a=mid': [answer(without('a=mid'))],
  'an answer without a fingerprint': [answer(without('a=fingerprint'))],
  'an answer with 10,000 lines': [answer([...sdp, ...Array(10000).fill('a=x')])],
  'an answer that is no SDP': [answer(['hello'])],
  'a candidate that is none': [{ when: 'offer', text: '{"type":"candidate","candidate":"junk","sdpMLineIndex":0}' }],
  'a binary frame': [{ when: 'open', binary: [1, 2, 3] }],
  'deep nesting': [{ when: 'open', text: '[', repeat: 60000 }],
  'a message of 64 KiB and one byte': [{ when: 'open', text: 'x', repeat: 65537 }],
};

const early = { 'an answer before the offer': [{ when: 'open', text: answer(sdp).text }] };

for (const [camera, what, steps] of [
  ...Object.entries(hostile).map((each) => ['test', ...each]),
  ...Object.entries(early).map((each) => ['late', ...each]),
])
  test(`${what} ends that session with an error that says so`, async () => {
    const { heard } = await talk(steps, camera);
    const errors = heard.filter((message) => message.type === 'error');
    assert.equal(errors.length, 1, JSON.stringify(heard));
    assert.match(errors[0].code, /^[a-z-]+$/);
    assert.ok(errors[0].message.length > 10, errors[0].message);
    console.log(`${errors[0].code}: ${errors[0].message}`);
    await assertUnharmed();
  });

test('a message far over the limit is not even gathered', async () => {
  const { code } = await talk([{ when: 'open', text: 'x', repeat: 1 << 22 }]);
  assert.ok(code === 1009 || code === 1006, `closed with ${code}`);
  await assertUnharmed();
});

test('unknown types and mDNS candidates are ignored', async () => {
  const { heard, code } = await talk([
    { when: 'open', text: '{"type":"from-the-future"}' },
    { when: 'offer', text: '{"type":"candidate","candidate":"candidate:1 1 udp 2122260223 0f3b-4d.local 50000 typ host","sdpMLineIndex":0}' },
    { when: 'offer', text: '{"type":"bye"}' },
  ]);
  assert.equal(code, 1000, JSON.stringify(heard));
  assert.equal(heard.filter((message) => message.type === 'error').length, 0, JSON.stringify(heard));
  await assertUnharmed();
});

test('an unknown camera is a 404 before the upgrade', async () => {
  for (const path of ['/cameras/nowhere/ws', '/cameras//ws', '/cameras/ws', '/cameras/a/b/ws']) {
    const { status, headers } = await get(vitrine.url + path);
    assert.equal(status, 404, path);
    assert.equal(headers['content-type'], 'application/problem+json');
  }
  await assertUnharmed();
});

test('a viewer that is killed leaves nothing behind', async () => {
  const viewers = () => metric(vitrine.url, 'vitrine_viewers{camera="test"}');
  const threads = sample(vitrine.pid).threads;
  const { browser: mortal, kill } = await launchMortalBrowser();
  await watch(mortal, `${vitrine.url}/cameras/test`);
  assert.equal(await viewers(), 2);
  await calmDown();
  kill();
  await until(async () => (await viewers()) === 1);
  await until(() => sample(vitrine.pid).threads <= threads, 30);
  await assertUnharmed();
});
