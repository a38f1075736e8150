// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
const kIdleMs = 3000;

/**
 * Shows a view's controls while somebody moves, touches or tabs through it, and lets them fade
 * afterwards. Sets the attribute data-controls="shown|faded" of the view.
 */
export class FadingControls {
  #view;
  #timer = 0;

  /**
   * @param {HTMLElement} view
   * @param {HTMLElement} stage where a tap shows or hides the controls
   */
  constructor(view, stage) {
    this.#view = view;
    view.addEventListener('pointermove', (event) => {
      if (event.pointerType !== 'touch') this.show();
    });
    view.addEventListener('focusin', () => this.show());
    view.addEventListener('keydown', () => this.show());
    stage.addEventListener('pointerup', (event) => {
      if (event.pointerType === 'touch') this.#tap();
    });
    this.show();
  }

  /** Shows the controls for a while. */
  show() {
    this.#view.dataset.controls = 'shown';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fade(), kIdleMs);
  }

  /** Stops the timer. */
  destroy() {
    clearTimeout(this.#timer);
  }

  #tap() {
    if (this.#view.dataset.controls === 'shown') this.#fade();
    else this.show();
  }

  #fade() {
    clearTimeout(this.#timer);
    // Never from under somebody who walks through the buttons with the keyboard.
    if (this.#view.querySelector('.controls button:focus-visible')) this.show();
    else this.#view.dataset.controls = 'faded';
  }
}
