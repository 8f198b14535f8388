import { expect, test } from 'vitest';
import { columnKinds } from '../../../src/core/audiences/column-kinds.ts';
import type { ColumnDiagnosis } from '../../../src/core/audiences/plan.ts';

const PHONES: ColumnDiagnosis = {
  type: 'PHONE',
  column: 'phone',
  rows: 30,
  empty: 3,
  plain: 9,
  rewritten: 4,
  sha256: 6,
  uppercaseHex: 2,
  md5: 1,
  rejected: { empty: 3, 'wrong-hash': 3, 'hash-of-nothing': 2, 'no-country': 5, 'too-short': 2 },
  placeholders: 1,
  constant: false,
  mostFrequent: 2,
};

test('every row of a column is of one kind', () => {
  const kinds = columnKinds(PHONES);
  expect(kinds.map(({ kind, rows }) => [kind, rows])).toEqual([
    ['plain', 5],
    ['rewritten', 4],
    ['sha256', 4],
    ['sha256-uppercase', 2],
    ['md5', 1],
    ['other-hash', 2],
    ['hash-of-nothing', 2],
    ['ambiguous', 5],
    ['rejected', 2],
    ['empty', 3],
  ]);
  expect(kinds.reduce((sum, { rows }) => sum + rows, 0)).toBe(PHONES.rows);
  expect(kinds.find(({ kind }) => kind === 'rewritten')?.share).toBe(0.1333);
});

test('a record of an older version has no kinds that it did not count', () => {
  const { rewritten: _, md5: __, ...older } = PHONES;
  expect(columnKinds(older).map(({ kind }) => kind)).not.toContain('md5');
  expect(columnKinds(older).reduce((sum, { rows }) => sum + rows, 0)).toBe(PHONES.rows);
  expect(
    columnKinds({ ...older, rows: 0, empty: 0, plain: 0, sha256: 0, uppercaseHex: 0, rejected: {} }),
  ).toEqual([]);
});
