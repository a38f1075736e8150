// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
/** Light, dark, or as the system says; the choice is remembered on this device. */

const kKey = 'vitrine-theme';
const kOrder = ['auto', 'light', 'dark'];

/**
 * The theme chosen.
 * @returns {'auto'|'light'|'dark'}
 */
export function currentTheme() {
  try {
    const stored = localStorage.getItem(kKey);
    return kOrder.includes(stored) ? stored : 'auto';
  } catch {
    return 'auto';  // storage is forbidden here: follow the system
  }
}

/**
 * Goes on to the next theme.
 * @returns {'auto'|'light'|'dark'} the new one
 */
export function nextTheme() {
  const next = kOrder[(kOrder.indexOf(shown()) + 1) % kOrder.length];
  try {
    localStorage.setItem(kKey, next);
  } catch {
    // Not remembered, but still applied.
  }
  apply(next);
  return next;
}

function shown() {
  return document.documentElement.dataset.theme ?? 'auto';
}

function apply(theme) {
  document.documentElement.dataset.theme = theme;
}

apply(currentTheme());
