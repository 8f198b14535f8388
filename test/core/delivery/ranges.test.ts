import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Range } from '../../../src/core/audiences/plan.ts';
import { cutIntoBatches, joinRanges, rangesSize, subtractRanges } from '../../../src/core/delivery/ranges.ts';

const range = fc.tuple(fc.nat(200), fc.nat(40)).map(([from, length]): Range => ({ from, to: from + length }));
const ranges = fc.array(range, { maxLength: 12 });

/** The plainest possible model: the set of numbers covered. */
function numbersOf(list: readonly Range[]): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const { from, to } of list) for (let number = from; number < to; number += 1) numbers.add(number);
  return numbers;
}

test('joined ranges cover the same numbers, in order and without touching', () => {
  fc.assert(
    fc.property(ranges, (list) => {
      const joined = joinRanges(list);
      expect(numbersOf(joined)).toEqual(new Set([...numbersOf(list)].toSorted((a, b) => a - b)));
      for (const [index, { from, to }] of joined.entries()) {
        expect(to).toBeGreaterThan(from);
        const next = joined[index + 1];
        if (next !== undefined) expect(next.from).toBeGreaterThan(to);
      }
    }),
  );
});

test('what is subtracted is gone and nothing else', () => {
  fc.assert(
    fc.property(ranges, ranges, (list, taken) => {
      const gone = numbersOf(taken);
      const expected = [...numbersOf(list)].filter((number) => !gone.has(number));
      expect(numbersOf(subtractRanges(list, taken))).toEqual(new Set(expected));
    }),
  );
});

test('batches cover every number once, are never larger than asked, and keep to one grid', () => {
  fc.assert(
    fc.property(ranges, fc.integer({ min: 1, max: 17 }), fc.nat(5), (list, size, start) => {
      const batches = cutIntoBatches(list, size, start);
      expect(rangesSize(batches)).toBe(rangesSize(list));
      expect(batches.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(rangesSize(list));
      for (const { from, to } of batches) {
        expect(to - from).toBeLessThanOrEqual(size);
        expect(Math.floor((from - start) / size)).toBe(Math.floor((to - 1 - start) / size));
      }
    }),
  );
});

test('after a part was confirmed, the batches of the rest start on the same grid', () => {
  const left = subtractRanges([{ from: 0, to: 25 }], [{ from: 10, to: 15 }]);
  expect(cutIntoBatches(left, 10)).toEqual([
    { from: 0, to: 10 },
    { from: 15, to: 20 },
    { from: 20, to: 25 },
  ]);
});
