// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { parseArgs } from 'node:util';

export const usage = `usage: tests/bench/run-fanout [OPTIONS]

What a viewer costs at Vitrine and at its peers: the same stream, the same viewers, one server at a time.

  --viewers LIST       how many viewers, one measurement each (1,10,30,60)
  --servers LIST       vitrine, janus, pion, and variants of them (vitrine,janus,pion):
                         vitrine:KEY=VALUE[+KEY=VALUE]  with these lines in [server]
                         vitrine:WORD                   the same as vitrine:send-path=WORD
                         pion:interceptors              with NACKs answered and sender reports
                         before                         another build of vitrine, $VITRINE_BEFORE
  --rounds N           how often the whole is done; the middle of the rounds is told (2)
  --seconds S          how long each measurement is (10)
  --settle S           between the last join and a measurement (3)
  --join-rate N        joins a second (10)
  --joins N            joins and leaves to tell the cost of one; 0: leave that out (60)
  --parallel N         joins under way at once then (4)
  --source rtp|test    what Vitrine shows: the RTP that its peers have too, or its own test: source,
                       whose encoder then runs in Vitrine (rtp)
  --vitrine-config K=V one more line for [server] of every Vitrine; may be repeated
  --no-chromium        leave out the browser that watches Vitrine along with others
  --json FILE          also write everything that was measured
  --help
`;

class UsageError extends Error {}

function wholeNumber(values, name, least) {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < least || value > 10000)
    throw new UsageError(`--${name} ${values[name]}: must be a whole number from ${least} to 10000`);
  return value;
}

/** "vitrine:webrtcbin" as its kind and what makes the variant: for Vitrine, lines of [server]. */
function readServer(name) {
  const colon = name.indexOf(':');
  const kind = colon < 0 ? name : name.slice(0, colon);
  const variant = colon < 0 ? '' : name.slice(colon + 1);
  if (kind === 'vitrine') {
    const lines = variant === '' ? [] : variant.split('+').map((word) => (word.includes('=') ? word : `send-path=${word}`));
    return { name, kind, lines };
  }
  if (name === 'before') {
    if (!process.env.VITRINE_BEFORE) throw new UsageError('--servers before: VITRINE_BEFORE must name the program');
    return { name, kind, lines: [], executable: process.env.VITRINE_BEFORE };
  }
  if (kind === 'janus' && variant === '') return { name, kind };
  if (kind === 'pion' && (variant === '' || variant === 'interceptors')) return { name, kind, variant };
  throw new UsageError(`--servers ${name}: allowed are vitrine, vitrine:KEY=VALUE, vitrine:WORD, before, janus, pion and pion:interceptors`);
}

/** The command line as one object; says what is wrong and ends the program where something is. */
export function readOptions(args) {
  const text = (value) => ({ type: 'string', default: value });
  try {
    const { values } = parseArgs({
      args,
      options: {
        viewers: text('1,10,30,60'),
        servers: text('vitrine,janus,pion'),
        rounds: text('2'),
        seconds: text('10'),
        settle: text('3'),
        'join-rate': text('10'),
        joins: text('60'),
        parallel: text('4'),
        source: text('rtp'),
        'vitrine-config': { type: 'string', multiple: true, default: [] },
        'no-chromium': { type: 'boolean', default: false },
        json: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(usage);
      process.exit(0);
    }
    if (!['rtp', 'test'].includes(values.source))
      throw new UsageError(`--source ${values.source}: allowed are rtp and test`);
    const viewers = values.viewers.split(',').map((each) => wholeNumber({ viewers: each }, 'viewers', 1));
    return {
      viewers,
      servers: values.servers.split(',').map(readServer),
      rounds: wholeNumber(values, 'rounds', 1),
      seconds: wholeNumber(values, 'seconds', 2),
      settle: wholeNumber(values, 'settle', 0),
      joinRate: wholeNumber(values, 'join-rate', 1),
      joins: wholeNumber(values, 'joins', 0),
      parallel: wholeNumber(values, 'parallel', 1),
      source: values.source,
      serverLines: values['vitrine-config'],
      chromium: !values['no-chromium'],
      json: values.json,
    };
  } catch (error) {
    if (!(error instanceof UsageError) && !error.code?.startsWith('ERR_PARSE_ARGS')) throw error;
    process.stderr.write(`fanout: ${error.message}\n\n${usage}`);
    process.exit(64);
  }
}
