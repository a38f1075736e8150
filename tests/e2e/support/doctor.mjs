// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';

/** Opens the page's doctor and waits for a verdict; gives the sentence and the line, as a person reads them. */
export async function askDoctor(page, code) {
  await page.locator('#main > *').first().waitFor();
  await page.keyboard.press('?');
  const verdict = page.locator(`dialog[open] [role=status][data-code="${code}"]`);
  await verdict.waitFor({ timeout: 30000 }).catch(async (error) => {
    throw new Error(`no ${code}: ${await page.locator('dialog').innerText().catch(() => 'no dialog')}`, { cause: error });
  });
  return { sentence: await verdict.locator('p').innerText(), setting: await verdict.locator('code').textContent() };
}

/** The lines of a daemon's log about viewers that came to no picture, or late to it. */
export const failures = (vitrine) => vitrine.log.split('\n').filter((line) => / came (to no|late to its) picture: /.test(line));

/** A reverse proxy of the simple kind: every request goes through, without its Upgrade. */
export async function startProxy(url) {
  const target = new URL(url);
  const server = createServer((request, response) => {
    const { upgrade: _, connection: __, ...headers } = request.headers;
    const { method, url: path } = request;
    const onward = httpRequest({ host: target.hostname, port: target.port, method, path, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}
