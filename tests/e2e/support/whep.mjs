// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// WHEP (draft-ietf-wish-whep) byte by byte, and from a page with a connection of its own.
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';

/** Sends a request on a connection of its own; gives `{ status, headers, text }`. */
export async function ask(url, method, { headers = {}, body = '' } = {}) {
  const request = httpRequest(url, { agent: false, method, headers });
  request.end(body);
  const [response] = await once(request, 'response');
  let text = '';
  for await (const data of response.setEncoding('utf8')) text += data;
  return { status: response.statusCode, headers: response.headers, text };
}

export const sdpType = { 'Content-Type': 'application/sdp' };
export const fragmentType = { 'Content-Type': 'application/trickle-ice-sdpfrag' };

/** Posts an offer to a camera. */
export const postOffer = (url, body, { camera = 'test', headers = {} } = {}) =>
  ask(`${url}/cameras/${camera}/whep`, 'POST', { headers: { ...sdpType, ...headers }, body });

/** An offer that can be met, by nobody who connects. */
export const offer = `v=0
o=- 1 1 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0
m=video 9 UDP/TLS/RTP/SAVPF 101 102
c=IN IP4 0.0.0.0
a=mid:0
a=ice-ufrag:wnxJ
a=ice-pwd:OF2tUQym1gLefb/CXmmz+xk/
a=fingerprint:sha-256 9E:C5:03:62:F4:9E:E2:8C:B9:90:49:CB:DE:14:3F:B4:95:17:38:F3:B3:9E:E1:DB:95:53:9C:04:CF:DD:A1:1D
a=setup:actpass
a=recvonly
a=rtcp-mux
a=rtpmap:101 H264/90000
a=fmtp:101 packetization-mode=1;profile-level-id=42e01f
a=rtpmap:102 rtx/90000
a=fmtp:102 apt=101
`;

/**
 * Watches from a page by WHEP until frames are decoded, then leaves with DELETE. `kinds` are the transceivers,
 * `how` the RTCPeerConnection's options, `codec` the first choice ("mimeType fmtp-part"); `trickle`: the offer has
 * no candidates, they follow in a PATCH. Gives what happened.
 */
export function watchByWhep(page, endpoint, { kinds = ['video'], how = {}, codec = '', trickle = true } = {}) {
  return page.evaluate(async ({ endpoint, kinds, how, codec, trickle }) => {
    const pc = new RTCPeerConnection(how);
    for (const kind of kinds) {
      const transceiver = pc.addTransceiver(kind, { direction: 'recvonly' });
      if (!codec || kind !== 'video') continue;
      const all = RTCRtpReceiver.getCapabilities('video').codecs;
      const first = all.filter(({ mimeType, sdpFmtpLine }) => `${mimeType} ${sdpFmtpLine}`.includes(codec));
      const rest = all.filter((each) => !first.includes(each)).reverse();
      transceiver.setCodecPreferences([...first, ...rest]);
    }
    const video = document.createElement('video');
    video.muted = true;
    const streams = [];
    pc.ontrack = ({ track, streams: of }) => {
      if (track.kind !== 'video' || video.srcObject) return;
      streams.push(...of.map(({ id }) => id));
      video.srcObject = new MediaStream([track]);
      video.play();
    };
    const candidates = [];
    const gathered = new Promise((resolve) => {
      pc.onicecandidate = ({ candidate }) => (candidate?.candidate ? candidates.push(candidate) : resolve());
    });
    await pc.setLocalDescription();
    const { sdp } = pc.localDescription;
    if (!trickle) await gathered;
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp' },
      body: trickle ? sdp : pc.localDescription.sdp,
    });
    const answer = await response.text();
    if (response.status !== 201) return { status: response.status, answer };
    const session = new URL(response.headers.get('location'), response.url).href;
    await pc.setRemoteDescription({ type: 'answer', sdp: answer });
    let patched;
    if (trickle) {
      await gathered;
      const lines = [`a=ice-ufrag:${/a=ice-ufrag:(\S+)/.exec(sdp)[1]}`, `a=ice-pwd:${/a=ice-pwd:(\S+)/.exec(sdp)[1]}`];
      for (const mid of new Set(candidates.map(({ sdpMid }) => sdpMid)))
        lines.push('m=audio 9 RTP/AVP 0', `a=mid:${mid}`,
          ...candidates.filter(({ sdpMid }) => sdpMid === mid).map(({ candidate }) => `a=${candidate}`));
      lines.push('a=end-of-candidates', '');
      const { status } = await fetch(session, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/trickle-ice-sdpfrag', 'If-Match': response.headers.get('etag') },
        body: lines.join('\r\n'),
      });
      patched = status;
    }
    const inbound = async () => [...(await pc.getStats()).values()]
      .find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video') ?? {};
    const enough = 15;
    const deadline = performance.now() + 20000;
    let stats = {};
    while (!(stats.framesDecoded >= enough) && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      stats = await inbound();
    }
    const codecUsed = (await pc.getStats()).get(stats.codecId) ?? {};
    const { status: deleted } = await fetch(session, { method: 'DELETE' });
    const { status: afterwards } = await fetch(session, { method: 'PATCH' });
    pc.close();
    return {
      status: response.status, answer, offer: sdp, patched, deleted, afterwards, streams,
      framesDecoded: stats.framesDecoded, width: stats.frameWidth, payloadType: codecUsed.payloadType, fmtp: codecUsed.sdpFmtpLine,
    };
  }, { endpoint, kinds, how, codec, trickle });
}
