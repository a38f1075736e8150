// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import assert from 'node:assert/strict';
import { launchBrowserIn } from './browser.mjs';
import { programs, startProgram, testCamera } from './daemon.mjs';

/** Where the daemon is for who is on the far side. */
export const nearAddress = '198.51.100.1';

/** The camera of most tests, for viewers on the far side alone. */
export const nearCamera =
  `${testCamera.replace('127.0.0.1:0', `${nearAddress}:0`)}[ice]\nlocal-addresses = ${nearAddress}\n`;

/** A network with faults between here and a far side of its own; perfect until told otherwise. */
class Netsim {
  constructor(program, namespace) {
    this.program = program;
    this.namespace = namespace;
  }

  /** Gives it a command (`tests/tools/netsim --help` lists them) and gives its answer. */
  async ask(command) {
    this.program.log = ''; // one command at a time: the next line is its answer
    this.program.child.stdin.write(`${command}\n`);
    const [, answer] = await this.program.says(/^(.*)\n/);
    return answer;
  }

  /** Gives it commands that it must take, such as 'delay 50', 'loss-to-far 2'. */
  async set(...commands) {
    for (const command of commands) assert.equal(await this.ask(command), 'ok');
  }

  /** What became of the packets so far. */
  async counts() {
    return JSON.parse(await this.ask('stats'));
  }

  /** A browser on the far side. */
  launchBrowser() {
    return launchBrowserIn(this.namespace);
  }

  async stop() {
    this.program.child.stdin.end();
    const [code] = await this.program.exited;
    assert.equal(code, 0, this.program.log);
  }
}

/** Starts netsim and gives it once the far side is there. */
export async function startNetsim(args = []) {
  const program = await startProgram(programs.netsim, args, /ready \S+\n/);
  return new Netsim(program, /ready (\S+)/.exec(program.log)[1]);
}
