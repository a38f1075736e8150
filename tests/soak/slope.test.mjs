// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growsBeyond, slopeOf } from './slope.mjs';

test('a straight line has its slope and no error', () => {
  const { slope, error, count } = slopeOf([[0, 5], [1, 7], [2, 9], [3, 11], [4, 13]]);
  assert.equal(slope, 2);
  assert.equal(error, 0);
  assert.equal(count, 5);
});

test('the error is that of the textbook', () => {
  // y = 2.2 + 0.6 x, what is left 2.4, three degrees of freedom, spread of x 10
  const { slope, error } = slopeOf([[1, 2], [2, 4], [3, 5], [4, 4], [5, 5]]);
  assert.ok(Math.abs(slope - 0.6) < 1e-12);
  assert.ok(Math.abs(error - Math.sqrt(0.08)) < 1e-12);
});

test('growth is told from noise', () => {
  const noise = [0.3, -0.2, 0.1, -0.3, 0.2, -0.1, 0.1, -0.1];
  const points = (slope) => noise.map((each, x) => [x, 40 + slope * x + each]);
  assert.equal(growsBeyond(slopeOf(points(0)), 0), false);
  assert.equal(growsBeyond(slopeOf(points(1)), 0), true);
  assert.equal(growsBeyond(slopeOf(points(1)), 1.5), false);
});

test('what four points say proves nothing', () => {
  assert.equal(growsBeyond(slopeOf([[0, 1], [1, 1], [2, 1], [3, 1]]), 10), true);
});
