import { describe, expect, test } from 'vitest';
import type { Condition, Filter } from '../../../../src/core/segments/filter.ts';
import {
  conditionAt,
  EMPTY_BUILDER,
  listAt,
  putCondition,
  removeCondition,
  removeGroup,
  toBuilder,
  toFilter,
  turnMatch,
} from '../../../../src/wizard/journeys/segment/builder.ts';

const LOYAL: Condition = { field: 'orders', op: '>=', value: 3 };
const US: Condition = { field: 'country', op: '=', value: 'US' };
const CA: Condition = { field: 'country', op: '=', value: 'CA' };

describe('a filter that is built by hand', () => {
  test('begins as every row, and one condition stands by itself', () => {
    expect(toFilter(EMPTY_BUILDER)).toBeUndefined();
    expect(toFilter(putCondition(EMPTY_BUILDER, { group: undefined, index: undefined }, LOYAL))).toEqual(
      LOYAL,
    );
  });

  test('is a list with groups of the other kind inside', () => {
    let builder = putCondition(EMPTY_BUILDER, { group: undefined, index: undefined }, LOYAL);
    builder = putCondition(builder, { group: 1, index: undefined }, US);
    builder = putCondition(builder, { group: 1, index: undefined }, CA);
    expect(toFilter(builder)).toEqual({ all: [LOYAL, { any: [US, CA] }] });
    expect(toFilter(turnMatch(builder, undefined))).toEqual({ any: [LOYAL, { any: [US, CA] }] });
    expect(toFilter(turnMatch(builder, 1))).toEqual({ all: [LOYAL, { all: [US, CA] }] });
    expect(listAt(builder, 1)).toEqual({ match: 'any', parts: [US, CA] });
  });

  test('changes one condition and leaves the others', () => {
    const builder = toBuilder({ all: [LOYAL, { any: [US, CA] }] }) ?? EMPTY_BUILDER;
    const place = { group: 1, index: 0 };
    expect(conditionAt(builder, place)).toEqual(US);
    const changed = putCondition(builder, place, { ...US, value: 'MX' });
    expect(toFilter(changed)).toEqual({ all: [LOYAL, { any: [{ ...US, value: 'MX' }, CA] }] });
  });

  test('loses a group with its last condition', () => {
    const builder = toBuilder({ all: [{ any: [US, CA] }, LOYAL] }) ?? EMPTY_BUILDER;
    const one = removeCondition(builder, { group: 0, index: 1 });
    expect(toFilter(one)).toEqual({ all: [US, LOYAL] });
    expect(toFilter(removeCondition(one, { group: 0, index: 0 }))).toEqual(LOYAL);
    expect(toFilter(removeGroup(builder, 0))).toEqual(LOYAL);
    expect(toFilter(removeCondition(builder, { group: undefined, index: 1 }))).toEqual({
      all: [{ any: [US, CA] }],
    });
  });

  test.each<Filter>([
    LOYAL,
    { all: [LOYAL, US] },
    { any: [LOYAL, { all: [US, CA] }] },
    { all: [{ any: [US, CA] }] },
  ])('is the same after it was opened: %j', (filter) => {
    const builder = toBuilder(filter);
    expect(builder && toFilter(builder)).toEqual(filter);
  });

  test.each<Filter>([
    { not: LOYAL },
    { all: [{ not: US }] },
    { all: [{ any: [{ all: [US, LOYAL] }, CA] }] },
    { any: [{ all: [{ not: US }] }] },
  ])('is not opened where it would be another one afterwards: %j', (filter) => {
    expect(toBuilder(filter)).toBeUndefined();
  });
});
