// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later

/**
 * Shows a modal dialog until it is closed, by a click beside it as well, and removes it then.
 * @param {HTMLDialogElement} dialog not in the document
 * @param {() => void} [onClose]
 */
export function openDialog(dialog, onClose = () => {}) {
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener('close', () => {
    dialog.remove();
    onClose();
  });
  // Inside the full-screen element nothing outside of it is seen, but a modal dialog is.
  document.body.append(dialog);
  dialog.showModal();
}
