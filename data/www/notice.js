// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { h, setText } from './dom.js';
import { retryText, stateSentence } from './state-text.js';

/** The words over a picture that is not live, with a countdown to the next attempt. */
export class Notice {
  element;

  #text = h('p', { class: 'notice-text' });
  #timer = 0;
  #status = null;
  #title = '';
  #serverAnswers = true;

  constructor() {
    this.element = h('div', { class: 'notice', hidden: true }, h('div', { class: 'notice-box' },
      h('span', { class: 'spinner', 'aria-hidden': 'true' }), this.#text));
  }

  /**
   * Says how the camera is doing; hides itself when all is well.
   * @param {import('./player.js').Status} status
   * @param {string} title the camera's
   * @param {boolean} serverAnswers whether the server is known to be there
   */
  update(status, title, serverAnswers) {
    this.#status = status;
    this.#title = title;
    this.#serverAnswers = serverAnswers;
    const sentence = stateSentence(status, title, serverAnswers);
    this.element.hidden = sentence === '';
    clearInterval(this.#timer);
    if (status.retryAt !== null) this.#timer = setInterval(() => this.#render(), 250);
    this.#render();
  }

  /** Stops the countdown. */
  destroy() {
    clearInterval(this.#timer);
  }

  #render() {
    const sentence = stateSentence(this.#status, this.#title, this.#serverAnswers);
    const retry = this.#status.state === 'error' && this.#status.kind !== 'ended' ? `, ${retryText(this.#status.retryAt)}` : '';
    setText(this.#text, sentence + retry);
  }
}
