import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { knownKeysAt, profileJsonSchema } from '../../../src/core/profiles/json-schema.ts';
import { exampleFile } from './example-profile.ts';

const validate = new Ajv2020({ strict: false }).compile(profileJsonSchema());

test('the printed schema accepts what apply accepts', () => {
  expect(validate({ $schema: './tada.schema.json', ...exampleFile })).toBe(true);
});

test('the printed schema refuses an unknown key and a literal secret', () => {
  const [credential] = exampleFile.credentials;
  expect(validate({ ...exampleFile, credentials: [{ ...credential, colour: 'red' }] })).toBe(false);
  expect(validate({ ...exampleFile, credentials: [{ ...credential, secret: 'abc' }] })).toBe(false);
});

test('possible keys depend on the kind of destination that stands there', () => {
  const keys = knownKeysAt(['destinations', 0], { kind: 'events' });
  expect(keys.here).toContain('eventSource');
  expect(keys.here).not.toContain('audienceName');
  expect(keys.elsewhere.get('audience')).toContain('audienceName');
});

test('filters are part of the printed schema, at any depth', () => {
  const file = (filter: object) => ({
    segments: [{ name: 'loyal', source: { engine: 'embedded', tables: { a: 'a.csv' } }, table: 'a', filter }],
  });
  const condition = { field: 'orders', op: '>=', value: 3 };
  expect(validate(file({ all: [condition, { not: { any: [condition] } }] }))).toBe(true);
  expect(validate(file({ all: [{ ...condition, op: 'above' }] }))).toBe(false);
  expect(validate(file({ all: [condition], any: [condition] }))).toBe(false);
});

test('the patterns of the printed schema are such as readers in other languages know', () => {
  const printed = JSON.stringify(profileJsonSchema());
  expect(printed.match(/\\\\p\{/i)).toBeNull();
  const named = (name: string) => ({ ...exampleFile, queries: [{ ...exampleFile.queries[0], name }] });
  expect(validate(named('vip\u001b[2J'))).toBe(false);
  expect(validate(named('vip\u0085'))).toBe(false);
  expect(validate(named('größte Kundschaft'))).toBe(true);
  const reading = (table: string) => ({
    ...exampleFile,
    queries: [{ name: 'q', sql: 'SELECT 1', source: { engine: 'embedded', tables: { [table]: 'a.csv' } } }],
  });
  for (const table of ['Customer360', '_2 my-table', 'Übung', '顧客'])
    expect(validate(reading(table))).toBe(true);
  for (const table of ['', '9a', 'a.b', 'a"b', 'a\nb']) expect(validate(reading(table))).toBe(false);
});
