// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later

const kinds = {
  object: (value) => value !== null && typeof value === 'object' && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};
const known = new Set(['$ref', 'type', 'description', 'enum', 'required', 'properties', 'additionalProperties', 'items', 'pattern', 'minimum', 'maximum', 'maxLength']);

/** What is wrong with a value by a schema (the part of JSON Schema that the document uses), a sentence each. */
export function faults(value, schema, document, where = 'it') {
  const strange = Object.keys(schema).filter((key) => !known.has(key));
  if (strange.length > 0) return [`${where}: this test does not know ${strange}`];
  if (schema.$ref) {
    const name = schema.$ref.replace('#/components/schemas/', '');
    return faults(value, document.components.schemas[name], document, where);
  }
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => kinds[type](value))) return [`${where} is no ${types.join(' or ')}: ${JSON.stringify(value)}`];
  if (schema.enum && !schema.enum.includes(value)) return [`${where} is none of ${schema.enum}: ${value}`];
  if (schema.pattern && !new RegExp(schema.pattern).test(value)) return [`${where} is not like ${schema.pattern}: ${value}`];
  if (schema.minimum > value || schema.maximum < value) return [`${where} is out of its range: ${value}`];
  if (Array.isArray(value)) return value.flatMap((each, i) => faults(each, schema.items, document, `${where}[${i}]`));
  if (!kinds.object(value)) return [];
  const missing = (schema.required ?? []).filter((name) => !(name in value)).map((name) => `${where}.${name} is missing`);
  const members = Object.entries(value).flatMap(([name, member]) => {
    const its = schema.properties?.[name];
    if (its) return faults(member, its, document, `${where}.${name}`);
    return schema.additionalProperties === false ? [`${where}.${name} is not described`] : [];
  });
  return [...missing, ...members];
}
