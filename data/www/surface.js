// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { h } from './dom.js';

/**
 * Where one camera's picture is seen: the video, and above it a still of the last picture, which
 * is shown while there is no stream, so that a reconnect never flashes black.
 */
export class Surface {
  element;
  video;

  #still;
  #frameRequest = 0;
  #awaited = null;

  /** @param {string} id the camera */
  constructor(id) {
    this.video = h('video', { autoplay: true, muted: true, playsinline: true, 'data-camera': id });
    this.video.muted = true;
    this.video.disableRemotePlayback = true;
    this.#still = h('canvas', { class: 'still', hidden: true, 'aria-hidden': 'true' });
    this.element = h('div', { class: 'surface' }, this.video, this.#still);
  }

  /**
   * Names the picture for people who cannot see it.
   * @param {string} title
   */
  setLabel(title) {
    this.video.setAttribute('aria-label', `Live picture: ${title}`);
  }

  /**
   * Puts the picture into a place of the document, without a pause where the browser can do that.
   * @param {Element} place
   */
  mount(place) {
    if (place.moveBefore && place.isConnected && this.element.isConnected) {
      place.moveBefore(this.element, null);
    } else {
      place.append(this.element);
    }
    this.#play();
  }

  /**
   * Shows a stream; the old picture stays until the first new one.
   * @param {MediaStream} stream
   */
  show(stream) {
    if (this.video.srcObject === stream) return;
    this.freeze();
    this.video.srcObject = stream;
    this.#play();
  }

  /** Keeps the last picture as a still and lets go of the stream. */
  freeze() {
    this.hold();
    this.video.srcObject = null;
  }

  /**
   * Shows the last picture as a still, or nothing where there was none, whatever the stream brings,
   * until onNextFrame() calls back.
   */
  hold() {
    this.#cancelFrame();
    const { video } = this;
    video.classList.add('covered');
    if (video.srcObject && video.videoWidth > 0 && this.#still.hidden) {
      this.#still.width = video.videoWidth;
      this.#still.height = video.videoHeight;
      this.#still.getContext('2d').drawImage(video, 0, 0);
      this.#still.hidden = false;
    }
  }

  /**
   * Calls back once, with the next new picture of the stream.
   * @param {() => void} then
   */
  onNextFrame(then) {
    this.#cancelFrame();
    this.#awaited = () => {
      this.#cancelFrame();
      this.#dropStill();
      this.video.classList.remove('covered');
      then();
    };
    if ('requestVideoFrameCallback' in this.video) {
      this.#frameRequest = this.video.requestVideoFrameCallback(() => this.#awaited?.());
    } else {
      this.video.addEventListener('timeupdate', this.#awaited);
    }
  }

  /** Whether a picture, moving or still, is to be seen. */
  get hasPicture() {
    return !this.#still.hidden || this.video.videoWidth > 0;
  }

  /** Lets go of everything. */
  destroy() {
    this.#cancelFrame();
    this.video.srcObject = null;
    this.#dropStill();
    this.element.remove();
  }

  #play() {
    if (!this.video.srcObject) return;
    this.video.play().catch((error) => {
      // Some phones save power and play nothing before the first touch. Every other refusal means
      // that a newer stream or place has interrupted this one, which plays then.
      if (error.name === 'NotAllowedError') {
        addEventListener('pointerdown', () => this.#play(), { once: true });
      }
    });
  }

  #cancelFrame() {
    if (this.#frameRequest) this.video.cancelVideoFrameCallback(this.#frameRequest);
    if (this.#awaited) this.video.removeEventListener('timeupdate', this.#awaited);
    this.#frameRequest = 0;
    this.#awaited = null;
  }

  #dropStill() {
    this.#still.hidden = true;
    this.#still.width = this.#still.height = 0;
  }
}
