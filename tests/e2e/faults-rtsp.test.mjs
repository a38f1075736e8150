// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What goes wrong with RTSP cameras, one row a fault. Each has a camera and a viewer of its own,
// and all fail at the same time: who watches another camera notices nothing.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { metric, startRtspServer, startVitrine, until } from './support/daemon.mjs';
import { assertUndisturbed, camera, h264Launch, liveThrough, startViewer } from './support/faults.mjs';

const small = h264Launch();
const portOf = (server) => Number(/:(\d+)\//.exec(server.url)[1]);
const inject = (id) => servers[id].child.kill('SIGUSR1');

/** Seconds from a frame's capture, as its source tells it, to its being handed on. */
async function meanDelay(id) {
  const part = (name) => metric(vitrine.url, `vitrine_camera_encode_seconds_${name}{camera="${id}"}`);
  return (await part('sum')) / (await part('count'));
}

/** Kills a camera's server and starts another stream at its place. */
const kill = (id) => servers[id].stop('SIGKILL');
const revive = async (id, launch = small) => (servers[id] = await startRtspServer(launch, portOf(servers[id])));

const rows = {
  'a server that dies': {
    id: 'dies', happens: () => kill('dies'), says: /does not answer/, ends: () => revive('dies'),
  },
  'a server that hangs': {
    id: 'hangs',
    happens: () => servers.hangs.child.kill('SIGSTOP'),
    says: /no new picture for|does not answer/,
    ends: () => servers.hangs.child.kill('SIGCONT'),
  },
  'a server that accepts and says nothing': {
    id: 'mute',
    happens: async () => {
      await kill('mute');
      mute.listen(portOf(servers.mute), '127.0.0.1');
      await once(mute, 'listening');
    },
    says: /accepts the connection and then says nothing/,
    ends: async () => {
      endMute();
      await revive('mute');
    },
  },
  'a server that goes on without frames': {
    id: 'still', happens: () => inject('still'), says: /no new picture for/, ends: () => inject('still'), fault: 'drop',
  },
  'a server that comes back in another size': {
    id: 'resized', happens: () => kill('resized'), says: /RTSP server/,
    ends: () => revive('resized', h264Launch({ size: '640x360' })), becomes: { width: 640, height: 360, encoder: null },
  },
  'a server that changes size as it goes': {
    id: 'grows', happens: () => inject('grows'),
    fault: 'video/x-raw,format=I420,width=480,height=272,framerate=30/1', becomes: { width: 480, height: 272 },
  },
  'a server that comes back with another codec': {
    id: 'recoded', happens: () => kill('recoded'), says: /RTSP server/,
    ends: () => revive('recoded', h264Launch({ encode: 'jpegenc', pay: 'rtpjpegpay name=pay0' })),
    becomes: { encoder: 'x264enc' },
  },
  'a server that sends garbage for a while': {
    id: 'garbage', happens: () => inject('garbage'), says: /sends a damaged picture/, ends: () => inject('garbage'),
    fault: 'garbage', damaged: true,
  },
  'a server that sends one picture again and again': {
    id: 'frozen', happens: () => inject('frozen'), says: /has frozen: it sends one and the same picture/,
    ends: () => inject('frozen'), fault: 'repeat', damaged: true,
  },
  'a server whose timestamps begin again': {
    id: 'times', happens: () => inject('times'), fault: 'restart-times',
  },
};

const servers = {};
const muteSockets = [];
const mute = createServer((socket) => muteSockets.push(socket.on('error', () => {})));
function endMute() {
  mute.close();
  for (const socket of muteSockets) socket.destroy();
}
let vitrine;
let witness;
before(async () => {
  for (const { id, fault } of Object.values(rows)) servers[id] = await startRtspServer(small, 0, fault);
  const cameras = Object.values(rows).map(({ id }) => `[camera ${id}]\nsource = ${servers[id].url}\n`);
  vitrine = await startVitrine(`[server]\nlisten = 127.0.0.1:0\n[camera garden]\nsource = test:\nwidth = 320\nheight = 240\n${cameras.join('')}`);
  witness = await startViewer(vitrine, 'garden');
});
after(async () => {
  endMute();
  const ended = await vitrine?.stop();
  for (const server of Object.values(servers)) await server.stop('SIGKILL');
  assert.equal(ended, 0, vitrine?.log);
});

describe('an RTSP camera\'s viewer keeps its connection and goes on after', { concurrency: true }, () => {
  for (const [what, row] of Object.entries(rows))
    test(what, async () => {
      await liveThrough(vitrine, row);
      for (const [key, value] of Object.entries(row.becomes ?? {}))
        await until(async () => (await camera(vitrine, row.id))[key] === value);
      // Whatever a source says of its time: no frame comes early, and none much later than it came.
      const delay = await meanDelay(row.id);
      assert.ok(delay >= 0 && delay < 0.5, `its frames are ${delay} s old when they come`);
    });
});

test('another camera\'s viewer saw every frame meanwhile', async () => {
  const seen = await witness.finish();
  console.log(`garden: longest gap ${seen.longestGapMs.toFixed(0)} ms in ${seen.frames} frames`);
  assertUndisturbed(seen);
});
