// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
/**
 * Runs commands on key presses. Keys typed into a field, with a modifier, or while a dialog is
 * open are left alone.
 * @param {(key: string) => (() => void)|undefined} find the command of a key, by KeyboardEvent.key
 */
export function listenForKeys(find) {
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.('input, textarea, select, dialog[open]')) return;
    const command = find(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (!command || event.repeat && !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    command();
  });
}
