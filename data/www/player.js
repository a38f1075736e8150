// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { fetchRefusal } from './api.js';
import { Checkup } from './checkup.js';
import { takeHeadStart } from './early.js';
import { Latency } from './latency.js';
import { Peer } from './peer.js';
import { Signalling } from './signalling.js';
import { StatsReader } from './stats.js';
import { Surface } from './surface.js';

const kTickMs = 1000;
/** So long without a new picture is worth a word to the person who watches. */
const kStallMs = 5000;
/** So long without a new picture, and it does not go on without its socket. */
const kAdriftMs = 2500;
/**
 * So long without anything from the server, and its connection is given up: longer than the server takes
 * to see that a camera gives no picture (5 s, and half a second until it looks), which it then says.
 */
const kGoneMs = 7500;
/** A session that says live and shows nothing for so long is given up for a fresh one. */
const kGiveUpMs = 15000;
/** The server's word for a socket that something between keeps from opening. */
const kBlocked = 'websocket-blocked';

/**
 * How a player is doing.
 * @typedef {object} Status
 * @property {'connecting'|'starting'|'live'|'offline'|'error'} state
 * @property {''|'unreachable'|'full'|'elsewhere'|'lost'|'refused'|'misunderstood'|'diagnosed'|'stalled'|'ended'} kind of
 *   trouble
 * @property {string} reason in the server's words; may be empty
 * @property {number|null} retryAt when it tries again (performance.now), if it waits
 * @property {string} [url] where the camera is to be watched instead
 * @property {number} [since] since when it is unreachable (performance.now)
 * @property {string} [notice] what the person who watches should know of a picture that goes on
 * @property {string} [lastPicture] when an offline camera's last picture came (RFC 3339), if any did
 */

/**
 * One camera's live picture: signalling, connection and surface together. It keeps itself going
 * from start() to stop(), whatever the network does. Dispatches `change` when its status or its
 * tracks change.
 */
export class Player extends EventTarget {
  id;
  surface;
  /** @type {Status} */
  status = { state: 'connecting', kind: '', reason: '', retryAt: null };
  hasAudio = false;
  latency;
  /** @type {import('./stats.js').Report|null} what was measured last */
  lastReport = null;
  /** @type {import('./api.js').Trouble|null} what the server says is wrong with the way here */
  diagnosis = null;
  /** @type {import('./checkup.js').Findings|null} what was last seen of a way that fails */
  findings = null;

  #signalling;
  #peer = null;
  #checkup = null;
  #connected = false;
  #failedOpenings = 0;
  #stats = new StatsReader();
  #timer = 0;
  #serverState = '';
  #serverReason = '';
  #lastPicture = '';
  #trouble = null;
  #notices = new Map();
  #playing = false;
  #lastDecoded = 0;
  #lastProgressAt = 0;
  #lastArrived = 0;
  #lastArrivalAt = 0;

  /** @param {string} id the camera */
  constructor(id) {
    super();
    this.id = id;
    this.surface = new Surface(id);
    this.latency = new Latency(this.surface.video, {
      send: (message) => this.#signalling.send(message),
      pc: () => this.pc,
      rejoin: () => this.#signalling.restart(),
    });
    this.surface.video.addEventListener('resize', () => this.#update());
    this.#signalling = new Signalling(id, {
      onOpen: () => this.#onOpen(),
      onMessage: (message) => this.#onMessage(message),
      onDown: (wasOpen, retryMs, givenUp) => this.#onDown(wasOpen, retryMs, givenUp),
      onRetry: () => this.#onRetry(),
    });
  }

  /** The connection in use, for diagnostics; null when there is none. */
  get pc() {
    return this.#peer?.pc ?? null;
  }

  /** Connects, and stays connected from now on. */
  start() {
    if (this.#timer || this.#trouble?.kind === 'ended') return;
    this.#timer = setInterval(() => this.#tick(), kTickMs);
    this.#lastProgressAt = performance.now();
    const begun = takeHeadStart(this.id);
    this.#peer = begun?.peer ?? this.#newPeer();
    this.#signalling.start(begun);
    if (!begun || begun.peer !== this.#peer) return;
    begun.peer.handOver(this.#handlersOf(() => begun.peer));
    if (begun.answered) this.#settle(begun.peer, begun.answered);
  }

  /** Disconnects; the last picture stays. */
  stop() {
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#signalling.stop();
    this.#endSession();
    this.#trouble = null;
    this.#update();
  }

  /** Does not wait any longer before the next attempt. */
  retryNow() {
    this.#signalling.retryNow();
  }

  /** Disconnects and lets go of the picture. */
  destroy() {
    this.stop();
    this.surface.destroy();
  }

  #onOpen() {
    this.latency.open();
    this.#failedOpenings = 0;
    this.#lastProgressAt = performance.now();
    // The network is well again. What the server itself complained about may still be true.
    if (['lost', 'unreachable', 'full'].includes(this.#trouble?.kind)) this.#trouble = null;
    if (this.diagnosis?.code === kBlocked) this.#trouble = this.diagnosis = null;
    this.#update();
  }

  /** Whether the socket is open, for diagnostics. */
  get signalled() {
    return this.#signalling.open;
  }

  #onMessage(message) {
    switch (message.type) {
      case 'offer': this.#onOffer(message); break;
      case 'candidate': this.#peer?.addCandidate(message); break;
      case 'state': this.#onState(message); break;
      case 'notice': this.#onNotice(message); break;
      case 'redirect': this.#onRedirect(message.url); break;
      case 'trouble': this.#onDiagnosis(message); break;
      case 'error': this.#onRefused(message.message ?? message.code); break;
      case 'bye': this.#onBye(message); break;
      default: this.latency.hear(message);
    }
  }

  /** A second offer means a fresh connection: the camera came back with another format. */
  #onOffer({ sdp, iceServers }) {
    if (!this.#peer || this.#peer.used) this.#replacePeer();
    this.#settle(this.#peer, this.#peer.answer(sdp, iceServers));
  }

  async #settle(peer, answered) {
    const checkup = new Checkup(peer, (message) => this.#signalling.send(message));
    this.#checkup = checkup;
    try {
      const playable = await answered;
      if (peer !== this.#peer) return;
      if (!playable) {
        checkup.cannotPlay();  // the server says what that means, and goodbye
        this.findings = checkup.findings;
      }
      return;
    } catch (error) {
      if (peer !== this.#peer) return;
      console.warn(`vitrine: the offer for ${this.id}: ${error.message}`);
      this.#trouble = { kind: 'misunderstood', reason: '' };
    }
    this.#signalling.restart();
  }

  #onState({ camera, reason, lastPicture }) {
    this.#serverState = camera;
    this.#serverReason = reason ?? '';
    this.#lastPicture = lastPicture ?? '';
    if (this.#trouble?.kind !== 'diagnosed') this.#trouble = null;
    this.#lastProgressAt = performance.now();
    if (camera === 'live') {
      this.#awaitFrame();
    } else {
      this.#playing = false;
      if (camera === 'offline') this.surface.hold();
    }
    this.#update();
  }

  #onDiagnosis({ code, sentence, setting }) {
    this.diagnosis = { code, sentence, setting };
    if (!this.#playing) this.#trouble = { kind: 'diagnosed', reason: sentence };
    this.#update();
  }

  #onNotice({ code, message }) {
    if (message) this.#notices.set(code, message);
    else this.#notices.delete(code);
    this.#update();
  }

  #onRefused(reason) {
    if (this.#trouble?.kind !== 'diagnosed' || this.#trouble.reason !== reason) {
      this.#trouble = { kind: 'refused', reason: reason ?? '' };
    }
    this.#signalling.restart();
  }

  /** What is final was meant for this viewer: it asks again only when the page is opened anew. */
  #onBye({ reason, final }) {
    if (!final) {
      this.#onRefused(reason);
      return;
    }
    this.stop();
    this.#trouble = { kind: 'ended', reason: reason ?? '' };
    this.#update();
  }

  /** There is no room here; the view decides whether to go there. */
  #onRedirect(url) {
    if (!/^https?:\/\//.test(url ?? '')) return;
    this.#trouble = { kind: 'elsewhere', reason: '', url };
    this.#signalling.restart();
  }

  #onDown(wasOpen, retryMs, givenUp) {
    if (!givenUp && !this.#trouble && this.#goesOnAlone()) return;
    this.#endSession();
    // What the server said before it closed explains more than that it closed.
    const before = this.#trouble;
    const now = performance.now();
    if (wasOpen) this.#trouble = before ?? { kind: 'lost', reason: '' };
    else if (!this.#isShutOut) this.#trouble = { kind: 'unreachable', reason: '', since: now };
    this.#trouble.retryAt = now + retryMs;
    this.#update();
    if (wasOpen) return;
    ++this.#failedOpenings;
    this.#askWhy();
  }

  /** Whether the trouble is that the socket does not open. */
  get #isShutOut() {
    return ['unreachable', 'full'].includes(this.#trouble?.kind)
      || (this.#trouble?.kind === 'diagnosed' && this.diagnosis?.code === kBlocked);
  }

  /** A socket that does not open does not say why, the server does. */
  async #askWhy() {
    // Once may be a server that just came back; and it need not be told twice.
    const again = this.#failedOpenings > 1 && this.diagnosis?.code !== kBlocked;
    const trouble = await fetchRefusal(this.id, again).catch(() => 'unreachable');
    if (!this.#isShutOut) return;
    if (trouble === 'unreachable') {
      this.diagnosis = null;
      Object.assign(this.#trouble, { kind: 'unreachable', reason: '' });
    } else if (trouble) {
      const blocked = trouble.code === kBlocked;
      if (blocked) this.diagnosis = trouble;
      Object.assign(this.#trouble, { kind: blocked ? 'diagnosed' : 'full', reason: trouble.sentence });
    }
    this.#update();
  }

  /** Whether pictures still come though the socket is gone: the next one takes the session over. */
  #goesOnAlone() {
    return this.#peer?.pc.connectionState === 'connected' && this.#playing
      && performance.now() - this.#lastProgressAt < kAdriftMs;
  }

  #onRetry() {
    this.#peer ??= this.#newPeer();
    if (this.#trouble) this.#trouble.retryAt = null;
    this.#update();
  }

  #onConnection(state) {
    if (state === 'connected') {
      this.#connected = true;
      this.#lastProgressAt = performance.now();
    }
    // Where there never was a connection the server says why, and then goodbye.
    const told = this.#connected || !this.signalled;
    if (state === 'failed' && told && !this.#signalling.restart()) this.#endSession();
  }

  #onStream(stream) {
    this.hasAudio = stream.getAudioTracks().length > 0;
    if (stream.getVideoTracks().length > 0) {
      this.surface.show(stream);
      if (this.#serverState !== 'offline') this.#awaitFrame();
    }
    this.#update();
  }

  #awaitFrame() {
    this.surface.onNextFrame(() => {
      this.#playing = true;
      this.#trouble = null;
      if (this.#notices.size === 0) this.diagnosis = null;
      if (this.#serverState === 'starting') this.#serverState = 'live';
      this.#update();
    });
  }

  #newPeer() {
    const peer = new Peer(this.#handlersOf(() => peer));
    return peer;
  }

  /** What a peer has to tell counts only while it is the one in use. */
  #handlersOf(peer) {
    const current = () => peer() === this.#peer;
    return {
      send: (message) => { if (current()) this.#signalling.send(message); },
      onStream: (stream) => { if (current()) this.#onStream(stream); },
      onConnection: (state) => { if (current()) this.#onConnection(state); },
    };
  }

  #replacePeer() {
    const old = this.#peer;
    this.surface.freeze();
    this.#notices.clear();
    this.#peer = this.#newPeer();
    this.#connected = false;
    this.#playing = false;
    this.#lastDecoded = 0;
    old?.close();
  }

  #endSession() {
    this.latency.close();
    this.surface.freeze();
    this.#signalling.forget();
    this.#notices.clear();
    this.#peer?.close();
    this.#peer = null;
    this.#checkup = null;
    this.#connected = false;
    this.#playing = false;
    this.#serverState = '';
    this.#serverReason = '';
    this.#lastDecoded = 0;
  }

  /** Once a second: report what was measured, and notice when no picture comes any more. */
  async #tick() {
    this.latency.tick(performance.now());
    const peer = this.#peer;
    if (!peer?.used) return this.#watch(0);
    await this.#look(peer);
    const report = await this.#stats.read(peer.pc).catch(() => null);
    if (peer !== this.#peer) return undefined;
    if (report) {
      this.lastReport = report;
      this.#signalling.send({ type: 'report', ...report, ...this.latency.report() });
    }
    return this.#watch(report?.framesDecoded ?? 0);
  }

  /**
   * Looks at the way here now, or says what was last seen of it.
   * @returns {Promise<import('./checkup.js').Findings|null>}
   */
  async examine() {
    await this.#checkup?.examine().catch(() => {});
    const now = this.#checkup?.findings;
    // A new attempt has nothing to show at first, where the one before has.
    return now && (now.ways.length > 0 || !this.findings) ? now : this.findings;
  }

  async #look(peer) {
    const checkup = this.#checkup;
    await checkup?.look().catch(() => {});
    if (peer === this.#peer && checkup?.findings) this.findings = checkup.findings;
  }

  #watch(decoded) {
    const now = performance.now();
    if (this.#stats.arrived !== this.#lastArrived) {
      this.#lastArrived = this.#stats.arrived;
      this.#lastArrivalAt = now;
    }
    const excused = document.hidden || this.#trouble
      || this.#serverState === 'offline' || this.#serverState === 'starting';
    if (decoded !== this.#lastDecoded || excused) {
      this.#lastDecoded = decoded;
      this.#lastProgressAt = now;
      return;
    }
    const still = now - this.#lastProgressAt;
    // Not even the server's reports: it sends to where this browser is no more, or has given it up.
    const gone = decoded > 0 && still > kGoneMs && now - this.#lastArrivalAt > kGoneMs;
    if (gone || still > kGiveUpMs) {
      this.#signalling.restart();
    } else if (still > kStallMs && this.#playing) {
      this.#playing = false;
      this.#awaitFrame();
      this.#update();
    }
  }

  #update() {
    this.status = this.#describe();
    this.dispatchEvent(new Event('change'));
  }

  #describe() {
    const calm = {
      kind: '', reason: this.#serverReason, retryAt: null, lastPicture: this.#lastPicture,
    };
    if (this.#trouble) return { state: 'error', retryAt: null, ...this.#trouble };
    if (this.#serverState === 'offline' || this.#serverState === 'starting') {
      return { state: this.#serverState, ...calm };
    }
    const notice = [...this.#notices.values()].join(' ');
    if (this.#playing) return { state: 'live', ...calm, notice };
    const stalled = this.#lastDecoded > 0;
    return { state: 'connecting', ...calm, kind: stalled ? 'stalled' : '' };
  }
}
