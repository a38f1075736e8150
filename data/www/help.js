// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { openDialog } from './dialogs.js';
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
  ['?', 'This list'],
];

/** The list of keys, in a dialog. */
export class Help {
  #dialog = null;

  /** Opens the list, or closes it. */
  toggle() {
    if (this.#dialog) {
      this.#dialog.close();
      return;
    }
    this.#dialog = build();
    openDialog(this.#dialog, () => { this.#dialog = null; });
  }
}

function build() {
  const rows = kKeys.map(([keys, what]) => h('div', { class: 'key-row' },
    h('dt', {}, ...keys.split('  ').map((key) => h('kbd', {}, key))), h('dd', {}, what)));
  const dialog = h('dialog', { class: 'help', 'aria-labelledby': 'help-title' },
    h('h2', { id: 'help-title' }, 'Keys'),
    h('dl', {}, ...rows),
    h('form', { method: 'dialog' }, h('button', { class: 'button' }, 'Close')));
  dialog.addEventListener('keydown', (event) => { if (event.key === '?') dialog.close(); });
  return dialog;
}
