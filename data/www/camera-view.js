// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { announce } from './announcer.js';
import { looksStale } from './camera-list.js';
import { h, iconButton, setText, stateMark } from './dom.js';
import { unknownCamera } from './empty-views.js';
import { FadingControls } from './fading-controls.js';
import { canGoFullscreen, toggleFullscreen } from './fullscreen.js';
import { icon } from './icons.js';
import { LatencyPanel } from './latency-panel.js';
import { Notice } from './notice.js';
import { ShareDialog } from './share.js';
import { stateLabel, stateSentence } from './state-text.js';
import { nextTheme } from './theme.js';

/** One camera, as large as the window. */
export class CameraView {
  element;
  id;

  #app;
  #player;
  #stage = h('div', { class: 'stage' });
  #heading = h('h1', { class: 'camera-title', tabindex: '-1' });
  #label = h('span', { class: 'state-label' });
  #format = h('p', { class: 'format' });
  #notice = new Notice();
  #mute = iconButton('', icon('muted'), () => this.#toggleMute());
  #full;
  #previous = iconButton('Previous camera', icon('previous'), () => this.#step(-1));
  #next = iconButton('Next camera', icon('next'), () => this.#step(1));
  #share = iconButton('Share', icon('share'),
    () => new ShareDialog(this.id, this.#cameraTitle()));
  #controls;
  #latency;
  #unknown = null;
  #shownState = '';
  #onChange = () => this.#render();
  #onFullscreen = () => this.#renderFullscreen();

  /**
   * @param {import('./app.js').App} app
   * @param {string} id the camera
   */
  constructor(app, id) {
    this.id = id;
    this.#app = app;
    this.#player = app.players.acquire(id);
    this.#full = iconButton('Full screen', icon('expand'), () => this.#toggleFullscreen());
    this.element = h('section', { class: 'camera-view', 'data-camera': id }, this.#stage,
      h('header', { class: 'controls controls-top' },
        iconButton('All cameras', icon('back'), () => app.openGrid()),
        this.#heading,
        stateMark(this.#label)),
      h('footer', { class: 'controls controls-bottom' }, this.#previous, this.#next, this.#format,
        this.#mute, this.#share, iconButton('Latency', icon('pulse'), () => this.#latency.toggle()),
        iconButton('What is wrong, and keys', icon('help'), () => app.doctor.toggle()), this.#full));
    this.#latency = new LatencyPanel(this.#player, () => this.#latency.toggle());
    this.element.append(this.#latency.element);
    this.#controls = new FadingControls(this.element, this.#stage);
    this.#stage.addEventListener('dblclick', () => this.#toggleFullscreen());
    this.#player.addEventListener('change', this.#onChange);
    app.list.addEventListener('change', this.#onChange);
    document.addEventListener('fullscreenchange', this.#onFullscreen);
  }

  /** The document's title. */
  get title() {
    return `${this.#cameraTitle()} · Vitrine`;
  }

  /** What keys do here. */
  commands = {
    f: () => this.#toggleFullscreen(),
    m: () => this.#toggleMute(),
    i: () => this.#latency.toggle(),
    t: () => nextTheme(),
    g: () => this.#app.openGrid(),
    Escape: () => this.#app.openGrid(),
    ArrowRight: () => this.#step(1),
    ArrowDown: () => this.#step(1),
    ArrowLeft: () => this.#step(-1),
    ArrowUp: () => this.#step(-1),
  };

  /** Called once the view is in the document: now the picture can move in without a pause. */
  shown() {
    this.#player.surface.mount(this.#stage);
    this.#stage.append(this.#notice.element);
    this.#render();
    this.#renderFullscreen();
    this.#heading.focus({ preventScroll: true });
  }

  /** Lets go of the player and every timer. */
  destroy() {
    this.#controls.destroy();
    this.#latency.destroy();
    this.#notice.destroy();
    this.#player.removeEventListener('change', this.#onChange);
    this.#app.list.removeEventListener('change', this.#onChange);
    document.removeEventListener('fullscreenchange', this.#onFullscreen);
    this.#player.surface.video.muted = true;
    this.#app.players.release(this.#player);
    this.element.remove();
  }

  #step(by) {
    this.#app.openNeighbour(by);
  }

  #cameraTitle() {
    return this.#app.list.find(this.id)?.title ?? this.id;
  }

  #render() {
    const { list } = this.#app;
    const { status, surface } = this.#player;
    // In the place of this page in the history, or else Back would lead here and away again.
    if (status.url) location.replace(status.url);
    const title = this.#cameraTitle();
    const unknown = list.cameras !== null && list.reachable && !list.find(this.id);
    this.element.dataset.state = unknown ? 'error' : status.state;
    setText(this.#heading, title);
    setText(this.#label, stateLabel(status));
    surface.setLabel(title);
    this.#notice.update(status, title, list.answeredSince(status.since));
    if (looksStale(status, list.find(this.id))) list.recheck();
    this.#mute.hidden = !this.#player.hasAudio;
    const { session } = this.#app;
    this.#share.hidden = !session || session.open || session.role !== 'operate';
    this.#previous.hidden = this.#next.hidden = (list.cameras?.length ?? 0) < 2;
    setText(this.#format, formatText(list.find(this.id), surface.video));
    this.#renderMute();
    this.#renderUnknown(unknown);
    if (unknown) announce(`There is no camera called ${this.id}.`);
    else this.#announce(status, title);
    document.title = this.title;
  }

  #announce(status, title) {
    if (status.state === this.#shownState) return;
    this.#shownState = status.state;
    const answers = this.#app.list.answeredSince(status.since);
    announce(stateSentence(status, title, answers) || `${title} is live.`);
  }

  #renderUnknown(unknown) {
    if (unknown === Boolean(this.#unknown)) return;
    this.element.classList.toggle('is-unknown', unknown);
    this.#unknown?.remove();
    this.#unknown = unknown ? unknownCamera(this.id, (event) => {
      event.preventDefault();
      this.#app.openGrid();
    }) : null;
    if (this.#unknown) this.element.append(this.#unknown);
    // Nobody is there to answer: do not keep asking for a picture.
    if (unknown) this.#player.stop();
    else this.#player.start();
  }

  #toggleMute() {
    if (!this.#player.hasAudio) return;
    const { video } = this.#player.surface;
    video.muted = !video.muted;
    this.#renderMute();
    this.#controls.show();
  }

  #renderMute() {
    const { muted } = this.#player.surface.video;
    setButton(this.#mute, muted ? 'Sound on' : 'Sound off', muted ? 'muted' : 'sound');
  }

  #toggleFullscreen() {
    toggleFullscreen(document.documentElement, this.#player.surface.video);
  }

  #renderFullscreen() {
    const full = Boolean(document.fullscreenElement);
    setButton(this.#full, full ? 'Leave full screen' : 'Full screen', full ? 'shrink' : 'expand');
    this.#full.hidden = !canGoFullscreen(this.#player.surface.video);
  }
}

function setButton(button, label, iconName) {
  if (button.title === label) return;
  button.title = label;
  button.setAttribute('aria-label', label);
  button.replaceChildren(icon(iconName));
}

/** The picture's size as it is shown now, or else as the server says. */
function formatText(camera, video) {
  if (!camera?.width) return '';
  const rate = camera.framerate ? ` · ${Math.round(camera.framerate)} fps` : '';
  const width = video.videoWidth || camera.width;
  const height = video.videoHeight || camera.height;
  return `${width} × ${height}${rate} · ${codecName(camera.codec)}`;
}

function codecName(codec = '') {
  return codec.toUpperCase().replace(/^H26/, 'H.26');
}
