// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The doctor in networks with real routers and firewalls: what it says is wrong, and that its line makes it right.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCoturnAt } from './support/coturn.mjs';
import { until } from './support/daemon.mjs';
import { askDoctor, failures } from './support/doctor.mjs';
import {
  beyondOneToOne, endsWith, layRelay, listening, nextDoor, rulesHere, secret, serve, watchFrom,
} from './support/layout.mjs';
import { here, withoutUdp } from './support/networks.mjs';

/**
 * Asks the doctor of a page in this place what is wrong with a daemon that has this in [ice], and gives the daemon the
 * line, with `filled` for what a person has to fill in; gives what was said, and what watchFrom() does then.
 */
async function cured(place, url, code, ice, address, filled = {}) {
  const ill = await serve(ice, address);
  const browser = await place.launchBrowser();
  endsWith(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`${url}/cameras/test`);
  const said = await askDoctor(page, code);
  await until(() => failures(ill).some((line) => line.includes(`${said.sentence} Change: ${said.setting} (ours: `)));
  await browser.close();
  assert.equal(await ill.stop(), 0, ill.log);
  const [, key, value] = /^\[ice\] (\S+) = (\S+)/.exec(said.setting);
  const others = ice.split('\n').filter((line) => !line.startsWith(`${key} = `));
  const well = await serve([...others, `${key} = ${filled[value] ?? value}`].join('\n'), address);
  const watched = await watchFrom(place, url);
  assert.deepEqual(failures(well), []);
  return { ...said, ...watched };
}

test('no UDP gets through', async () => {
  const far = await nextDoor();
  far.rules(withoutUdp());
  const url = `http://198.51.100.1${listening}`;
  const { local } = await cured(far, url, 'udp-blocked', 'local-addresses = 198.51.100.1', '198.51.100.1');
  assert.equal(local.protocol, 'tcp');
});

test('Chromium on a machine that has no IPv4 address', async () => {
  const far = await nextDoor();
  far.run('ip -4 address flush dev eth0');
  const coturn = await startCoturnAt(here, '2001:db8:1::1');
  endsWith(() => coturn.stop());
  const url = `http://[2001:db8:1::1]${listening}`;
  const { theirs, remote } = await cured(far, url, 'no-hidden-name', 'port-range = 50000-50999', '[2001:db8:1::1]',
    { 'stun://HOST:3478': 'stun://[2001:db8:1::1]:3478' });
  assert.deepEqual(theirs.map(({ kind, address }) => `${kind} ${address}`), ['srflx 2001:db8:1::2']);
  assert.ok(remote.address.startsWith('2001:db8:'), JSON.stringify(remote));
  // The policy that docs/network.md names is a file of the whole machine; this is what it does.
  const shown = await watchFrom(far, url, { args: ['--disable-features=WebRtcHideLocalIpsWithMdns'] });
  assert.ok(shown.theirs.some(({ kind, address }) => kind === 'host' && address === '2001:db8:1::2'), JSON.stringify(shown.theirs));
});

test('a wrong public address', async () => {
  const far = await beyondOneToOne();
  const ice = 'local-addresses = 10.0.0.2\npublic-address = 203.0.113.10';
  const { remote } = await cured(far, `http://203.0.113.9${listening}`, 'wrong-public-address', ice, '10.0.0.2');
  assert.equal(remote.address, '203.0.113.9');
});

test('media is offered at another address than the page\'s, which is not reached', async () => {
  const far = await nextDoor();
  rulesHere(`
table inet filter {
  chain in { type filter hook input priority filter; iifname to-far ip daddr 192.0.2.1 drop; }
}`);
  const url = `http://198.51.100.1${listening}`;
  const { remote } = await cured(far, url, 'other-address', 'local-addresses = 192.0.2.1', '198.51.100.1');
  assert.equal(remote.address, '198.51.100.1');
});

test('a TURN server with another secret', async () => {
  const far = await nextDoor();
  await layRelay();
  far.rules(withoutUdp(3478));
  const turn = 'turn-server = turn://203.0.113.9:3478?transport=udp';
  const ice = `local-addresses = 203.0.113.1\n${turn}\nturn-secret = another`;
  const url = `http://198.51.100.1${listening}`;
  const { local } = await cured(far, url, 'turn-secret-refused', ice, '198.51.100.1', { SECRET: secret });
  assert.equal(local.candidateType, 'relay');
});

test('nothing but a TURN server is offered, and it is not there', async () => {
  const far = await nextDoor();
  const turn = 'turn-server = turn://robot:secret@203.0.113.9:3478\ntransport-policy = relay';
  const ice = `local-addresses = 198.51.100.1\n${turn}`;
  const { remote } = await cured(far, `http://198.51.100.1${listening}`, 'relay-only-silent', ice, '198.51.100.1');
  assert.equal(remote.address, '198.51.100.1');
});
