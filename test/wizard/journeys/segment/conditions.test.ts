import { describe, expect, test } from 'vitest';
import type { Condition, FilterOperator } from '../../../../src/core/segments/filter.ts';
import {
  conditionInWords,
  EMPTY_DRAFT,
  readCondition,
  stepBack,
  typedValue,
} from '../../../../src/wizard/journeys/segment/condition-draft.ts';
import {
  operatorsFor,
  readFields,
  type SegmentField,
} from '../../../../src/wizard/journeys/segment/fields.ts';
import { hideAddresses } from '../../../../src/wizard/journeys/segment/hide-addresses.ts';
import { operatorInWords } from '../../../../src/wizard/journeys/segment/operator-words.ts';

const column = (name: string, type = 'VARCHAR') => ({ name, type });
const COLUMNS = [
  column('email'),
  column('orders'),
  column('last_order'),
  column('country'),
  column('total', 'DECIMAL(18,2)'),
  column('opted_in', 'BOOLEAN'),
  column('empty'),
];
const FIELDS = readFields(COLUMNS, {
  columns: COLUMNS,
  rows: [
    ['jane.doe@example.com', '3', '2026-11-01', 'US', '10.50', 'true', null],
    ['bob@example.org', '12', '2026-10-01', 'CA', '3.00', 'false', ''],
  ],
});

function fieldOf(name: string): SegmentField {
  const field = FIELDS.find((each) => each.name === name);
  if (field === undefined) throw new Error(`No field ${name}`);
  return field;
}

describe('the fields of a table', () => {
  test('are told by their types, or by what texts look like', () => {
    expect(FIELDS.map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
      'email: text',
      'orders: number',
      'last_order: time',
      'country: text',
      'total: number',
      'opted_in: truth',
      'empty: text',
    ]);
  });

  test('show no value that is somebody’s', () => {
    expect(JSON.stringify(FIELDS)).not.toMatch(/jane|bob/);
  });

  test('are asked in ways that fit them, the likeliest first', () => {
    expect(operatorsFor(fieldOf('orders'))[0]).toBe('<');
    expect(operatorsFor(fieldOf('orders'))).toContain('starts with');
    expect(operatorsFor(fieldOf('total'))).not.toContain('starts with');
    expect(operatorsFor(fieldOf('last_order'))[0]).toBe('within last');
    expect(operatorsFor(fieldOf('opted_in'))).toEqual(['=', '!=', 'is empty', 'is not empty']);
  });

  test('of identifiers aren’t compared with a whole one', () => {
    expect(operatorsFor(fieldOf('email'))).toEqual([
      'is empty',
      'is not empty',
      'contains',
      'starts with',
      'ends with',
    ]);
  });
});

describe('a condition as it is typed', () => {
  test.each<[string, FilterOperator, string, unknown]>([
    ['orders', '>=', '3', { value: 3 }],
    ['orders', '=', '3', { value: 3 }],
    ['orders', '=', '02134', { value: '02134' }],
    ['orders', '=', '7654321098765432109', { value: '7654321098765432109' }],
    ['country', '=', '10', { value: '10' }],
    ['country', '<', '10', { value: 10 }],
    ['country', 'in', 'US, CA ,"Korea, Republic of"', { value: ['US', 'CA', 'Korea, Republic of'] }],
    ['orders', 'in', '1, 2', { value: [1, 2] }],
    ['opted_in', '=', 'TRUE', { value: true }],
    ['last_order', 'within last', '30', { value: 30, unit: 'day' }],
    ['last_order', 'within last', '2 Weeks', { value: 2, unit: 'week' }],
    ['last_order', '>=', '2026-01-01', { value: '2026-01-01' }],
    ['email', 'ends with', '@example.com', { value: '@example.com' }],
  ])('%s %s %s is read for what it means', (name, op, text, expected) => {
    const read = readCondition(fieldOf(name), op, text);
    expect(read).toEqual({ ok: true, condition: { field: name, op, ...Object(expected) } });
  });

  test('has two bounds for between', () => {
    expect(readCondition(fieldOf('orders'), 'between', '10', '3')).toEqual({
      ok: true,
      condition: { field: 'orders', op: 'between', value: [3, 10] },
    });
    expect(readCondition(fieldOf('orders'), 'between', '3', '10')).toEqual({
      ok: false,
      problem: 'The value has its larger number first, so nothing is between.',
    });
  });

  test.each<[string, FilterOperator, string, string]>([
    ['orders', '>=', '', 'The value is an empty text; ask with "is empty" or "is not empty".'],
    ['country', 'in', ' , ', 'Type at least one value, and commas between several.'],
    ['last_order', 'within last', 'long', 'Type a number of days, weeks or months, such as 30 days.'],
    ['orders', '>', '7654321098765432109', 'This number has too many digits to be compared as a number.'],
    [
      'email',
      'contains',
      'jane@example.com',
      'This is somebody’s e-mail address; a segment is kept on disk, and takes none.',
    ],
  ])('%s %s “%s” is refused in words', (name, op, text, problem) => {
    expect(readCondition(fieldOf(name), op, text)).toEqual({ ok: false, problem });
  });

  test.each<[string, FilterOperator, string, string]>([
    ['country', 'in', 'US, "Korea, Republic of"', 'country is one of US, "Korea, Republic of"'],
    ['last_order', 'within last', '1 month', 'last_order is in the last 1 month'],
    ['total', '<', '9.5', 'total is less than 9.5'],
  ])('is told, and typed again, as it was: %s %s %s', (name, op, text, words) => {
    const read = readCondition(fieldOf(name), op, text);
    if (!read.ok) throw new Error(read.problem);
    expect(conditionInWords(read.condition)).toBe(words);
    expect(readCondition(fieldOf(name), op, typedValue(read.condition)[0])).toEqual(read);
  });

  test.each<[Condition, string]>([
    [{ field: 'orders', op: '>=', value: 3 }, 'orders is at least 3'],
    [{ field: 'last_order', op: '>=', value: '2026-01-31' }, 'last_order is on or after 2026-01-31'],
    [{ field: 'last_order', op: '<', value: '2026-01-31' }, 'last_order is before 2026-01-31'],
    [{ field: 'orders', op: 'between', value: [3, 9] }, 'orders is between 3 and 9'],
    [{ field: 'country', op: 'not in', value: ['US'] }, 'country is none of US'],
    [{ field: 'email', op: 'is not empty' }, 'email is not empty'],
  ])('is told without an operator: %j', (condition, words) => {
    expect(conditionInWords(condition)).toBe(words);
  });

  test('has a word of its own for each way a field is asked, whatever it holds', () => {
    for (const field of FIELDS) {
      const words = operatorsFor(field).map((op) => operatorInWords(op, field.kind));
      expect(new Set(words).size).toBe(words.length);
      expect(words.join(' ')).not.toMatch(/[<>=!]/);
    }
  });

  test('shows no address that was written into it by hand', () => {
    const condition = { field: 'email', op: 'in', value: ['jane.doe@example.com', '@example.org'] } as const;
    expect(conditionInWords(condition)).toBe('email is one of j•••@e•••.com, @example.org');
    expect(hideAddresses(`"email" = 'jane.doe@example.com'`)).toBe(`"email" = 'j•••@e•••.com'`);
  });

  test('is taken back answer by answer', () => {
    const field = fieldOf('orders');
    const full = { field, op: 'between', low: '1' } as const;
    expect(stepBack(full)).toEqual({ field, op: 'between', low: undefined });
    expect(stepBack({ ...full, low: undefined })).toEqual({ ...EMPTY_DRAFT, field });
    expect(stepBack({ ...EMPTY_DRAFT, field })).toEqual(EMPTY_DRAFT);
    expect(stepBack(EMPTY_DRAFT)).toBeUndefined();
  });
});
