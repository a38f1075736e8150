// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { h } from './dom.js';
import { icon } from './icons.js';

const kExample = `[camera front]
title = Front door
source = rtsp://192.0.2.10/stream
codec = h264
bitrate = 2500`;

/**
 * Says how to add the first camera.
 * @returns {Element}
 */
export function noCameras() {
  return h('section', { class: 'empty' }, icon('lens'),
    h('h1', {}, 'No cameras yet'),
    h('p', {}, 'Add one to ', h('code', {}, '/etc/vitrine/vitrine.conf'), ', then reload Vitrine:'),
    h('pre', {}, kExample),
    h('pre', {}, 'sudo systemctl reload vitrine'),
    h('p', { class: 'quiet' }, 'It appears here by itself.'));
}

/**
 * Says that there is no camera of that name.
 * @param {string} id as it stands in the address
 * @param {(event: Event) => void} back shows the grid
 * @returns {Element}
 */
export function unknownCamera(id, back) {
  return h('section', { class: 'empty' }, icon('lens'),
    h('h1', {}, 'No such camera'),
    h('p', {}, 'There is no camera called ', h('code', {}, id), ' here.'),
    h('p', {}, h('a', { class: 'button', href: '/', click: back }, 'All cameras')));
}
