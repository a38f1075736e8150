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
    this.#dialog.addEventListener('close', () => {
      this.#dialog.remove();
      this.#dialog = null;
    });
    // Inside the full-screen element nothing outside of it is seen, but a modal dialog is.
    document.body.append(this.#dialog);
    this.#dialog.showModal();
  }
}

function build() {
  const rows = kKeys.map(([keys, what]) => h('div', { class: 'key-row' },
    h('dt', {}, ...keys.split('  ').map((key) => h('kbd', {}, key))), h('dd', {}, what)));
  const dialog = h('dialog', { class: 'help', 'aria-labelledby': 'help-title' },
    h('h2', { id: 'help-title' }, 'Keys'),
    h('dl', {}, ...rows),
    h('form', { method: 'dialog' }, h('button', { class: 'button' }, 'Close')));
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener('keydown', (event) => { if (event.key === '?') dialog.close(); });
  return dialog;
}
