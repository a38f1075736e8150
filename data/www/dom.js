// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
/**
 * Makes an element.
 * @param {string} tag
 * @param {Record<string, *>} attributes a function becomes a listener, true an empty attribute,
 *   false and null none
 * @param {...(Node|string|null)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * Sets an element's text, touching the document only when it differs.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Makes a button that shows an icon.
 * @param {string} label its name, for screen readers and as tooltip
 * @param {Element} icon
 * @param {() => void} press
 * @returns {HTMLButtonElement}
 */
export function iconButton(label, icon, press) {
  return h('button', { class: 'icon-button', type: 'button', 'aria-label': label, title: label,
    click: press }, icon);
}

/**
 * Makes the mark of a camera's state: a dot, coloured by data-state of its view, and a word.
 * @param {Element} label holds the word
 * @returns {HTMLElement}
 */
export function stateMark(label) {
  return h('span', { class: 'state' }, h('span', { class: 'dot', 'aria-hidden': 'true' }), label);
}
