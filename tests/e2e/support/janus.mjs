// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Janus as Debian has it, asked by its HTTP interface: a room that WHIP sessions publish into, a stream that plain RTP
// feeds, and pages that watch either.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProgram, until } from './daemon.mjs';

const port = 8088;
const socketPort = 8188;
const room = 1234;
const stream = 1;

/** Where Janus takes plain RTP. */
export const rtpPort = 5004;

const configFor = (folder, host) => ({
  'janus.jcfg': `
general: {
  configs_folder = "${folder}"
  debug_level = 4
  session_timeout = 0
}
media: {
  rtp_port_range = "20000-20999"
}
nat: {
  ice_enforce_list = "${host}"
  ignore_mdns = true
}
plugins: {
  disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_voicemail.so"
}
transports: {
  disable = "libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so"
}
loggers: {
  disable = "libjanus_jsonlog.so"
}
`,
  'janus.transport.http.jcfg': `
general: {
  json = "compact"
  base_path = "/janus"
  http = true
  port = ${port}
  ip = "127.0.0.1"
  https = false
}
admin: {
  admin_http = false
}
`,
  'janus.transport.websockets.jcfg': `
general: {
  ws = true
  ws_port = ${socketPort}
  ws_ip = "127.0.0.1"
  wss = false
}
admin: {
  admin_ws = false
}
`,
  'janus.plugin.videoroom.jcfg': `
room-${room}: {
  description = "WHIP"
  publishers = 6
  bitrate = 0
  videocodec = "h264"
  h264_profile = "42e01f"
}
`,
  'janus.plugin.streaming.jcfg': `
forwarded: {
  type = "rtp"
  id = ${stream}
  media = ({
    type = "video"
    mid = "v"
    label = "Forwarded"
    port = ${rtpPort}
    pt = 96
    codec = "h264"
    fmtp = "profile-level-id=42e01f;packetization-mode=1"
  })
}
`,
});

async function ask(path, body) {
  const request = httpRequest(`http://127.0.0.1:${port}/janus${path}`, { agent: false, method: body ? 'POST' : 'GET' });
  request.end(body && JSON.stringify({ transaction: randomBytes(8).toString('hex'), ...body }));
  const [response] = await once(request, 'response');
  let text = '';
  for await (const data of response.setEncoding('utf8')) text += data;
  return JSON.parse(text);
}

/** One session of Janus with one plugin attached. */
class Handle {
  static async attach(plugin) {
    const handle = new Handle();
    handle.session = (await ask('', { janus: 'create' })).data.id;
    handle.id = (await ask(`/${handle.session}`, { janus: 'attach', plugin: `janus.plugin.${plugin}` })).data.id;
    return handle;
  }

  /** Sends the plugin a message, and gives the event that answers it. */
  async say(body, jsep) {
    const said = await ask(`/${this.session}/${this.id}`, { janus: 'message', body, jsep });
    if (said.janus !== 'ack') throw new Error(`Janus: ${JSON.stringify(said)}`);
    for (;;) {
      const heard = await ask(`/${this.session}`);
      if (heard.janus !== 'event') continue; // "webrtcup", "media", "keepalive"
      const { data } = heard.plugindata;
      if (data.error) throw new Error(`Janus: ${data.error}`);
      return { ...data, jsep: heard.jsep };
    }
  }

  end() {
    return ask(`/${this.session}`, { janus: 'destroy' });
  }
}

/** Starts Janus with its media at an address of the LAN. */
export async function startJanus(host) {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-janus-'));
  for (const [name, text] of Object.entries(configFor(folder, host))) writeFileSync(join(folder, name), text);
  const program = await startProgram('janus', ['--configs-folder', folder, '--config', join(folder, 'janus.jcfg')],
    /HTTP webserver started/);
  await until(() => ask('/info').then(({ janus }) => janus === 'server_info', () => false));
  const stop = program.stop.bind(program);
  program.stop = async () => {
    await stop('SIGKILL'); // it keeps nothing that is worth an orderly end
    rmSync(folder, { recursive: true, force: true });
  };
  return program;
}

/** Takes the media of WHIP sessions as publishers of Janus' room (for whip.mjs). */
export function takeInRoom() {
  const handles = new Map();
  return {
    async accept(session, offer) {
      const handle = await Handle.attach('videoroom');
      handles.set(session, handle);
      const { jsep } = await handle.say({ request: 'joinandconfigure', ptype: 'publisher', room, display: session, video: true },
        { type: 'offer', sdp: offer });
      return jsep.sdp;
    },
    async end(session) {
      await handles.get(session)?.end().catch(() => {}); // it may be gone with Janus
      handles.delete(session);
    },
  };
}

/** Starts janus-whip-server from a checkout before Janus' room, for who has this token; `endpoint` is where it takes offers. */
export async function startJanusWhipServer(checkout, host, token) {
  const script = fileURLToPath(new URL('janus-whip-server.mjs', import.meta.url));
  const at = `ws://127.0.0.1:${socketPort}`;
  const program = await startProgram(process.execPath, [script, checkout, at, '7080', String(room), token], /ready/);
  program.endpoint = `http://${host}:7080/whip/endpoint/room`;
  return program;
}

/** Who publishes into the room: the number of each. */
export async function publishers() {
  const handle = await Handle.attach('videoroom');
  const { plugindata } = await ask(`/${handle.session}/${handle.id}`,
    { janus: 'message', body: { request: 'listparticipants', room } });
  await handle.end();
  return plugindata.data.participants.filter(({ publisher }) => publisher).map(({ id }) => id);
}

/** Answers Janus' offer in a page and plays what comes; `window.watching` is the connection. */
async function play(page, handle, { jsep }) {
  const sdp = await page.evaluate(async (offer) => {
    window.watching?.close();
    const pc = (window.watching = new RTCPeerConnection());
    pc.ontrack = ({ track }) => {
      const video = document.createElement('video');
      video.muted = true;
      document.body.append(video);
      video.srcObject = new MediaStream([track]);
      video.play();
    };
    await pc.setRemoteDescription(offer);
    await pc.setLocalDescription();
    if (pc.iceGatheringState !== 'complete')
      await new Promise((resolve) => {
        pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && resolve();
      });
    return pc.localDescription.sdp;
  }, jsep);
  await handle.say({ request: 'start' }, { type: 'answer', sdp });
}

/** Plays in a page what somebody publishes into the room; waits until somebody does. */
export async function watchRoom(page) {
  let feed;
  await until(async () => (feed = (await publishers()).at(-1)) !== undefined);
  const handle = await Handle.attach('videoroom');
  await play(page, handle, await handle.say({ request: 'join', ptype: 'subscriber', room, streams: [{ feed }] }));
}

/** Plays in a page what comes as plain RTP. */
export async function watchForwarded(page) {
  const handle = await Handle.attach('streaming');
  await play(page, handle, await handle.say({ request: 'watch', id: stream }));
}

/** The statistics of the video that plays in the page. */
export function watchedStats(page) {
  return page.evaluate(async () => {
    const report = await window.watching.getStats();
    return [...report.values()].find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video') ?? {};
  });
}
