// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { openDialog } from './dialogs.js';
import { checksOf, verdictOf } from './doctor-checks.js';
import { h, setText } from './dom.js';
import { keyList } from './key-list.js';

const kRefreshMs = 1000;
const kMarks = { good: ['✓', 'well'], bad: ['✕', 'wrong'], open: ['–', 'not known'] };

/** Says in one sentence why there is no picture, and shows what it looked at; and lists the keys. */
export class Doctor {
  #app;
  #dialog = null;
  #timer = 0;
  #title = h('h2', { id: 'doctor-title', tabindex: '-1', autofocus: true });
  #sentence = h('p', { class: 'doctor-sentence' });
  #setting = h('code', { class: 'doctor-setting' });
  #verdict = h('div', { class: 'doctor-verdict', role: 'status', 'aria-live': 'polite' },
    this.#sentence, this.#setting);
  #checks = h('dl', { class: 'doctor-checks' });
  #ways = h('ul', { class: 'doctor-ways' });

  /** @param {import('./app.js').App} app */
  constructor(app) {
    this.#app = app;
  }

  /** Opens it, or closes it. */
  toggle() {
    if (this.#dialog) {
      this.#dialog.close();
      return;
    }
    this.#dialog = this.#build();
    this.#render();
    this.#timer = setInterval(() => this.#render(), kRefreshMs);
    openDialog(this.#dialog, () => {
      clearInterval(this.#timer);
      this.#dialog = null;
    });
  }

  #build() {
    const { players, shownCamera } = this.#app;
    const sound = players.map.get(shownCamera)?.hasAudio ?? false;
    const dialog = h('dialog', { class: 'help doctor', 'aria-labelledby': 'doctor-title' },
      this.#title, this.#verdict, this.#checks,
      h('details', {}, h('summary', {}, 'Every way that was tried'), this.#ways),
      h('details', {}, h('summary', {}, 'Keys'), keyList(sound)),
      h('form', { method: 'dialog' }, h('button', { class: 'button' }, 'Close')));
    dialog.addEventListener('keydown', (event) => { if (event.key === '?') dialog.close(); });
    return dialog;
  }

  /** The camera that is looked at, or of all that are shown the first that is not well. */
  #patient() {
    const all = [...this.#app.players.map.values()];
    const shown = all.find(({ id }) => id === this.#app.shownCamera);
    return shown ?? all.find(({ diagnosis }) => diagnosis)
      ?? all.find(({ status }) => status.state !== 'live') ?? all[0] ?? null;
  }

  async #render() {
    const player = this.#patient();
    const { list } = this.#app;
    if (!player) {
      setText(this.#title, 'Doctor');
      setText(this.#sentence, list.reachable ? 'There is no camera to look at.' : 'Cannot reach the server.');
      return;
    }
    const findings = await player.examine();
    const title = list.find(player.id)?.title ?? player.id;
    const { code, sentence, setting } = verdictOf(player, title, list.reachable);
    setText(this.#title, `Doctor · ${title}`);
    this.#verdict.dataset.code = code;
    setText(this.#sentence, sentence);
    setText(this.#setting, setting);
    this.#setting.hidden = setting === '';
    replaceRows(this.#checks, checksOf(player, findings, list.reachable).map(checkRow));
    replaceRows(this.#ways, wayRows(findings?.ways ?? []));
  }
}

/** Only what is new replaces the old: somebody may be selecting it. */
function replaceRows(list, rows) {
  const same = rows.length === list.children.length
    && rows.every((row, at) => row.isEqualNode(list.children[at]));
  if (!same) list.replaceChildren(...rows);
}

function checkRow({ name, state, text }) {
  const [sign, word] = kMarks[state];
  return h('div', { 'data-check': state },
    h('dt', {}, h('span', { class: 'doctor-mark', 'aria-hidden': 'true' }, sign),
      h('span', { class: 'visually-hidden' }, `${word}: `), name),
    h('dd', {}, text));
}

function wayRows(ways) {
  if (ways.length === 0) return [h('li', {}, 'None yet.')];
  return ways.map(({ from, to, state, asked, answered, heard }) => h('li', {},
    `${from} → ${to}: ${state}, ${asked} checks sent, ${answered} answered, ${heard} came`));
}
