import { describe, expect, test } from 'vitest';
import type { Filter } from '../../../src/core/segments/filter.ts';
import { fieldsOfFilter } from '../../../src/core/segments/filter.ts';
import { readFilter } from '../../../src/core/segments/read-filter.ts';

function problemsOf(value: unknown): readonly string[] {
  const read = readFilter(value);
  return read.ok ? [] : read.problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('every operator is read as it is written', () => {
  const filter: Filter = {
    all: [
      { field: 'orders', op: '>=', value: 3 },
      { field: 'name', op: '<', value: 'M' },
      { field: 'city', op: '!=', value: 'Kyoto' },
      { field: 'active', op: '=', value: true },
      { field: 'score', op: 'between', value: [1, 5.5] },
      {
        any: [
          { field: 'country', op: 'in', value: ['US', 'CA', 1] },
          { field: 'x', op: 'not in', value: ['a'] },
        ],
      },
      { not: { field: 'note', op: 'contains', value: '50%' } },
      { field: 'note', op: 'starts with', value: 'a' },
      { field: 'note', op: 'ends with', value: 'z' },
      { field: 'email', op: 'is empty' },
      { field: 'phone', op: 'is not empty' },
      { field: 'last_order', op: 'within last', value: 90, unit: 'day' },
    ],
  };
  expect(readFilter(filter)).toEqual({ ok: true, filter });
  expect(fieldsOfFilter(filter).slice(0, 3)).toEqual(['orders', 'name', 'city']);
});

describe('a mistake is said at its place', () => {
  test.each([
    [
      7,
      ': must be a condition, such as {"field":"orders","op":">=","value":3}, or a group of them under "all", "any" or "not"',
    ],
    [{ all: [] }, 'all: must be a list of at least one condition: [{…}, {…}]'],
    [
      { all: [{ field: 'a', op: 'is empty' }], any: [] },
      'any: stands beside "all"; a group has nothing beside it',
    ],
    [
      { not: { field: 'a', op: 'contain', value: 'x' } },
      'not.op: must be one of =, !=, <, <=, >, >=, between, in, not in, contains, starts with, ends with, is empty, is not empty, within last; did you mean "contains"?',
    ],
    [{ field: '', op: 'is empty' }, 'field: names the column to look at, in double quotes'],
    [{ field: 'a', op: '=', vaule: 1 }, 'vaule: isn\'t a setting here; did you mean "value"?'],
    [{ field: 'a', op: 'is empty', value: 1 }, 'value: doesn\'t belong to "is empty"'],
    [{ field: 'a', op: '=' }, 'value: is missing: "=" compares with something'],
    [{ field: 'a', op: '=', value: '' }, 'value: is an empty text; ask with "is empty" or "is not empty"'],
    [{ field: 'a', op: '>', value: true }, 'value: must be a number or a text for ">"'],
    [
      { field: 'a', op: '>', value: '10' },
      'value: has a number in quotes; without them it is compared as a number',
    ],
    [{ field: 'a', op: 'contains', value: 5 }, 'value: must be a text in double quotes for "contains"'],
    [{ field: 'a', op: 'in', value: 'US' }, 'value: must be a list of values for "in": ["US", "CA"]'],
    [
      { field: 'a', op: 'in', value: ['US', ''] },
      'value: holds an empty text; ask with "is empty" or "is not empty"',
    ],
    [{ field: 'a', op: 'in', value: [null] }, 'value: must hold texts, numbers, true or false only'],
    [
      { field: 'a', op: 'between', value: [1, 'b'] },
      'value: must be two numbers, or two texts, for "between": [1, 5]',
    ],
    [
      { field: 'a', op: 'between', value: [5, 1] },
      'value: has its larger number first, so nothing is between',
    ],
    [
      { field: 'a', op: 'within last', value: 0, unit: 'day' },
      'value: must be a whole number from 1 to 12000 for "within last"',
    ],
    [
      { field: 'a', op: 'within last', value: 3, unit: 'days' },
      'unit: must be one of day, week, month for "within last"',
    ],
  ])('%j', (value, problem) => {
    expect(problemsOf(value)).toEqual([problem]);
  });

  test('a filter that is nested without end', () => {
    let filter: unknown = { field: 'a', op: 'is empty' };
    for (let level = 0; level < 30; level += 1) filter = { not: filter };
    expect(problemsOf(filter)[0]).toContain('is nested more than 20 levels deep');
  });
});
