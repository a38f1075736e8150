// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The program itself: its options, its exit codes, where it listens and how it ends.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { launchBrowser, watch } from './support/browser.mjs';
import { get, runLoadViewer, runVitrine, startVitrine, testCamera, until } from './support/daemon.mjs';
import { openSignal } from './support/signal.mjs';

const listening = (...addresses) => testCamera.replace('127.0.0.1:0', addresses.join(';'));

test('--version and --help print to standard output and exit 0', async () => {
  const version = await runVitrine(['--version']);
  assert.equal(version.code, 0);
  assert.match(version.stdout, /^vitrine \d+\.\d+\S*\n$/);
  const help = await runVitrine(['--help']);
  assert.equal(help.code, 0);
  assert.match(help.stdout, /^Usage: vitrine /);
});

for (const [args, expected] of [
  [['--confg=x'], /"--confg=x".*did you mean "--config"/],
  [['--config'], /--config needs a file/],
  [['--version=1'], /--version takes no value/],
  [['extra'], /unexpected argument "extra"/],
])
  test(`vitrine ${args.join(' ')} exits 64 and says why`, async () => {
    const { code, stdout, stderr } = await runVitrine(args);
    assert.equal(code, 64);
    assert.match(stderr, expected);
    assert.equal(stdout, '');
  });

test('a wrong configuration exits 78 and names the line, the group, the key and the nearest word', async () => {
  const config = testCamera.replace('framerate', 'framrate');
  for (const args of [['--config', '-'], ['--config', '-', '--check-config']]) {
    const { code, stdout, stderr } = await runVitrine(args, config);
    assert.equal(code, 78);
    assert.match(stderr, /^standard input:\d+: \[camera test\] unknown key "framrate"; did you mean "framerate"\?/);
    assert.equal(stdout, '');
  }
  const missing = await runVitrine(['--config', '/nowhere/vitrine.conf']);
  assert.equal(missing.code, 78);
  assert.match(missing.stderr, /\/nowhere\/vitrine\.conf/);
});

test('--check-config says what the configuration holds, and starts nothing', async () => {
  const { code, stdout, stderr } = await runVitrine(['--config', '-', '--check-config'], testCamera);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^configuration is valid: 1 camera \(test\)/);
  assert.equal(stderr, '');
});

test('it listens on every address it is given, and on no other', async () => {
  const vitrine = await startVitrine(listening('127.0.0.1:0', '[::1]:0', '192.0.2.1:0'));
  // The names of the addresses are logged one after the other.
  await vitrine.says(/(?:open http:\S+\s[^]*){3}/);
  const urls = [...vitrine.log.matchAll(/open (http:\S+)/g)].map(([, url]) => url);
  assert.deepEqual(urls.map((url) => new URL(url).hostname).sort(), ['127.0.0.1', '192.0.2.1', '[::1]']);
  for (const url of urls) assert.equal((await get(`${url}healthz`)).status, 200, url);
  const { port } = new URL(urls.find((url) => url.includes('[::1]')));
  await assert.rejects(get(`http://[2001:db8::1]:${port}/healthz`), { code: 'ECONNREFUSED' });
  // And says what that means as long as there are no users.
  assert.match(vitrine.log, /warning daemon: EVERYBODY who reaches this server may watch and operate/);
  assert.equal(await vitrine.stop(), 0, vitrine.log);
  const here = await startVitrine(listening('127.0.0.1:0', '[::1]:0'));
  assert.equal(await here.stop(), 0, here.log);
  assert.doesNotMatch(here.log, /EVERYBODY/);
});

for (const [host, shown] of [['127.0.0.1', '127.0.0.1'], ['::1', '[::1]']])
  test(`a port of ${shown} that is in use exits 69 and names the address`, async () => {
    const other = createServer().listen(0, host);
    await once(other, 'listening');
    const address = `${shown}:${other.address().port}`;
    const { code, stderr } = await runVitrine(['--config', '-'], listening('127.0.0.1:0', address));
    other.close();
    console.log(stderr.trim());
    assert.equal(code, 69);
    assert.ok(stderr.includes(`cannot listen on ${address}`), stderr);
  });

test('an address this machine does not have exits 69 and names it', async () => {
  const { code, stderr } = await runVitrine(['--config', '-'], listening('198.51.100.7:0'));
  assert.equal(code, 69);
  assert.match(stderr, /cannot listen on 198\.51\.100\.7:0/);
});

test('it ends in order while the threads of many viewers that have just left do', async () => {
  for (let round = 0; round < 3; ++round) {
    const vitrine = await startVitrine(testCamera);
    const { code, report } = await runLoadViewer(vitrine.url, ['--viewers', '40', '--seconds', '1']);
    assert.equal(code, 0, JSON.stringify(report));
    assert.equal(await vitrine.stop(), 0, vitrine.log);
  }
});

for (const signal of ['SIGTERM', 'SIGINT'])
  test(`${signal} ends it within 5 s with exit code 0 while viewers watch`, async () => {
    const vitrine = await startVitrine(testCamera);
    const browser = await launchBrowser();
    try {
      await watch(browser, `${vitrine.url}/cameras/test`);
      const witness = await openSignal(vitrine.url);
      await witness.first('offer');
      const stopped = vitrine.stop(signal);
      let code;
      stopped.then((value) => (code = value));
      await until(() => code !== undefined, 5);
      assert.equal(code, 0, vitrine.log);
      assert.match((await witness.first('bye')).reason, /stops/);
    } finally {
      await browser.close();
    }
  });
