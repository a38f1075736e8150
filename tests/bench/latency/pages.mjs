// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// The pages that are measured. Both show a <video> and ask their jitter buffer to hold nothing back.
import { watch } from '../../e2e/support/browser.mjs';

const watchVitrine = (visitor, server) => watch(visitor, `${server.url}/cameras/test`);

/**
 * Janus has no page for this: the least that plays its mountpoint 1. `instant` asks it for the playout delay 0/0, as ours
 * has it.
 */
async function watchJanus(visitor, server, instant = false) {
  const page = await visitor.newPage();
  const url = server.loadArguments[server.loadArguments.indexOf('--url') + 1];
  await page.setContent('<body style="margin:0"><video autoplay muted playsinline style="width:100vw;height:100vh"></video></body>');
  const firstFrameMs = await page.evaluate(async ([to, instant]) => {
    const began = performance.now();
    const video = document.querySelector('video');
    const first = new Promise((resolve) => video.requestVideoFrameCallback(() => resolve(performance.now() - began)));
    const socket = new WebSocket(to, 'janus-protocol');
    const waiting = new Map();
    const events = { jsep: null };
    let session = 0;
    let handle = 0;
    const ask = (message) => new Promise((resolve) => {
      const transaction = String(Math.random());
      waiting.set(transaction, resolve);
      const ids = { ...(session && { session_id: session }), ...(handle && { handle_id: handle }) };
      socket.send(JSON.stringify({ transaction, ...ids, ...message }));
    });
    const offer = new Promise((resolve) => (events.jsep = resolve));
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.jsep) events.jsep(message.jsep);
      if (message.janus !== 'ack') waiting.get(message.transaction)?.(message);
    };
    await new Promise((resolve) => (socket.onopen = resolve));
    session = (await ask({ janus: 'create' })).data.id;
    handle = (await ask({ janus: 'attach', plugin: 'janus.plugin.streaming' })).data.id;
    setInterval(() => ask({ janus: 'keepalive' }), 20000);
    ask({ janus: 'message', body: { request: 'watch', id: 1 } });
    const pc = (window.pc = new RTCPeerConnection());
    pc.ontrack = ({ track, receiver }) => {
      receiver.jitterBufferTarget = 0;
      video.srcObject = new MediaStream([track]);
    };
    pc.onicecandidate = ({ candidate }) => ask({ janus: 'trickle', candidate: candidate ?? { completed: true } });
    await pc.setRemoteDescription(await offer);
    await pc.setLocalDescription(await pc.createAnswer());
    ask({ janus: 'message', body: { request: 'start' }, jsep: { type: 'answer', sdp: pc.localDescription.sdp } });
    const shown = await first;
    if (instant) await ask({ janus: 'message', body: { request: 'configure', min_delay: 0, max_delay: 0 } });
    return shown;
  }, [url, instant]);
  return { page, firstFrameMs };
}

/** By server: opens a page that plays; gives it and the milliseconds until the first picture. */
export const watchers = {
  vitrine: watchVitrine,
  janus: watchJanus,
  'janus-instant': (visitor, server) => watchJanus(visitor, server, true),
};

/** The totals the browser keeps of the video. */
export function totalsOf(page) {
  return page.evaluate(async () => {
    const pc = window.pc ?? [...window.vitrine.players.values()][0].pc;
    const all = [...(await pc.getStats()).values()];
    return all.find((each) => each.type === 'inbound-rtp' && each.kind === 'video');
  });
}
