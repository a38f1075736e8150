// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
/**
 * Whether this browser can show an element, or at least a video, on the whole screen.
 * @param {HTMLVideoElement} video
 * @returns {boolean}
 */
export function canGoFullscreen(video) {
  return Boolean(document.fullscreenEnabled || video.webkitSupportsFullscreen);
}

/**
 * Enters or leaves full screen.
 * @param {Element} element
 * @param {HTMLVideoElement} video for phones that allow it to videos only
 */
export async function toggleFullscreen(element, video) {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else if (document.fullscreenEnabled) await element.requestFullscreen({ navigationUI: 'hide' });
    else video.webkitEnterFullscreen?.();
  } catch (error) {
    console.info(`vitrine: full screen: ${error.message}`);
  }
}
