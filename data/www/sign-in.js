// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { signIn } from './account.js';
import { h, setText } from './dom.js';

/** Asks for name and password; there is no way around it, and no page behind it. */
export class SignIn {
  #dialog = null;
  #user = h('input', { name: 'user', autocomplete: 'username', autocapitalize: 'none',
    spellcheck: 'false', required: true });
  #password = h('input', { name: 'password', type: 'password', autocomplete: 'current-password',
    required: true });
  #sentence = h('p', { class: 'form-error', role: 'alert' });
  #button = h('button', { class: 'button', type: 'submit' }, 'Sign in');

  /** Asks, unless it does already. */
  show() {
    if (this.#dialog) return;
    this.#dialog = h('dialog', { class: 'help sign-in', 'aria-labelledby': 'sign-in-title' },
      h('h2', { id: 'sign-in-title' }, 'Sign in to Vitrine'),
      h('form', { submit: (event) => this.#submit(event) },
        h('label', {}, 'Name', this.#user),
        h('label', {}, 'Password', this.#password),
        this.#sentence, this.#button));
    this.#dialog.addEventListener('cancel', (event) => event.preventDefault());
    document.body.append(this.#dialog);
    this.#dialog.showModal();
  }

  async #submit(event) {
    event.preventDefault();
    setText(this.#sentence, '');
    this.#button.disabled = true;
    try {
      await signIn(this.#user.value.trim(), this.#password.value);
      location.reload(); // everything that was refused is asked for again
    } catch (error) {
      setText(this.#sentence, sentenceOf(error));
      this.#password.value = '';
      this.#password.focus();
    }
    this.#button.disabled = false;
  }
}

function sentenceOf({ message }) {
  return message.charAt(0).toUpperCase() + message.slice(1) + (message.endsWith('.') ? '' : '.');
}
