// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Janus as Debian has it, with its streaming plugin fed by RTP. What is not said here is its default.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { payloadType } from './clip.mjs';
import { listening, start } from './programs.mjs';

const port = 8188;

const configFor = (folder, host, rtpPort, playoutDelay) => ({
  'janus.jcfg': `
general: {
  configs_folder = "${folder}"
  log_to_stdout = false
  log_to_file = "${folder}/log"
  debug_level = 3
}
media: {
  rtp_port_range = "20000-40000"
}
nat: {
  ice_lite = false
  ice_enforce_list = "${host}"
  ignore_mdns = true
}
plugins: {
  disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_videoroom.so"
}
transports: {
  disable = "libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so"
}
loggers: {
  disable = "libjanus_jsonlog.so"
}
`,
  'janus.transport.websockets.jcfg': `
general: {
  json = "compact"
  ws = true
  ws_port = ${port}
  ws_ip = "127.0.0.1"
}
`,
  // The load viewer asks for the mountpoint 1.
  'janus.plugin.streaming.jcfg': `
fanout: {
  type = "rtp"
  id = 1
  playoutdelay_ext = ${playoutDelay}
  media = ({
    type = "video"
    mid = "v"
    label = "Test picture"
    port = ${rtpPort}
    pt = ${payloadType}
    codec = "h264"
    fmtp = "profile-level-id=42e01f;packetization-mode=1"
  })
}
`,
});

/** As vitrine.mjs'. With `playoutDelay` its viewers may ask for one, which is not its default. */
export async function startServer(server, { rtpPort, host, playoutDelay = false }) {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-janus-'));
  for (const [name, text] of Object.entries(configFor(folder, host, rtpPort, playoutDelay))) writeFileSync(join(folder, name), text);
  const program = start('janus', ['--configs-folder', folder, '--config', join(folder, 'janus.jcfg')]);
  await listening(program, '127.0.0.1', port);
  return {
    pid: program.pid,
    loadArguments: ['--protocol', 'janus', '--url', `ws://127.0.0.1:${port}/`, '--playout-delay', 'any'],
    async stop() {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
      return [];
    },
  };
}
