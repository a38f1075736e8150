// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Networks that a test makes: namespaces beside its own, the cables between them, and what filters and translates
// addresses there (nftables). All of it is in the private network that tests/netns gave the test, and ends with it.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readlinkSync } from 'node:fs';
import { promisify } from 'node:util';
import { launchBrowserIn } from './browser.mjs';
import { startProgram, until } from './daemon.mjs';

/** Runs a command to its end and gives what it wrote; throws with its words when it fails. */
const run = (command, args, input = '') => execFileSync(command, args, { input, encoding: 'utf8' });

/** A network namespace: the test's own (`here`), or a machine elsewhere. */
class Place {
  #path;
  #holder;

  constructor(path, holder = null) {
    this.#path = path;
    this.#holder = holder;
  }

  get path() {
    return this.#path;
  }

  /** Runs a command here to its end: `place.run('ip link set eth0 down')`. */
  run(command) {
    return run('nsenter', [`--net=${this.#path}`, '--', ...command.split(' ')]);
  }

  /** Runs a program here to its end and gives what it wrote, while the test goes on. */
  async runLong(command, args) {
    return (await promisify(execFile)('nsenter', [`--net=${this.#path}`, '--', command, ...args])).stdout;
  }

  /** Starts a program here and waits until it says something. */
  start(command, args, pattern) {
    return startProgram('nsenter', [`--net=${this.#path}`, '--', command, ...args], pattern);
  }

  /** Gives one of its interfaces an address, such as 198.51.100.2/24 or 2001:db8:1::2/64. */
  address(link, address) {
    this.run(`ip address add ${address} dev ${link}${address.includes(':') ? ' nodad' : ''}`);
  }

  /** The way to everywhere that no other route leads to. */
  route(via, link) {
    this.run(`ip ${via.includes(':') ? '-6 ' : ''}route add default via ${via} dev ${link}`);
  }

  /** Passes packets on between its cables. */
  forward() {
    run('nsenter', [`--net=${this.#path}`, '--', 'sh', '-c', 'echo 1 >/proc/sys/net/ipv4/ip_forward']);
  }

  /** Puts nftables rules in force in place of those before; none: everything passes. */
  rules(text = '') {
    run('nsenter', [`--net=${this.#path}`, '--', 'nft', '-f', '-'], `flush ruleset\n${text}`);
  }

  /** A browser in this place; the test talks to it through pipes. */
  launchBrowser(more = {}) {
    return launchBrowserIn(this.#path, more);
  }

  /** Ends it, and both ends of its cables with it. */
  async remove() {
    // The kernel takes them away when it comes to it; the names of the other ends are wanted at once.
    for (const [, name] of this.run('ip -o link show type veth').matchAll(/^\d+: ([^@:]+)/gm)) {
      this.run(`ip link delete ${name}`);
    }
    this.#holder.stdin.end();
    await once(this.#holder, 'exit');
  }
}

/** The test's own place. */
export const here = new Place(`/proc/${process.pid}/ns/net`);

/** Makes a place of its own, with loopback alone. */
export async function makePlace() {
  // A namespace is there as long as a process is in it: one that ends with the test's pipe.
  const holder = spawn('unshare', ['--net', '--', 'cat'], { stdio: ['pipe', 'ignore', 'inherit'] });
  const path = `/proc/${holder.pid}/ns/net`;
  const own = readlinkSync(here.path);
  await until(() => readlinkSync(path) !== own);
  const place = new Place(path, holder);
  place.run('ip link set lo up');
  return place;
}

/**
 * Lays a cable: `cable([here, 'to-far', '198.51.100.1/24'], [far, 'eth0', '198.51.100.2/24'])`. A place that is given
 * no address for its end may give itself some.
 */
export function cable(...ends) {
  const [[first, firstName], [second, secondName]] = ends;
  first.run(`ip link add ${firstName} type veth peer name ${secondName} netns ${/\d+/.exec(second.path)[0]}`);
  for (const [place, name, ...addresses] of ends) {
    place.run(`ip link set ${name} addrgenmode none up`);
    for (const address of addresses) place.address(name, address);
  }
}

/**
 * A bridge of this name in a place, with one container on it, as Docker makes one for each project; gives what takes it
 * away again.
 */
export async function plugContainer(place, bridge, address) {
  const container = await makePlace();
  place.run(`ip link add ${bridge} type bridge`);
  place.run(`ip link set ${bridge} addrgenmode none up`);
  place.address(bridge, address);
  cable([place, `to-${bridge}`], [container, 'eth0']);
  place.run(`ip link set to-${bridge} master ${bridge}`);
  return async () => {
    place.run(`ip link delete ${bridge}`);
    await container.remove();
  };
}

/** The words of nftables for a place that lets through no UDP, but to `port` if that is given. */
export const withoutUdp = (port = 0) => `
table inet filter {
  chain out {
    type filter hook output priority filter
    ${port ? `udp dport ${port} accept` : ''}
    meta l4proto udp drop
  }
  chain in {
    type filter hook input priority filter
    ${port ? `udp sport ${port} accept` : ''}
    meta l4proto udp drop
  }
}`;
