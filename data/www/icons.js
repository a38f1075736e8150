// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
const kSvg = 'http://www.w3.org/2000/svg';

/** Line drawings on a 24 by 24 grid, one path each. */
const kPaths = {
  back: 'M15 5l-7 7 7 7',
  previous: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  grid: 'M5 5h5.5v5.5H5zM13.5 5H19v5.5h-5.5zM5 13.5h5.5V19H5zM13.5 13.5H19V19h-5.5z',
  expand: 'M4.5 9V4.5H9M15 4.5h4.5V9M19.5 15v4.5H15M9 19.5H4.5V15',
  shrink: 'M9 4.5V9H4.5M19.5 9H15V4.5M15 19.5V15h4.5M4.5 15H9v4.5',
  sound: 'M4.5 9.5v5H8l4.5 4v-13L8 9.5zM16 9a4.2 4.2 0 0 1 0 6M18.5 6.5a7.8 7.8 0 0 1 0 11',
  muted: 'M4.5 9.5v5H8l4.5 4v-13L8 9.5zM16.5 9.5l5 5M21.5 9.5l-5 5',
  pulse: 'M3 12.5h4l2.5-7 4.5 13 2.5-6H21',
  share: 'M12 15V4M8 7.5L12 3.5l4 4M5 12v7.5h14V12',
  leave: 'M10 4.5H5.5v15H10M10 12h10M16.5 8.5L20 12l-3.5 3.5',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  help: 'M9.2 9.3a2.8 2.8 0 1 1 4.2 2.4c-.9.5-1.4 1-1.4 2.1M12 17.2v.1',
  auto: 'M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16',
  light: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21'
    + 'M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 6.7l1.1-1.1',
  dark: 'M19.5 14.2A8 8 0 0 1 9.8 4.5a8 8 0 1 0 9.7 9.7z',
  pane: 'M7 5h10a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3z'
    + 'M8.5 14.5l5-5M13 15.5l3-3',
  lens: 'M3.5 8.5a2 2 0 0 1 2-2h2L9 4.5h6l1.5 2h2a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2z'
    + 'M12 9a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
};

/**
 * Draws an icon; it says nothing to screen readers, its button does.
 * @param {keyof typeof kPaths} name
 * @returns {SVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(kSvg, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(kSvg, 'path');
  path.setAttribute('d', kPaths[name]);
  svg.append(path);
  return svg;
}
