// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Networks that let no picture through: the doctor of a page on their far side, and the server's log, say in the same
// sentence why. Where a detour helps, they say it all the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { watch } from './support/browser.mjs';
import { startVitrine, until } from './support/daemon.mjs';
import { askDoctor, failures } from './support/doctor.mjs';
import { nearAddress, nearCamera, startNetsim } from './support/netsim.mjs';
import { openSignal } from './support/signal.mjs';
import { watchByWhep } from './support/whep.mjs';

let netsim;
let browser;
before(async () => {
  netsim = await startNetsim();
  browser = await netsim.launchBrowser();
});
after(async () => {
  await browser?.close();
  await netsim?.stop();
});

/** Opens the page of a daemon that is configured so, asks its doctor, and compares with the log. */
async function diagnosed(config, code, { prepare = async () => {}, meanwhile = async () => {} } = {}) {
  const vitrine = await startVitrine(config);
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await prepare(page);
    await page.goto(`${vitrine.url}/cameras/test`);
    const [said] = await Promise.all([askDoctor(page, code), meanwhile(vitrine)]);
    await until(() => failures(vitrine).length > 0);
    await page.close();
    const told = failures(vitrine).map((line) => /: viewer (\d+) /.exec(line)[1]);
    assert.equal(new Set(told).size, told.length, 'a viewer\'s failure was told twice');
    const setting = said.setting.replace('USER:PASSWORD@', '***@'); // as the log hides them, whatever they are
    const line = failures(vitrine).find((each) => each.includes(`${said.sentence} Change: ${setting} (ours: `));
    assert.ok(line, vitrine.log);
    return { ...said, line, vitrine };
  } finally {
    assert.equal(await vitrine.stop(), 0, vitrine.log);
  }
}

test('UDP is blocked and there is no TURN server: pages, viewers that say nothing, WHEP clients', async () => {
  await netsim.set('no-udp');
  const of = (daemon, id) => failures(daemon).filter((line) => line.includes(`: viewer ${id} at 198.51.100.`));
  const { setting, line, vitrine } = await diagnosed(nearCamera, 'udp-blocked', {
    meanwhile: async (daemon) => {
      const silent = await openSignal(daemon.url);
      await silent.first('offer');
      const other = await browser.newPage();
      await other.goto(`${daemon.url}/healthz`);
      watchByWhep(other, `${daemon.url}/cameras/test/whep`).catch(() => {}); // it has no picture to wait for
      await until(() => [1, 2, 3].every((id) => of(daemon, id).length > 0), 30);
      await other.close();
      assert.match((await silent.first('bye')).reason, /did not answer the offer/);
    },
  });
  assert.equal(setting, '[ice] tcp = true');
  assert.match(line, /ours: host udp 198\.51\.100\.1:\d+; theirs: host udp \S+\.local:\d+\)$/);
  for (const [id, sentence] of [[1, 'No UDP gets through'], [2, 'There was no connection within 10 s'], [3, 'No UDP gets through']]) {
    const [own, ...more] = of(vitrine, id);
    assert.deepEqual(more, []);
    assert.ok(own.includes(`picture: ${sentence}`), own);
  }
});

test('UDP is blocked and the TURN server does not answer', async () => {
  await netsim.set('no-udp');
  const nobody = `turn://robot:secret@${nearAddress}:3479`;
  const { sentence, setting, line } = await diagnosed(`${nearCamera}turn-server = ${nobody}\n`, 'turn-silent');
  assert.ok(sentence.includes(`the TURN server ${nearAddress}:3479 relays nothing`), sentence);
  assert.equal(setting, `[ice] turn-server = turn://USER:PASSWORD@${nearAddress}:3479`);
  assert.doesNotMatch(line, /secret/);
});

test('only an address is offered that the far side does not reach', async () => {
  await netsim.set('udp');
  const config = nearCamera.replace(/local-addresses = .*/, 'local-addresses = 2001:db8::1');
  const { setting, line } = await diagnosed(config, 'other-address');
  assert.equal(setting, `[ice] local-addresses = ${nearAddress}`);
  assert.match(line, /ours: host udp \[2001:db8::1\]:\d+; /);
});

/** The picture comes, late, and the sentence stands over it. */
async function detour(code, prepare) {
  const vitrine = await startVitrine(nearCamera);
  try {
    const { page, firstFrameMs } = await watch(browser, `${vitrine.url}/cameras/test`, prepare);
    console.log(`${code}: first picture after ${Math.round(firstFrameMs)} ms`);
    const said = await askDoctor(page, code);
    await page.keyboard.press('Escape');
    await page.locator('.notice-text', { hasText: said.sentence }).waitFor();
    await page.close();
    const [line, ...more] = failures(vitrine);
    assert.deepEqual(more, []);
    assert.ok(line.includes(`viewer 1 at 198.51.100.2 came late to its picture: ${said.sentence} Change: ${said.setting}`), line);
    return said;
  } finally {
    assert.equal(await vitrine.stop(), 0, vitrine.log);
  }
}

test('an address behind an mDNS name and a firewall that lets in only answers', async () => {
  await netsim.set('udp-replies-to-near');
  const { setting } = await detour('hidden-address');
  assert.match(setting, /stun-server/);
  await netsim.set('udp');
});
