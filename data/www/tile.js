// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { cameraPath } from './address.js';
import { announce } from './announcer.js';
import { looksStale } from './camera-list.js';
import { h, setText, stateMark } from './dom.js';
import { Notice } from './notice.js';
import { stateLabel, stateSentence } from './state-text.js';

/** One camera in the grid: a link to it, live while it is on screen. */
export class Tile {
  element;
  id;

  #players;
  #list;
  #player = null;
  #link;
  #frame = h('div', { class: 'tile-frame' });
  #title = h('span', { class: 'tile-title' });
  #label = h('span', { class: 'state-label' });
  #notice = new Notice();
  #camera = null;
  #shownState = '';
  #onChange = () => this.#render();

  /**
   * @param {import('./api.js').CameraInfo} camera
   * @param {import('./players.js').Players} players
   * @param {import('./camera-list.js').CameraList} list
   * @param {(id: string) => void} open shows the camera full size
   */
  constructor(camera, players, list, open) {
    this.id = camera.id;
    this.#players = players;
    this.#list = list;
    this.#frame.append(this.#notice.element);
    this.#link = h('a', {
      class: 'tile',
      href: cameraPath(camera.id),
      'data-camera': camera.id,
      click: (event) => this.#click(event, open),
    }, this.#frame, h('span', { class: 'tile-caption' }, this.#title, stateMark(this.#label)));
    this.element = h('li', {}, this.#link);
    this.update(camera);
  }

  /**
   * Takes what the server says about the camera now.
   * @param {import('./api.js').CameraInfo} camera
   */
  update(camera) {
    this.#camera = camera;
    this.#render();
  }

  /**
   * Connects when it comes on screen, lets go when it leaves.
   * @param {boolean} visible
   */
  setVisible(visible) {
    if (visible === Boolean(this.#player)) return;
    if (visible) {
      this.#player = this.#players.acquire(this.id);
      this.#player.surface.video.muted = true;
      this.#player.surface.mount(this.#frame);
      this.#player.addEventListener('change', this.#onChange);
      // The notice lies above the picture.
      this.#frame.append(this.#notice.element);
    } else {
      this.#player.removeEventListener('change', this.#onChange);
      this.#players.release(this.#player);
      this.#player = null;
    }
    this.#render();
  }

  /** Moves the focus here. */
  focus() {
    this.#link.focus();
  }

  /** Lets go of the player. */
  destroy() {
    this.setVisible(false);
    this.#notice.destroy();
    this.element.remove();
  }

  #status() {
    if (this.#player) return this.#player.status;
    const { state, reason, lastPicture } = this.#camera;
    const resting = state === 'idle' || state === 'stopping';
    return { state: resting ? 'connecting' : state, kind: '', reason, retryAt: null, lastPicture };
  }

  #render() {
    const status = this.#status();
    const { title } = this.#camera;
    this.#link.dataset.state = status.state;
    setText(this.#title, title);
    setText(this.#label, this.#player || status.state === 'offline' ? stateLabel(status) : '');
    this.#player?.surface.setLabel(title);
    this.#notice.update(status, title, this.#list.answeredSince(status.since));
    if (looksStale(status, this.#camera)) this.#list.recheck();
    // The banner above the grid says it for all tiles.
    if (!this.#list.reachable) this.#notice.element.hidden = true;
    if (this.#player) this.#announce(status, title);
  }

  /** Only what a person would look up for: a camera that goes, or comes back. */
  #announce(status, title) {
    const before = this.#shownState;
    this.#shownState = status.state;
    if (before === status.state || !before) return;
    if (status.state === 'offline') announce(stateSentence(status, title, true));
    if (status.state === 'live' && before !== 'connecting') announce(`${title} is live.`);
  }

  #click(event, open) {
    // With a modifier the browser opens a tab or window of its own.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(this.id);
  }
}
