// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Parts of the page that need no browser: what it does about lateness, how it reads the server's clock, and how long it
// waits for a server that is gone.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mock, test } from 'node:test';

const load = (name) => {
  const source = readFileSync(new URL(`../../data/www/${name}`, import.meta.url), 'utf8');
  return import(`data:text/javascript,${encodeURIComponent(source)}`);
};
const { BackOff } = await load('back-off.js');
const { DriftGuard } = await load('drift-guard.js');
const { LatencyMeter } = await load('latency-meter.js');
const { StreamClock } = await load('stream-clock.js');

const budget = 150;

/** A guard that has been calm for 10 s, and what it does from there on, with when. */
function makeGuard() {
  const done = [];
  let now = 0;
  const note = (what) => () => done.push([what, now - 10000]);
  const guard = new DriftGuard(note('resync'), note('rejoin'));
  const show = (latency, seconds) => {
    for (const end = now + seconds * 1000; now < end; now += 40) guard.see(latency, budget, now);
  };
  show(20, 10);
  return { guard, done, show, now: () => now };
}

test('a hiccup is no drift', () => {
  const { guard, done, show } = makeGuard();
  for (let i = 0; i < 10; ++i) {
    show(budget + 100, 0.4);
    show(20, 0.2);
  }
  assert.deepEqual(done, []);
  assert.equal(guard.count, 0);
});

test('lateness that stays is met in place first, then by a new connection, then ever more rarely', () => {
  const { guard, done, show } = makeGuard();
  show(budget + 100, 70);
  assert.deepEqual(done.slice(0, 3).map(([what]) => what), ['resync', 'resync', 'rejoin']);
  assert.ok(done[0][1] >= 500 && done[0][1] < 600, `${done[0][1]} ms`);
  const gaps = done.slice(1).map(([, at], i) => at - done[i][1]);
  for (let i = 1; i < gaps.length; ++i) assert.ok(gaps[i] > gaps[i - 1] * 1.5, gaps.join(' '));
  assert.equal(guard.count, 1);
});

test('who is far behind is not waited for, and two times are two', () => {
  const { guard, done, show } = makeGuard();
  show(budget + 2000, 0.1);
  show(20, 3);
  show(budget + 2000, 0.1);
  show(20, 3);
  assert.deepEqual(done.map(([what]) => what), ['resync', 'resync']);
  assert.ok(done[0][1] < 50, `${done[0][1]} ms`);
  assert.equal(guard.count, 2);
});

test('a page that stood still counts once, whatever comes late after it', () => {
  const { guard, done, show, now } = makeGuard();
  guard.stoodStill(now());
  show(budget + 3000, 0.3);
  show(20, 5);
  assert.equal(guard.count, 1);
  assert.equal(done.length, 1);
});

test('who has just come may be late for a moment', () => {
  const done = [];
  const guard = new DriftGuard(() => done.push('resync'), () => done.push('rejoin'));
  for (let now = 1; now < 1900; now += 40) guard.see(5000, budget, now);
  assert.deepEqual(done, []);
});

test('the clock is read from the fastest way there and the fastest back, past the wrap of RTP time', () => {
  let now = 1000;
  let due = () => {};
  mock.method(performance, 'now', () => now);
  mock.method(globalThis, 'setTimeout', (then) => (due = then));
  const sent = [];
  const clock = new StreamClock((message) => sent.push(message));
  clock.start();
  assert.equal(clock.ageOf(0, now), null);
  assert.equal(clock.error, null);
  // The server's clock wraps when ours is at 1300 ms, in the middle of it.
  const ticksAt = (ours) => (2 ** 32 + (ours - 1300) * 90) % 2 ** 32;
  for (const [there, back] of [[30, 50], [42, 31], [50, 44], [33, 60]]) {
    now += there;
    const rtpTimestamp = ticksAt(now);
    now += back;
    clock.answer({ id: sent.at(-1).id, rtpTimestamp });
    now += 20;
    due();
  }
  // 30 ms there at best, 31 ms back: sure to the half of both, wrong by the half of what they differ.
  assert.ok(Math.abs(clock.error - 30.5) < 0.1, `${clock.error}`);
  for (const ago of [0, 50, 700]) {
    const age = clock.ageOf(ticksAt(now - ago), now);
    assert.ok(Math.abs(age - ago) < 0.7, `${age} for ${ago} ms`);
  }
  clock.answer({ id: 999, rtpTimestamp: 5 }); // nobody asked
  assert.ok(Math.abs(clock.error - 30.5) < 0.1);
  clock.start();
  assert.equal(clock.error, null);
  clock.stop();
  mock.reset();
});

test('what the camera and its encoder took is told apart from the way of a picture', () => {
  let show = () => {};
  const video = { requestVideoFrameCallback: (then) => (show = then), cancelVideoFrameCallback: () => {} };
  const seen = [];
  const meter = new LatencyMeter(video, { ageOf: () => 170 }, (frame) => seen.push(frame));
  meter.start();
  const frame = { rtpTimestamp: 1, expectedDisplayTime: 5000, presentationTime: 5000 };
  show(5000, frame);
  meter.tell({ cameraMs: 40, encodeMs: 160, sendMs: 1 });
  show(5000, frame);
  // The camera's own part is not in the time of the stream.
  assert.deepEqual(seen.map(({ latency, onTheWay }) => [latency, onTheWay]), [[170, 170], [210, 10]]);
});

/** The waits after so many failures, luck being from 0 to 1. */
function waits(backOff, count, luck) {
  mock.method(Math, 'random', () => luck);
  const all = Array.from({ length: count }, () => backOff.next());
  mock.reset();
  return all;
}

test('who is refused asks again soon, then ever more rarely, but for ever', () => {
  const all = waits(new BackOff(), 1000, 0.5);
  assert.equal(all[0], 500);
  const longest = all.at(-1);
  const growing = all.slice(0, all.indexOf(longest));
  assert.ok(growing.length >= 5 && growing.length <= 10, all.slice(0, 12).join());
  for (let i = 1; i < growing.length; ++i) assert.ok(growing[i] > growing[i - 1] * 1.5, growing.join());
  assert.equal(longest, 15000);
  assert.ok(all.slice(growing.length).every((wait) => wait === longest));
});

test('a hundred pages do not come back at once, and one that got through begins anew', () => {
  const [first, last] = [waits(new BackOff(), 10, 0), waits(new BackOff(), 10, 1)];
  first.forEach((wait, i) => assert.ok(last[i] > wait * 1.5 && wait >= 350, `${wait} to ${last[i]} ms`));
  const real = new BackOff();
  assert.ok(new Set(Array.from({ length: 100 }, () => new BackOff().next())).size > 20);
  for (let i = 0; i < 20; ++i) real.next();
  assert.equal(real.failures, 20);
  real.reset();
  assert.equal(real.failures, 0);
  assert.ok(real.next() <= 650);
});
