// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { parseArgs } from 'node:util';

const usage = `usage: tests/soak/run-soak [OPTIONS]

Viewers come and go in every way there is, cameras die and come back, the configuration is loaded again; steady
viewers watch one camera throughout. Ends with a table, the growth per 1000 joins and per hour, and 1 when a bound
is broken.

  --seconds N              how long (85; the start and the end come on top)
  --joins N                how many join in that time (600)
  --steady N               how many watch throughout (3)
  --most-heap-per-joins MB the growth of the heap in use for 1000 joins that is too much (3)
  --most-per-joins MB      the same of RSS, whose high water needs an hour to tell less than the default (40)
  --most-per-hour MB       the same of RSS for an hour; 0: not judged (0)
  --most-gap MS            the longest time without a frame for who watches throughout (500)
  --json FILE              also write all that was sampled
  --help
`;

const numbers = { seconds: 85, joins: 600, steady: 3, 'most-heap-per-joins': 3, 'most-per-joins': 40, 'most-per-hour': 0, 'most-gap': 500 };
const least = { seconds: 30, joins: 100, steady: 1 };

/** The command line as one object; says what is wrong and ends the program where something is. */
export function readOptions(args) {
  const refuse = (reason) => {
    process.stderr.write(`soak: ${reason}\n\n${usage}`);
    process.exit(64);
  };
  const known = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, { type: 'string', default: String(value) }]));
  let values;
  try {
    ({ values } = parseArgs({ args, options: { ...known, json: { type: 'string' }, help: { type: 'boolean' } } }));
  } catch (error) {
    refuse(error.message);
  }
  if (values.help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const options = { json: values.json };
  for (const name of Object.keys(numbers)) {
    const value = Number(values[name]);
    if (values[name] === '' || !(value >= (least[name] ?? 0))) refuse(`--${name} ${values[name]}: must be a number from ${least[name] ?? 0} on`);
    options[name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())] = value;
  }
  return options;
}
