// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { openSocket } from './address.js';
import { BackOff } from './back-off.js';

const kOpenTimeoutMs = 8000;
/** A connection that held this long was a good one: the next failure waits briefly again. */
const kSteadyMs = 10000;

/**
 * What a Signalling tells its owner.
 * @typedef {object} SignallingHandlers
 * @property {() => void} onOpen the socket is open
 * @property {(message: object) => void} onMessage one message of the server
 * @property {(wasOpen: boolean, retryMs: number, givenUp: boolean) => void} onDown the socket is gone
 *   and will be opened again after retryMs; givenUp: by restart()
 * @property {() => void} onRetry the wait is over, the socket is being opened again
 */

/** One camera's WebSocket, opened again and again until stopped. */
export class Signalling {
  #id;
  #handlers;
  #backOff = new BackOff();
  #socket = null;
  #timer = 0;
  #openedAt = 0;
  #running = false;
  /** The key of the session, by which another socket takes it over. */
  #session = '';

  /**
   * @param {string} id the camera
   * @param {SignallingHandlers} handlers
   */
  constructor(id, handlers) {
    this.#id = id;
    this.#handlers = handlers;
  }

  /**
   * Opens the socket, and keeps it open from now on.
   * @param {{socket: WebSocket, backlog: MessageEvent[]}|null} [begun] a socket that is open or
   *   opening already, and what came over it
   */
  start(begun = null) {
    if (this.#running) return;
    this.#running = true;
    this.#backOff.reset();
    this.#open(begun);
  }

  /** Says goodbye and stays closed. */
  stop() {
    this.#running = false;
    this.#drop();
  }

  /**
   * Gives this connection up and opens another after the usual wait.
   * @returns {boolean} false when it is waiting for that already
   */
  restart() {
    if (!this.#running || !this.#socket) return false;
    this.#down(true);
    return true;
  }

  /** Whether the server hears what is sent. */
  get open() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** The session is over: the next socket asks for a new one. */
  forget() {
    this.#session = '';
  }

  /** Ends a wait early: there is reason to believe that the server is back. */
  retryNow() {
    if (this.#running && !this.#socket) this.#reopen();
  }

  /**
   * Sends a message if the socket is open; a message for a lost session has no meaning later.
   * @param {object} message
   */
  send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #open(begun = null) {
    clearTimeout(this.#timer);
    const socket = begun?.socket ?? openSocket(this.#id, this.#session);
    this.#socket = socket;
    if (begun) this.#session = begun.session;
    this.#openedAt = 0;
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#receive(event);
    socket.onclose = () => this.#down();
    if (socket.readyState >= WebSocket.CLOSING) {
      // Closed before we listened: no event will tell.
      this.#timer = setTimeout(() => this.#down(), 0);
      return;
    }
    this.#timer = setTimeout(() => this.#down(), kOpenTimeoutMs);
    if (socket.readyState === WebSocket.OPEN) this.#opened();
    for (const event of begun?.backlog ?? []) this.#receive(event);
  }

  #opened() {
    clearTimeout(this.#timer);
    this.#openedAt = performance.now();
    this.#handlers.onOpen();
  }

  #receive(event) {
    let message = null;
    try {
      message = JSON.parse(event.data);
    } catch {
      console.warn('vitrine: a message of the server is no JSON; it is ignored');
    }
    if (!message || typeof message.type !== 'string') return;
    if (message.type === 'offer') this.#session = message.session ?? '';
    this.#handlers.onMessage(message);
  }

  #down(givenUp = false) {
    const held = this.#openedAt ? performance.now() - this.#openedAt : 0;
    const wasOpen = this.#openedAt > 0;
    this.#drop();
    if (held > kSteadyMs) this.#backOff.reset();
    const wait = this.#backOff.next();
    this.#timer = setTimeout(() => this.#reopen(), wait);
    this.#handlers.onDown(wasOpen, wait, givenUp);
  }

  #reopen() {
    this.#handlers.onRetry();
    this.#open();
  }

  #drop() {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"bye"}');
    socket.close();
  }
}
