import fc from 'fast-check';
import { expect, test } from 'vitest';
import { progressText } from '../../../src/ui/components/progress-bar.tsx';

test('tells the time that is left from the rate, and nothing where the rate or the total is unknown', () => {
  const progress = { done: 200, unit: 'people', rate: 50 };
  expect(progressText({ ...progress, total: 1000 })).toBe('200 of 1,000 people · 50/s · about 16 s left');
  expect(progressText({ ...progress, total: undefined })).toBe('200 people · 50/s');
  expect(progressText({ ...progress, total: 1000, rate: 0 })).toBe('200 of 1,000 people');
});

test('never tells a number that is nonsense', () => {
  const count = fc.nat(10_000_000);
  fc.assert(
    fc.property(count, fc.option(count, { nil: undefined }), count, (done, total, rate) => {
      expect(progressText({ done, total, unit: 'rows', rate })).not.toMatch(/-|NaN|Infinity/);
    }),
  );
});
