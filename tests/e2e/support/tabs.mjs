// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { until } from './daemon.mjs';

/**
 * Tabs of one window as a person has them: only the front one is visible. Playwright's own pages all believe that they
 * are; those of a context that it does not know it leaves alone.
 */
export class Tabs {
  #session;
  #context;
  #calls = new Map();
  #last = 0;

  static async open(browser) {
    const tabs = new Tabs();
    tabs.#session = await browser.newBrowserCDPSession();
    tabs.#session.on('Target.receivedMessageFromTarget', ({ message }) => tabs.#hear(JSON.parse(message)));
    ({ browserContextId: tabs.#context } = await tabs.#session.send('Target.createBrowserContext'));
    return tabs;
  }

  /** Opens a tab in front; gives it with `evaluate(expression)`, whose value is awaited, and `show()`. */
  async tab(url) {
    const { targetId } = await this.#session.send('Target.createTarget', { url, browserContextId: this.#context });
    const { sessionId } = await this.#session.send('Target.attachToTarget', { targetId });
    // The tab begins as an empty one, whose end takes everything in it along.
    await until(() => this.#evaluate(sessionId, `location.href === ${JSON.stringify(url)} && document.readyState === 'complete'`));
    return {
      show: () => this.#session.send('Target.activateTarget', { targetId }),
      evaluate: (expression) => this.#evaluate(sessionId, expression),
    };
  }

  async close() {
    await this.#session.send('Target.disposeBrowserContext', { browserContextId: this.#context });
    await this.#session.detach();
  }

  async #evaluate(sessionId, expression) {
    const id = ++this.#last;
    const answered = new Promise((resolve) => this.#calls.set(id, resolve));
    const message = { id, method: 'Runtime.evaluate', params: { expression, awaitPromise: true, returnByValue: true } };
    await this.#session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify(message) });
    const { result, error } = await answered;
    if (error || result.exceptionDetails) throw new Error(JSON.stringify(error ?? result.exceptionDetails));
    return result.result.value;
  }

  #hear({ id, ...answer }) {
    this.#calls.get(id)?.(answer);
    this.#calls.delete(id);
  }
}
