// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { signOut } from './account.js';
import { h, iconButton, setText } from './dom.js';
import { noCameras } from './empty-views.js';
import { icon } from './icons.js';
import { retryText } from './state-text.js';
import { currentTheme, nextTheme } from './theme.js';
import { Tile } from './tile.js';

/** All cameras at once. */
export class GridView {
  element;
  title = 'Vitrine';

  #app;
  #tiles = new Map();
  #banner = h('p', { class: 'banner', hidden: true });
  #count = h('p', { class: 'count' });
  #list = h('ul', { class: 'grid', 'aria-label': 'Cameras' });
  #empty = null;
  #themeButton = iconButton('', icon('auto'), () => this.#changeTheme());
  #user = h('span', { class: 'user' });
  #leave = iconButton('Sign out', icon('leave'), () => this.#signOut());
  #bannerTimer = 0;
  #visibility = new IntersectionObserver((entries) => this.#onVisibility(entries));
  #onChange = () => this.#render();

  /** @param {import('./app.js').App} app */
  constructor(app) {
    this.#app = app;
    this.element = h('div', { class: 'grid-view' },
      h('header', { class: 'bar' },
        h('h1', { class: 'brand' }, icon('pane'), 'Vitrine'), this.#count,
        h('div', { class: 'bar-buttons' }, this.#user, this.#themeButton,
          iconButton('What is wrong, and keys', icon('help'), () => app.doctor.toggle()), this.#leave)),
      this.#banner, this.#list);
    this.#showTheme();
    app.list.addEventListener('change', this.#onChange);
    this.#bannerTimer = setInterval(() => this.#renderBanner(), 250);
    this.#render();
  }

  /** What keys do here. */
  commands = {
    ArrowRight: () => this.#moveFocus(1),
    ArrowLeft: () => this.#moveFocus(-1),
    ArrowDown: () => this.#moveFocus(this.#columns()),
    ArrowUp: () => this.#moveFocus(-this.#columns()),
    t: () => this.#changeTheme(),
  };

  /**
   * Called once the view is in the document.
   * @param {string|null} from the camera that was shown before
   */
  shown(from) {
    this.#tiles.get(from)?.focus();
  }

  /** Lets go of every player and timer. */
  destroy() {
    clearInterval(this.#bannerTimer);
    this.#visibility.disconnect();
    this.#app.list.removeEventListener('change', this.#onChange);
    for (const tile of this.#tiles.values()) tile.destroy();
    this.element.remove();
  }

  #render() {
    const { cameras } = this.#app.list;
    this.#renderBanner();
    this.#renderUser();
    if (!cameras) return;
    this.#dropMissing(cameras);
    cameras.forEach((camera, index) => this.#place(camera, index));
    this.#list.style.setProperty('--aspect', commonAspect(cameras));
    this.#list.dataset.count = cameras.length;
    setText(this.#count, countText(cameras));
    this.#renderEmpty(cameras.length === 0);
  }

  #dropMissing(cameras) {
    const ids = new Set(cameras.map((camera) => camera.id));
    for (const [id, tile] of this.#tiles) {
      if (ids.has(id)) continue;
      this.#visibility.unobserve(tile.element);
      tile.destroy();
      this.#tiles.delete(id);
    }
  }

  #place(camera, index) {
    let tile = this.#tiles.get(camera.id);
    if (tile) {
      tile.update(camera);
    } else {
      const { players, list } = this.#app;
      tile = new Tile(camera, players, list, (id) => this.#app.openCamera(id));
      this.#tiles.set(camera.id, tile);
      this.#visibility.observe(tile.element);
    }
    // Moved only when its place changed: moving a video interrupts it.
    if (this.#list.children[index] !== tile.element) {
      this.#list.insertBefore(tile.element, this.#list.children[index] ?? null);
    }
  }

  #renderEmpty(none) {
    if (none === Boolean(this.#empty)) return;
    this.#empty?.remove();
    this.#empty = none ? noCameras() : null;
    if (this.#empty) this.element.append(this.#empty);
  }

  #renderUser() {
    const { session } = this.#app;
    this.#leave.hidden = !session?.signedIn;
    setText(this.#user, session?.user ?? '');
  }

  async #signOut() {
    await signOut();
    location.reload();
  }

  #renderBanner() {
    const { reachable, retryAt } = this.#app.list;
    this.#banner.hidden = reachable;
    if (!reachable) setText(this.#banner, `Cannot reach the server, ${retryText(retryAt)}`);
  }

  #onVisibility(entries) {
    for (const { target, isIntersecting } of entries) {
      for (const tile of this.#tiles.values()) {
        if (tile.element === target) tile.setVisible(isIntersecting);
      }
    }
  }

  #columns() {
    return getComputedStyle(this.#list).gridTemplateColumns.split(' ').length;
  }

  #moveFocus(step) {
    const tiles = (this.#app.list.cameras ?? []).map((camera) => this.#tiles.get(camera.id));
    const at = tiles.findIndex((tile) => tile.element.contains(document.activeElement));
    const to = at < 0 ? 0 : at + step;
    tiles[to]?.focus();
  }

  #changeTheme() {
    nextTheme();
    this.#showTheme();
  }

  #showTheme() {
    const theme = currentTheme();
    const label = `Theme: ${theme === 'auto' ? 'as the system' : theme}`;
    this.#themeButton.replaceChildren(icon(theme));
    this.#themeButton.setAttribute('aria-label', label);
    this.#themeButton.title = label;
  }
}

function countText(cameras) {
  if (cameras.length === 0) return '';
  const offline = cameras.filter((camera) => camera.state === 'offline').length;
  const all = cameras.length === 1 ? '1 camera' : `${cameras.length} cameras`;
  return offline ? `${all}, ${offline} offline` : all;
}

/** The shape most cameras have, so that most pictures fill their tile without a border. */
function commonAspect(cameras) {
  const votes = new Map();
  for (const { width, height } of cameras) {
    if (!(width > 0 && height > 0)) continue;  // not known before it has run
    const aspect = width / height;
    votes.set(aspect, (votes.get(aspect) ?? 0) + 1);
  }
  const [best] = [...votes].sort((a, b) => b[1] - a[1])[0] ?? [16 / 9];
  return best.toFixed(4);
}
