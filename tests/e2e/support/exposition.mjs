// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const data = (name) => fileURLToPath(new URL(`../../../data/${name}`, import.meta.url));

/** Where the alert rules and their own tests are. */
export const rulesFile = data('prometheus/vitrine.rules.yml');
export const rulesTestFile = data('prometheus/vitrine.test.yml');
/** Where the dashboard is. */
export const dashboardFile = data('grafana/vitrine.json');

/** Prometheus' text as `{ types: Map(name → kind), series: [{ name, labels, value }] }`; throws on a line that is none. */
export function parseExposition(text) {
  const types = new Map();
  const series = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('# HELP ')) continue;
    const type = /^# TYPE (\w+) (counter|gauge|histogram)$/.exec(line);
    if (type) {
      types.set(type[1], type[2]);
      continue;
    }
    const sample = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (!sample || Number.isNaN(Number(sample[3].replace('Inf', 'Infinity'))))
      throw new Error(`no line of Prometheus' text format: ${line}`);
    const labels = Object.fromEntries(
      [...(sample[2] ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, value]) => [name, value]));
    series.push({ name: sample[1], labels, value: Number(sample[3].replace('Inf', 'Infinity')) });
  }
  return { types, series };
}

/** The metrics that a text of PromQL names: ours and the process's. */
const namesIn = (promql) => promql.match(/\b(?:vitrine|process)_\w+/g) ?? [];

/** Every metric the alert rules name. */
export function namesInRules() {
  const rules = readFileSync(rulesFile, 'utf8').split(/^ +- alert: /m).slice(1);
  // An expression ends where the next key of its rule begins.
  return rules.flatMap((rule) => namesIn(/expr:([^]*?)\n +(?:for|labels):/.exec(rule)[1]));
}

/** Every metric the dashboard names, in its panels and variables. */
export function namesInDashboard() {
  const { panels, templating } = JSON.parse(readFileSync(dashboardFile, 'utf8'));
  const texts = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  return [...texts, ...templating.list.map(({ definition }) => definition ?? '')].flatMap(namesIn);
}

/** A series' name without what a histogram hangs on it. */
export const familyOf = (name, types) => (types.has(name) ? name : name.replace(/_(bucket|sum|count)$/, ''));
