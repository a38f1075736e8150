// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Prometheus' own judgement: of /metrics while somebody watches, of the alert rules, and whether these fire.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { get, runLoadViewer, startVitrine, testCamera } from './support/daemon.mjs';
import { rulesFile, rulesTestFile } from './support/exposition.mjs';

function promtool(args, input = '') {
  const { status, stdout, stderr, error } = spawnSync('promtool', args, { input, encoding: 'utf8' });
  assert.ifError(error);
  return { status, said: `${stdout}${stderr}` };
}

test('promtool takes what a daemon with viewers tells, and finds nothing to mend', async () => {
  const vitrine = await startVitrine(testCamera);
  const { code, report } = await runLoadViewer(vitrine.url, ['--viewers', '3', '--seconds', '2']);
  assert.equal(code, 0, JSON.stringify(report));
  const { text, headers } = await get(`${vitrine.url}/metrics`);
  assert.equal(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
  const { status, said } = promtool(['check', 'metrics'], text);
  assert.equal(status, 0, said);
  assert.equal(said, '');
  // It does look.
  assert.notEqual(promtool(['check', 'metrics'], text.replace('} ', '} x')).status, 0);
  assert.equal(await vitrine.stop(), 0, vitrine.log);
});

test('promtool takes the alert rules, and they fire when they should and only then', () => {
  const rules = promtool(['check', 'rules', '--lint=all', '--lint-fatal', rulesFile]);
  assert.equal(rules.status, 0, rules.said);
  const fired = promtool(['test', 'rules', rulesTestFile]);
  assert.equal(fired.status, 0, fired.said);
});
