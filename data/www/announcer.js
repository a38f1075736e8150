// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { setText } from './dom.js';

/**
 * Says something to people who use a screen reader, without moving their focus.
 * @param {string} sentence
 */
export function announce(sentence) {
  setText(document.getElementById('announcer'), sentence);
}
