// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { fetchLinks, giveLink, takeLinkBack } from './account.js';
import { openDialog } from './dialogs.js';
import { h, setText } from './dom.js';

const kDurations = [
  ['1 hour', 3600],
  ['1 day', 86400],
  ['1 week', 7 * 86400],
  ['30 days', 30 * 86400],
];

/** Makes links to one camera for people who do not sign in, and takes them back. */
export class ShareDialog {
  #camera;
  #duration = h('select', { name: 'duration' },
    ...kDurations.map(([text, seconds]) => h('option', { value: seconds }, text)));
  #address = h('input', { class: 'link', readonly: true, 'aria-label': 'The link', hidden: true,
    focus: () => this.#address.select() });
  #sentence = h('p', { class: 'form-error', role: 'status' });
  #links = h('ul', { class: 'links' });

  /**
   * @param {string} camera its id
   * @param {string} title what people call it
   */
  constructor(camera, title) {
    this.#camera = camera;
    openDialog(h('dialog', { class: 'help share', 'aria-labelledby': 'share-title' },
      h('h2', { id: 'share-title' }, `Share ${title}`),
      h('p', { class: 'quiet' }, 'Whoever has the link may watch this camera, and nothing else.'),
      h('form', { submit: (event) => this.#give(event) },
        h('label', {}, 'It works for', this.#duration),
        h('button', { class: 'button', type: 'submit' }, 'Make a link')),
      this.#address, this.#sentence, this.#links,
      h('form', { method: 'dialog' }, h('button', { class: 'button' }, 'Close'))));
    this.#list();
  }

  async #give(event) {
    event.preventDefault();
    await this.#attempt(async () => {
      this.#address.value = await giveLink(this.#camera, Number(this.#duration.value));
      this.#address.hidden = false;
      this.#address.focus();
      const copied = await navigator.clipboard?.writeText(this.#address.value)
        .then(() => true, () => false);
      setText(this.#sentence, `${copied ? 'Copied. ' : ''}The link is shown only now.`);
    });
    await this.#list();
  }

  async #list() {
    await this.#attempt(async () => {
      const links = await fetchLinks(this.#camera);
      this.#links.replaceChildren(...links.map((link) => h('li', {},
        h('span', {}, `until ${new Date(link.ends).toLocaleString()}, by ${link.by}`),
        h('button', { class: 'button', type: 'button', click: () => this.#takeBack(link.id) },
          'Take back'))));
    });
  }

  async #takeBack(id) {
    await this.#attempt(() => takeLinkBack(id));
    await this.#list();
  }

  async #attempt(what) {
    try {
      await what();
    } catch (error) {
      setText(this.#sentence, error.message);
    }
  }
}
