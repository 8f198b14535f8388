import { expect, test } from 'vitest';
import { compileFilter } from '../../../src/core/segments/compile-filter.ts';
import { firstDay } from '../../../src/core/segments/days.ts';
import type { Filter } from '../../../src/core/segments/filter.ts';

const NOW = Date.UTC(2026, 10, 22, 6);

const columns = [
  { name: 'country', type: 'VARCHAR' },
  { name: 'orders', type: 'BIGINT' },
  { name: 'since', type: 'DATE' },
];

function sqlOf(filter: Filter): string {
  return compileFilter(filter, {
    subject: 'segment "loyal"',
    table: 'the table "people"',
    columns,
    now: NOW,
  });
}

test('the SQL can be read by the person whose filter it is', () => {
  expect(
    sqlOf({
      all: [
        { field: 'orders', op: '>=', value: 3 },
        {
          any: [
            { field: 'country', op: 'in', value: ['US', 'CA'] },
            { field: 'since', op: 'within last', value: 2, unit: 'week' },
          ],
        },
      ],
    }),
  ).toBe(
    `("orders" >= 3) AND (("country" IN ('US', 'CA')) OR (CAST("since" AS DATE) BETWEEN DATE '2026-11-08' AND DATE '2026-11-22'))`,
  );
});

test('a field is found without regard to case, and one that is missing is named with the nearest', () => {
  expect(sqlOf({ field: 'COUNTRY', op: 'is empty' })).toBe(`("country" IS NULL OR "country" = '')`);
  expect(() => sqlOf({ field: 'contry', op: 'is empty' })).toThrow(
    'The segment "loyal" looks at the field "contry", which the table "people" doesn\'t have; did you mean "country"?',
  );
});

test('months go back to the same day, or to the last one of a shorter month', () => {
  expect(firstDay(Date.UTC(2026, 2, 31, 12), 1, 'month')).toBe('2026-02-28');
  expect(firstDay(Date.UTC(2026, 0, 15), 2, 'month')).toBe('2025-11-15');
  expect(firstDay(NOW, 90, 'day')).toBe('2026-08-24');
});
