// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// [ice] turn-secret and transport-policy: viewers and servers whose only way leads through a TURN server, coturn, by
// UDP, TCP or TLS, with the logins that the page and WHEP's clients are given.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layRelay, listening, nextDoor, rulesHere, secret, serve, watchFrom } from './support/layout.mjs';
import { withoutUdp } from './support/networks.mjs';
import { offer, postOffer } from './support/whep.mjs';

for (const [url, allowed, relayProtocol] of [
  ['turn://203.0.113.9:3478?transport=udp', 3478, 'udp'],
  ['turn://203.0.113.9:3478', 0, 'tcp'],
  ['turns://203.0.113.9:5349', 0, 'tls'],
])
  test(`turn-secret: a viewer whose only way is ${relayProtocol} to ${url} has a login for it`, async () => {
    const far = await nextDoor();
    const { coturn } = await layRelay();
    far.rules(withoutUdp(allowed));
    const ice = `turn-server = ${url}\nturn-secret = ${secret}\nlocal-addresses = 203.0.113.1`;
    const vitrine = await serve(ice, '198.51.100.1');
    // Chromium then takes this one certificate though nobody has signed it, and looks at it as at any other.
    const args = [`--ignore-certificate-errors-spki-list=${coturn.pin}`];
    const { local } = await watchFrom(far, vitrine.url, { args });
    assert.equal(local.candidateType, 'relay');
    assert.equal(local.relayProtocol, relayProtocol);
    const [, end] = await coturn.says(/user <(\d+):viewer-\d+>/);
    const life = Number(end) - Date.now() / 1000;
    assert.ok(life > 86000 && life <= 86400, `a login for ${life} s`);
    assert.ok(!vitrine.log.includes(secret), 'the secret was logged');
  });

test('transport-policy = relay: no viewer learns the address of a server, which has no UDP', async () => {
  const far = await nextDoor();
  await layRelay();
  rulesHere(withoutUdp());
  const turn = 'turn-server = turn://203.0.113.9:3478?transport=tcp';
  await serve(`${turn}\nturn-secret = ${secret}\ntransport-policy = relay`, '198.51.100.1');
  const { ours, remote } = await watchFrom(far, `http://198.51.100.1${listening}`);
  assert.equal(remote.address, '203.0.113.9');
  const others = ours.filter(({ kind, address }) => kind !== 'relay' || address !== '203.0.113.9');
  assert.ok(ours.length > 0 && others.length === 0, JSON.stringify(ours));
});

test('turn-secret: the Link headers of a WHEP answer have a login that the TURN server takes', async () => {
  const { relay } = await layRelay();
  const servers = 'turn-server = turn://203.0.113.9:3478;turns://203.0.113.9:5349';
  const vitrine = await serve(`${servers}\nturn-secret = ${secret}`, '203.0.113.1');
  const { status, headers } = await postOffer(vitrine.url, offer);
  assert.equal(status, 201);
  const links = headers.link.split(', ').map((link) =>
    /^<(\S+)>; rel="ice-server"; username="(\S+)"; credential="(\S+)"; credential-type="password"$/.exec(link));
  const at = '203.0.113.9';
  const urls = [`turn:${at}:3478?transport=udp`, `turn:${at}:3478?transport=tcp`, `turns:${at}:5349?transport=tcp`];
  assert.deepEqual(links.map(([, url]) => url), urls);
  const [[, , user, password]] = links;
  const relayTo = (name) => relay.run(`turnutils_uclient -y -c -n 1 -m 1 -u ${name} -w ${password} 203.0.113.9`);
  relayTo(user);
  assert.throws(() => relayTo(`${user}x`), 'a login of another name was taken');
});
