import { expect, test } from 'vitest';
import { assignmentPoint, POINTS, sharesOf } from '../../../src/core/campaigns/assignment.ts';

test('the point of a person is that of any SHA-256, on every machine', () => {
  // printf 'spring\nC1' | sha256sum | cut -c1-13
  expect(assignmentPoint('spring', 'C1')).toBe(0xe6779a24b486f);
  expect(assignmentPoint('Frühling', '日本 7')).toBe(0xef7d5b8dcd3d0);
});

test('another campaign assigns the same people otherwise', () => {
  const half = POINTS / 2;
  const isFirst = (campaign: string, person: number) => assignmentPoint(campaign, `C${person}`) < half;
  const both = Array.from({ length: 2000 }, (_, person) => person).filter(
    (person) => isFirst('spring', person) && isFirst('autumn', person),
  );
  // Two independent halves: a quarter, give or take.
  expect(both.length).toBeGreaterThan(420);
  expect(both.length).toBeLessThan(580);
});

test('shares lie end to end, in the order of the groups, and leave no point out', () => {
  const shares = sharesOf([10, 33.3, 33.3, 23.4]);
  expect(shares[0]?.from).toBe(0);
  expect(shares.at(-1)?.to).toBe(POINTS);
  for (const [index, share] of shares.entries()) {
    expect(share.to).toBeGreaterThan(share.from);
    if (index > 0) expect(share.from).toBe(shares[index - 1]?.to);
  }
  expect((shares[0]?.to ?? 0) / POINTS).toBeCloseTo(0.1, 12);
});
