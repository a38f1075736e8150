// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// WHIP servers (RFC 9725) as a publisher sees them: HTTP here, and the media wherever it is taken.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

/**
 * Takes the media in a page's own connections.
 * @param {import('playwright-core').Page} page any page
 */
export function takeInPage(page) {
  return {
    /** Answers an offer as a session. */
    accept: (session, offer) => page.evaluate(async ({ session, offer }) => {
      window.sessions ??= {};
      const pc = new RTCPeerConnection();
      window.sessions[session] = pc;
      pc.ontrack = ({ track }) => {
        const video = document.createElement('video');
        video.muted = true;
        video.srcObject = new MediaStream([track]);
        video.play();
      };
      await pc.setRemoteDescription({ type: 'offer', sdp: offer });
      await pc.setLocalDescription();
      if (pc.iceGatheringState !== 'complete')
        await new Promise((resolve) => {
          pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && resolve();
        });
      return pc.localDescription.sdp;
    }, { session, offer }),
    end: (session) => page.evaluate((session) => window.sessions[session]?.close(), session),
    /** The statistics of the video a session gets. */
    stats: (session) => page.evaluate(async (session) => {
      const report = await window.sessions[session]?.getStats();
      return [...report?.values() ?? []].find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video') ?? {};
    }, session),
  };
}

/**
 * A WHIP server on an address, with TLS when there is a `tls` of `{ cert, key }`. `taker` takes the media: `accept(session, offer)` gives an answer,
 * `end(session)` lets go. Everything it is asked is kept in `asked`; `next` holds answers for the next offers, each
 * `{ status, headers, body }`, before it takes them itself, with `links` in its answers. `sessions` are those that are not deleted. GET is answered
 * with a page that says its path.
 */
export async function startWhipServer(taker, { host = '127.0.0.1', tls, links = [] } = {}) {
  const whip = { asked: [], next: [], sessions: new Set(), last: '' };
  let count = 0;
  const answer = async (request, response, body) => {
    const path = request.url;
    if (request.method !== 'GET') whip.asked.push({ at: Date.now(), method: request.method, path, headers: request.headers, body });
    const session = /^\/session\/(\w+)/.exec(path)?.[1];
    const scripted = request.method === 'POST' ? whip.next.shift() : undefined;
    if (scripted) return response.writeHead(scripted.status, scripted.headers).end(scripted.body);
    switch (request.method) {
      case 'POST': {
        const id = `s${++count}`;
        const sdp = await taker.accept(id, body);
        whip.sessions.add(id);
        whip.last = id;
        const headers = { 'Content-Type': 'application/sdp', Location: `/session/${id}`, ETag: `"${id}"`, Link: links };
        return response.writeHead(201, headers).end(sdp);
      }
      case 'PATCH': return response.writeHead(204).end();
      case 'DELETE':
        whip.sessions.delete(session);
        await taker.end(session);
        return response.writeHead(200).end();
      default: return response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!doctype html><title>${path}</title>`);
    }
  };
  const server = (tls ? createTlsServer : createServer)(tls ?? {}, async (request, response) => {
    let body = '';
    for await (const data of request.setEncoding('utf8')) body += data;
    await answer(request, response, body).catch((error) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, host);
  await once(server, 'listening');
  whip.url = `${tls ? 'https' : 'http'}://${host}:${server.address().port}`;
  /** What was asked with a method. */
  whip.all = (method) => whip.asked.filter((each) => each.method === method);
  whip.stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return whip;
}
