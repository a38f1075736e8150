// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The figures for people: a table for each number of viewers.

// name, figure, digits, whether a ratio means something
const rows = [
  ['CPU, % of a core a viewer', 'cpu', 3, true],
  ['us a packet', 'microseconds', 1, true],
  ['RSS a viewer, MB', 'rss', 2, true],
  ['private dirty a viewer, MB', 'dirty', 2, true],
  ['threads a viewer', 'threads', 1, false],
  ['fds a viewer', 'fds', 1, false],
  ['packets/s a viewer', 'packets', 1, false],
  ['frames/s, slowest viewer', 'frames', 1, false],
  ['packets lost, all viewers', 'lost', 0, false],
  ['first packet, median ms', 'firstPacket', 0, true],
  ['first packet, p95 ms', 'firstPacket95', 0, false],
  ['first frame, median ms', 'firstFrame', 0, true],
  ['first frame, p95 ms', 'firstFrame95', 0, false],
  ['(server without viewers, CPU %)', 'idleCpu', 2, false],
  ['(server without viewers, RSS MB)', 'idleRss', 1, false],
  ['(load viewer, CPU %)', 'viewersCpu', 1, false],
  ['(whole machine, CPU %)', 'machine', 0, false],
  ['(of it not of this benchmark)', 'others', 0, false],
];

const churnRows = [
  ['CPU of a join and leave, ms', 'cpuMsPerJoin', 1, true],
  ['packets sent in it', 'packetsPerJoin', 0, false],
  ['RSS kept of it, KB', 'rssKbPerJoin', 1, false],
];

const text = (value, digits) => (Number.isFinite(value) ? value.toFixed(digits) : '-');

function tableOf(title, chosen, columns) {
  const names = Object.keys(columns);
  const ours = names.filter((name) => name.startsWith('vitrine'));
  const peers = names.filter((name) => !name.startsWith('vitrine'));
  const pairs = ours.flatMap((our) => peers.map((peer) => [our, peer]));
  const heads = [...names, ...pairs.map(([our, peer]) => `${our}/${peer}`)];
  const widths = heads.map((head) => Math.max(9, head.length) + 2);
  const line = (first, cells) => first.padEnd(34) + cells.map((cell, index) => cell.padStart(widths[index])).join('');
  const body = chosen.map(([name, figure, digits, ratio]) =>
    line(name, [
      ...names.map((each) => text(columns[each][figure], digits)),
      ...pairs.map(([our, peer]) => (ratio ? text(columns[our][figure] / columns[peer][figure], 2) : '')),
    ]),
  );
  return [line(title, heads), ...body, ''].join('\n');
}

/** A table of figures: an object of figures for each server, by its name. */
export const loadTable = (viewers, columns) => tableOf(`${viewers} viewers`, rows, columns);
export const churnTable = (columns) => tableOf('join and leave', churnRows, columns);

/** What the memory of a viewer is without what only the first ones cost. */
export function slopeTable(few, many, columnsFew, columnsMany) {
  const slope = Object.fromEntries(
    Object.keys(columnsMany).map((name) => {
      const of = (figure) =>
        (columnsMany[name][figure] * many - columnsFew[name][figure] * few) / (many - few);
      return [name, { rss: of('rss'), dirty: of('dirty'), cpu: of('cpu') }];
    }),
  );
  const chosen = rows.filter(([, figure]) => ['rss', 'dirty', 'cpu'].includes(figure));
  return tableOf(`from ${few} to ${many} viewers, for each more`, chosen, slope);
}
