// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { fetchSession } from './account.js';
import { cameraInPath, cameraPath } from './address.js';
import { CameraList } from './camera-list.js';
import { CameraView } from './camera-view.js';
import { Doctor } from './doctor.js';
import { GridView } from './grid.js';
import { listenForKeys } from './keyboard.js';
import { Players } from './players.js';
import { SignIn } from './sign-in.js';

const kHiddenMs = 30000;

/** Shows the view the address names, and puts the page to sleep and wakes it. */
export class App {
  list = new CameraList();
  players = new Players();
  doctor = new Doctor(this);
  /** @type {import('./account.js').Session|null} null until it is known */
  session = null;

  #main = document.getElementById('main');
  #view = null;
  #hiddenTimer = 0;
  #wasReachable = true;
  #signIn = new SignIn();

  /** Shows the first view and listens from now on. */
  start() {
    this.#route();
    addEventListener('popstate', () => this.#route());
    addEventListener('pagehide', () => this.#sleep());
    addEventListener('pageshow', (event) => { if (event.persisted) this.#wake(); });
    addEventListener('online', () => this.#retryNow());
    document.addEventListener('visibilitychange', () => this.#onVisibility());
    this.list.addEventListener('change', () => this.#onList());
    listenForKeys((key) => this.#command(key));
    if (document.hidden) this.#sleep();
    else this.list.start();
  }

  /** The camera that is shown full size; null in the grid. */
  get shownCamera() {
    return this.#view?.id ?? null;
  }

  /**
   * Shows a camera full size.
   * @param {string} id
   */
  openCamera(id) {
    const path = cameraPath(id);
    // From camera to camera the history does not grow: Back leads to the grid.
    if (this.#view instanceof CameraView) history.replaceState(history.state, '', path);
    else history.pushState({ fromGrid: true }, '', path);
    this.#route();
  }

  /**
   * Shows the camera before or after this one, around the end.
   * @param {1|-1} step
   */
  openNeighbour(step) {
    const cameras = this.list.cameras ?? [];
    if (cameras.length < 2) return;
    const at = cameras.findIndex((camera) => camera.id === this.#view?.id);
    this.openCamera(cameras[(Math.max(at, 0) + step + cameras.length) % cameras.length].id);
  }

  /** Shows all cameras. */
  openGrid() {
    if (document.fullscreenElement) document.exitFullscreen();
    if (history.state?.fromGrid) {
      history.back();
    } else {
      history.pushState(null, '', '/');
      this.#route();
    }
  }

  #route() {
    const id = cameraInPath(location.pathname);
    const old = this.#view;
    if (old && (old.id ?? null) === id) return;
    this.#view = id ? new CameraView(this, id) : new GridView(this);
    // The new view is in the document before the old one leaves, so that a picture both show
    // moves over and goes on playing.
    this.#main.append(this.#view.element);
    this.#view.shown(old?.id ?? null);
    old?.destroy();
    document.title = this.#view.title;
  }

  #command(key) {
    if (key === '?') return () => this.doctor.toggle();
    if (/^[1-9]$/.test(key)) {
      const camera = this.list.cameras?.[Number(key) - 1];
      return camera && (() => this.openCamera(camera.id));
    }
    return this.#view.commands[key];
  }

  #onList() {
    if (this.list.reachable && !this.#wasReachable) this.players.retryNow();
    this.#wasReachable = this.list.reachable;
    if (this.list.refused) {
      this.players.sleep();
      this.#signIn.show();
    } else if (!this.session && this.list.cameras) {
      this.#askWhoIsHere();
    }
  }

  // Behind the first picture: nothing that is needed for it waits for this.
  async #askWhoIsHere() {
    this.session = { open: true, user: null, role: null, signedIn: false };
    try {
      this.session = await fetchSession();
    } catch (error) {
      console.info(`vitrine: ${error.message}`);
    }
    this.list.dispatchEvent(new Event('change'));
  }

  #onVisibility() {
    clearTimeout(this.#hiddenTimer);
    if (document.hidden) this.#hiddenTimer = setTimeout(() => this.#sleep(), kHiddenMs);
    else this.#wake();
  }

  #sleep() {
    clearTimeout(this.#hiddenTimer);
    this.list.stop();
    this.players.sleep();
  }

  #wake() {
    this.players.wake();
    this.list.start();
  }

  #retryNow() {
    this.list.refresh();
    this.players.retryNow();
  }
}

const app = new App();
// For people and tests: vitrine.players.get('front').pc.getStats() in the browser's console.
window.vitrine = { players: app.players.map };
app.start();
