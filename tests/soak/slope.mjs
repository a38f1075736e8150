// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// How fast something grows, and how sure one can be of it.

// A slope that is so many standard errors above a bound is above it: 97.5 % for seven points (Student's t).
const sureness = 2.5;
const fewest = 5; // points that tell a slope

/**
 * The straight line of least squares through points: its slope and that slope's standard error. What comes after
 * another of its like is not independent of it, so that the error is the least there is.
 * @param {[number, number][]} points
 */
export function slopeOf(points) {
  const count = points.length;
  if (count < fewest) return { slope: NaN, error: NaN, count };
  const mean = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / count;
  const [meanX, meanY] = [mean(0), mean(1)];
  const spreadX = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spreadX;
  const left = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, error: Math.sqrt(left / (count - 2) / spreadX), count };
}

/** Whether a slope is above a bound by more than chance; one that nobody could determine is. */
export const growsBeyond = ({ slope, error }, bound) => !(slope - sureness * error <= bound);
