import { describe, expect, test } from 'vitest';
import type { Filter } from '../../../../src/core/segments/filter.ts';
import { toBuilder } from '../../../../src/wizard/journeys/segment/builder.ts';
import { builderInWords } from '../../../../src/wizard/journeys/segment/condition-draft.ts';
import { filterInOneLine, filterLines } from '../../../../src/wizard/journeys/segment/filter-words.ts';

const LOYAL: Filter = { field: 'orders', op: '>=', value: 3 };
const NORTH: Filter = { field: 'country', op: 'in', value: ['NO', 'SE'] };
const GONE: Filter = { field: 'email', op: 'is empty' };

describe('a filter that was written by hand', () => {
  test('is said in one line, with what is turned around in brackets', () => {
    expect(filterInOneLine({ all: [LOYAL, { not: NORTH }] })).toBe(
      'orders is at least 3 and not (country is one of NO, SE)',
    );
    expect(filterInOneLine({ any: [GONE, { all: [LOYAL, { any: [NORTH, GONE] }] }] })).toBe(
      'email is empty or (orders is at least 3 and (country is one of NO, SE or email is empty))',
    );
  });

  test('has the words of those that are built here', () => {
    const filter: Filter = { all: [LOYAL, { any: [NORTH, GONE] }] };
    const builder = toBuilder(filter);
    expect(filterInOneLine(filter)).toBe(builder && builderInWords(builder));
  });

  test('is a list with a line for each condition', () => {
    expect(filterLines({ all: [LOYAL, { not: NORTH }, { not: { any: [GONE, LOYAL] } }] })).toEqual([
      'all of these:',
      '  orders is at least 3',
      '  not:',
      '    country is one of NO, SE',
      '  none of these:',
      '    email is empty',
      '    orders is at least 3',
    ]);
    expect(filterLines({ not: { all: [LOYAL, { not: { not: GONE } }] } })).toEqual([
      'not all of these:',
      '  orders is at least 3',
      '  not:',
      '    not:',
      '      email is empty',
    ]);
  });

  test('shows nobody’s address', () => {
    const filter: Filter = { not: { field: 'email', op: '=', value: 'ann@mail.org' } };
    expect(filterInOneLine(filter)).not.toContain('ann@mail.org');
    expect(filterLines(filter).join()).not.toContain('ann@mail.org');
  });
});
