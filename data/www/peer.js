// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { chosenPlayout, holdBack } from './playout.js';

const kConfiguration = { bundlePolicy: 'max-bundle' };

/**
 * What a Peer tells its owner.
 * @typedef {object} PeerHandlers
 * @property {(message: object) => void} send passes a message to the server
 * @property {(stream: MediaStream) => void} onStream tracks have arrived or changed
 * @property {(state: RTCPeerConnectionState) => void} onConnection
 */

/**
 * One RTCPeerConnection from the server's offer to its end. It is made before the offer comes:
 * that takes the browser's own preparations (threads, certificate) off the first picture's way.
 * It gathers no candidates ahead of time: with iceCandidatePoolSize set, Chromium now and then
 * reports none at all.
 */
export class Peer {
  pc = new RTCPeerConnection(kConfiguration);
  /** Candidates as they were told to the server, and by it; what STUN and TURN servers refused. */
  local = [];
  remote = [];
  iceErrors = [];

  #handlers;
  #stream = new MediaStream();
  #described = null;

  /** @param {PeerHandlers} handlers */
  constructor(handlers) {
    this.#handlers = handlers;
    this.pc.ontrack = (event) => this.#addTrack(event);
    this.pc.onicecandidate = (event) => this.#sendCandidate(event.candidate);
    this.pc.onicecandidateerror = ({ url, errorCode, errorText }) => {
      this.iceErrors.push({ url, code: errorCode, text: errorText });
    };
    this.pc.onconnectionstatechange = () => this.#handlers.onConnection(this.pc.connectionState);
  }

  /**
   * Changes hands: the new owner is told what the old one was told before.
   * @param {PeerHandlers} handlers
   */
  handOver(handlers) {
    this.#handlers = handlers;
    if (this.#stream.getTracks().length > 0) handlers.onStream(this.#stream);
    handlers.onConnection(this.pc.connectionState);
  }

  /** Whether an offer has been given to it. */
  get used() {
    return this.#described !== null;
  }

  /**
   * Takes the offer and sends the answer at once; candidates follow as they are found.
   * @param {string} sdp
   * @param {RTCIceServer[]} [iceServers] the STUN and TURN servers that the server names
   * @returns {Promise<boolean>} false when this browser cannot play what is offered
   */
  async answer(sdp, iceServers = []) {
    // Looked at when gathering begins, with the local description.
    if (iceServers.length > 0) this.pc.setConfiguration({ ...kConfiguration, iceServers });
    this.#described = this.pc.setRemoteDescription({ type: 'offer', sdp });
    await this.#described;
    const answer = await this.pc.createAnswer();
    const playable = !/^m=video 0 /m.test(answer.sdp);
    if (playable) this.#handlers.send({ type: 'answer', sdp: answer.sdp });
    await this.#describe(answer, sdp);
    return playable;
  }

  /**
   * Chromium measures the round trip of a stream it only receives when it is told to (RFC 3611), and
   * then asks again for a lost packet after that time instead of 100 ms.
   */
  async #describe(answer, offer) {
    const measured = /^a=rtcp-fb:\d+ rrtr\r$/m.test(offer)
      ? answer.sdp.replace(/^(a=rtcp-fb:(\d+) nack\r\n)/m, '$1a=rtcp-fb:$2 rrtr\r\n')
      : answer.sdp;
    try {
      await this.pc.setLocalDescription({ type: 'answer', sdp: measured });
    } catch {
      await this.pc.setLocalDescription(answer); // a browser that takes no other answer than its own
    }
  }

  /**
   * Takes one of the server's candidates; an empty one ends them.
   * @param {{candidate: string, sdpMLineIndex?: number}} message
   */
  async addCandidate({ candidate, sdpMLineIndex = 0 }) {
    if (candidate) this.remote.push(candidate);
    try {
      await this.#described;
      await this.pc.addIceCandidate({ candidate, sdpMLineIndex });
    } catch (error) {
      // One address that this browser cannot use; the others are still tried.
      console.info(`vitrine: candidate "${candidate}": ${error.message}`);
    }
  }

  /** Closes the connection; no handler is called any more. */
  close() {
    this.pc.ontrack = this.pc.onicecandidate = this.pc.onicecandidateerror = null;
    this.pc.onconnectionstatechange = null;
    this.pc.close();
  }

  #addTrack({ track, receiver }) {
    if (track.kind === 'video') holdBack(receiver, chosenPlayout());
    this.#stream.addTrack(track);
    this.#handlers.onStream(this.#stream);
  }

  #sendCandidate(candidate) {
    if (candidate?.candidate) this.local.push(candidate.candidate);
    this.#handlers.send({
      type: 'candidate',
      candidate: candidate?.candidate ?? '',
      sdpMLineIndex: candidate?.sdpMLineIndex ?? 0,
    });
  }
}
