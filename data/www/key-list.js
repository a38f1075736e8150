// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { h } from './dom.js';

const kKeys = [
  ['1 – 9', 'Open that camera'],
  ['← →', 'Previous, next camera'],
  ['Enter', 'Open the chosen camera'],
  ['f', 'Full screen'],
  ['m', 'Sound on, off'],
  ['i', 'How far behind life'],
  ['g  Esc', 'All cameras'],
  ['t', 'Light, dark, as the system'],
  ['?', 'What is wrong, and this list'],
];

/**
 * The list of keys.
 * @param {boolean} sound whether there is any to be heard
 * @returns {HTMLElement}
 */
export function keyList(sound) {
  const keys = kKeys.filter(([key]) => key !== 'm' || sound);
  return h('dl', {}, ...keys.map(([names, what]) => h('div', { class: 'key-row' },
    h('dt', {}, ...names.split('  ').map((key) => h('kbd', {}, key))), h('dd', {}, what))));
}
