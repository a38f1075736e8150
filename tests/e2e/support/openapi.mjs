// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
import assert from 'node:assert/strict';
import { faults } from './schema.mjs';

/** Holds an answer against what the API's document says of its status. */
export function assertDescribed(answer, operation, what, api) {
  const response = operation.responses[answer.status];
  assert.ok(response, `${what} answers ${answer.status}, which is not described: ${answer.text}`);
  if (!response.content) return assert.equal(answer.text, '', what);
  const [[type, { schema }]] = Object.entries(response.content);
  assert.equal(answer.headers['content-type'].split(';')[0], type, what);
  const body = type.endsWith('json') ? JSON.parse(answer.text) : answer.text;
  return assert.deepEqual(faults(body, schema, api), [], what);
}
