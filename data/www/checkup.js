// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
/** A browser that connects at all does so within a second; the server waits for ten. */
const kPatienceMs = 2500;

/**
 * What is seen of one connection's way, for people and for the server.
 * @typedef {object} Findings
 * @property {boolean} playable whether this browser takes the video that is offered
 * @property {boolean} h264 whether it takes any H.264
 * @property {string[]} ours candidates of this browser, in short
 * @property {string[]} theirs candidates of the server, in short
 * @property {Way[]} ways the pairs of them that were tried
 * @property {string[]} errors what STUN and TURN servers said
 */

/**
 * A pair of candidates.
 * @typedef {object} Way
 * @property {string} from
 * @property {string} to
 * @property {string} state
 * @property {number} asked checks sent
 * @property {number} answered
 * @property {number} heard checks that came
 */

/**
 * Looks at a connection that does not come about, as a support person would, tells the server what
 * it sees, and tries the one way nobody has offered: the address in the page's own URL.
 */
export class Checkup {
  /** @type {Findings|null} */
  findings = null;

  #peer;
  #send;
  #since = performance.now();
  #tried = false;
  #told = false;
  #playable = true;

  /**
   * @param {import('./peer.js').Peer} peer
   * @param {(message: object) => void} send passes a message to the server
   */
  constructor(peer, send) {
    this.#peer = peer;
    this.#send = send;
  }

  /** This browser takes nothing of what is offered: tells the server at once. */
  cannotPlay() {
    this.#playable = false;
    this.findings = this.#gather([]);
    this.#tell(false, 0);
  }

  /** Looks at it now. */
  async examine() {
    if (!this.#playable) return;
    this.findings = this.#gather(readPairs(await this.#peer.pc.getStats()));
  }

  /** Once a second. */
  async look() {
    const { pc } = this.#peer;
    const connected = pc.connectionState === 'connected';
    if (connected ? !this.#tried || this.#told : performance.now() - this.#since < kPatienceMs) return;
    const pairs = readPairs(await pc.getStats());
    this.findings = this.#gather(pairs);
    const reached = pairs.some(({ remote, answered }) => answered > 0 && remote?.address === host());
    if (!this.#tried) this.#tryOwnUrl();
    this.#tell(this.#tried && reached, pairs.reduce((sum, { answered }) => sum + answered, 0));
    this.#told = connected;
  }

  #tell(reachedAtHost, answered) {
    const { playable, h264 } = this.findings;
    const turnRefused = this.#peer.iceErrors.some(({ url, code }) => /^turns?:/.test(url)
      && code >= 400 && code < 500);
    this.#send({ type: 'checks', playable, h264, host: host(), reachedAtHost, answered, turnRefused });
  }

  /** Where the page came from media may come from, too, whatever the server says of its addresses. */
  #tryOwnUrl() {
    this.#tried = true;
    const { remote } = this.#peer;
    const all = remote.map(partsOf).filter(({ transport }) => transport === 'udp');
    if (all.some(({ address }) => address === host())) {
      this.#tried = false;
      return;
    }
    const kept = all.filter(({ type }) => type === 'host' || type === 'srflx');
    for (const port of new Set(kept.map((each) => each.port))) {
      this.#peer.pc.addIceCandidate({
        candidate: `candidate:url 1 udp 1 ${host()} ${port} typ host`, sdpMLineIndex: 0,
      }).catch(() => {});  // a browser that takes no host names
    }
  }

  #gather(pairs) {
    const { local, remote, iceErrors } = this.#peer;
    return {
      playable: this.#playable,
      h264: decodesH264(),
      ours: local.map(inShort),
      theirs: remote.map(inShort),
      ways: pairs.map((pair) => ({ ...pair, from: nameOf(pair.local), to: nameOf(pair.remote) })),
      errors: iceErrors.map(({ url, code, text }) => `${url}: ${code} ${text}`),
    };
  }
}

/** Whether this browser has a decoder for H.264 of any kind. */
export function decodesH264() {
  const codecs = RTCRtpReceiver.getCapabilities?.('video')?.codecs ?? [];
  return codecs.some(({ mimeType }) => /\/h264$/i.test(mimeType));
}

/** The host in the page's URL, an IPv6 address without its brackets. */
function host() {
  return location.hostname.replace(/^\[|\]$/g, '');
}

function partsOf(candidate) {
  const [, , transport = '', , address = '', port = '', , type = ''] = candidate.split(' ');
  return { transport: transport.toLowerCase(), address, port, type };
}

function inShort(candidate) {
  const { transport, address, port, type } = partsOf(candidate);
  return `${type} ${transport} ${address}:${port}`;
}

function nameOf(candidate) {
  if (!candidate) return '?';
  const { candidateType, protocol, address, port } = candidate;
  return `${candidateType} ${protocol} ${address || 'hidden'}:${port}`;
}

function readPairs(stats) {
  const pairs = [...stats.values()].filter(({ type }) => type === 'candidate-pair');
  return pairs.map((pair) => ({
    local: stats.get(pair.localCandidateId),
    remote: stats.get(pair.remoteCandidateId),
    state: pair.state,
    asked: pair.requestsSent ?? 0,
    answered: pair.responsesReceived ?? 0,
    heard: pair.requestsReceived ?? 0,
  }));
}
