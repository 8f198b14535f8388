import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileFilter } from '../../src/core/segments/compile-filter.ts';
import type { Filter } from '../../src/core/segments/filter.ts';
import { readFilter } from '../../src/core/segments/read-filter.ts';
import { segmentSql, segmentTable } from '../../src/core/segments/segment-sql.ts';
import { engineRig } from './support/engine-rig.ts';
import { fits, type Row } from './support/filter-model.ts';

/** Filters that are compiled for an engine must choose the rows that plain JavaScript chooses. */

const rig = engineRig();
const NOW = Date.UTC(2026, 10, 22, 6, 30);

/** Fields with everything that makes comparing hard. */
const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'US',
    'us',
    'CA',
    'a%b',
    'a_b',
    'a!b',
    "O'Neil",
    '"',
    'null',
    'nan',
    'Infinity',
    '1e3',
    '0x10',
  ),
  fc.constantFrom(
    '3',
    '3.0',
    '03',
    ' 3 ',
    '-3',
    '+3',
    '.5',
    '5.',
    '1_000',
    '10',
    '9',
    'true',
    'TRUE',
    'false',
  ),
  fc.constantFrom(
    '2026-11-22',
    '2026-11-23',
    '2026-10-22T23:59:59Z',
    '2026-11-15 07:00',
    '2026-1-5',
    '2026-11-22x',
    '2026-02-31',
  ),
  fc.string({
    unit: fc.constantFrom('a', 'b', '%', '_', '!', "'", '"', '\\', ';', '-', 'é', '日', '😀'),
    maxLength: 4,
  }),
);

const FIELDS = ['plain', 'with "quotes"; --', 'Ünï'];
const field = fc.constantFrom(...FIELDS);
const filled = text.filter((value) => value !== '');
const number = fc.oneof(
  fc.constantFrom(0, 3, -3, 0.5, 5, 1000, 16),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const value = fc.oneof(filled, number, fc.boolean());
const word = filled.filter((each) => !/^\s*[-+]?\d+(\.\d+)?\s*$/.test(each));

const condition: fc.Arbitrary<unknown> = fc.oneof(
  fc.record({ field, op: fc.constantFrom('=', '!='), value }),
  fc.record({ field, op: fc.constantFrom('<', '<=', '>', '>='), value: fc.oneof(word, number) }),
  fc.tuple(field, fc.oneof(fc.tuple(word, word), fc.tuple(number, number))).map(([each, bounds]) => ({
    field: each,
    op: 'between',
    value: bounds.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
  })),
  fc.record({
    field,
    op: fc.constantFrom('in', 'not in'),
    value: fc.array(value, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ field, op: fc.constantFrom('contains', 'starts with', 'ends with'), value: filled }),
  fc.record({ field, op: fc.constantFrom('is empty', 'is not empty') }),
  fc.record({
    field,
    op: fc.constant('within last'),
    value: fc.integer({ min: 1, max: 12 }),
    unit: fc.constantFrom('day', 'week', 'month'),
  }),
);

const { filter } = fc.letrec<{ filter: unknown }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    condition,
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie('filter').map((not) => ({ not })),
  ),
}));

function read(written: unknown): Filter {
  const result = readFilter(written);
  if (!result.ok) throw new Error(`${JSON.stringify(written)}: ${JSON.stringify(result.problems)}`);
  return result.filter;
}

function csvOf(rows: readonly Row[]): string {
  const cell = (each: string) => `"${each.replaceAll('"', '""')}"`;
  const lines = rows.map((row) => FIELDS.map((each) => cell(row[each] ?? '')).join(','));
  return [FIELDS.map(cell).join(','), ...lines, ''].join('\n');
}

test('a compiled filter chooses the rows that JavaScript chooses, whatever is in them', async () => {
  const rows = fc.sample(fc.record(Object.fromEntries(FIELDS.map((each) => [each, text]))), {
    numRuns: 150,
    seed: 7,
  });
  const filters = fc.sample(filter, { numRuns: 240, seed: 11 }).map(read);
  const tables = { people: [rig.file('people.csv', csvOf(rows))] };
  const columns = await rig.engine.describe(tables, 'SELECT * FROM people');
  const target = { subject: 'segment', table: 'people', columns, now: NOW };
  // Some at a time: a query of all of them would be read again and again.
  for (let from = 0; from < filters.length; from += 20) {
    const some = filters.slice(from, from + 20);
    const answers = some.map((each, index) => `${compileFilter(each, target)} AS f${index}`);
    const sql = `SELECT ${answers.join(',\n')} FROM people`;
    const { rows: found } = await rig.engine.sample(tables, sql, rows.length);
    expect(found).toHaveLength(rows.length);
    for (const [index, each] of some.entries()) {
      const chosen = found.map((row) => row[index] ?? 'false');
      const expected = rows.map((row) => String(fits(each, row, NOW)));
      expect(chosen, JSON.stringify(each)).toEqual(expected);
    }
  }
});

describe('a segment', () => {
  const tables = () => ({
    Customer360: [rig.file('customers.csv', 'id,orders,country\n1,3,US\n2,10,\n3,,CA\n4,x,US\n')],
  });
  const source = { engine: 'embedded', tables: {} } as const;

  test('of a table counts the rows its filter fits', async () => {
    const segment = {
      name: 'loyal',
      source,
      table: 'Customer360',
      filter: read({ field: 'orders', op: '>=', value: 3 }),
    };
    const columns = await rig.engine.describe(tables(), segmentTable(segment));
    expect(await rig.engine.count(tables(), segmentSql(segment, columns, NOW))).toBe(2);
  });

  test('of a query counts its rows', async () => {
    const segment = { name: 'own', source, sql: "SELECT * FROM Customer360 WHERE country = 'US' -- mine" };
    expect(await rig.engine.count(tables(), segmentSql(segment, [], NOW))).toBe(2);
  });
});
