import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MetBefore } from '../../../src/sources/audiences/met-before.ts';

describe('what was met before', () => {
  it('is noticed every time but the first', () => {
    const key = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.integer()).filter((each) => each !== 0);
    fc.assert(
      fc.property(fc.array(key, { maxLength: 200 }), (keys) => {
        const met = new MetBefore();
        const seen = new Set<number>();
        for (const each of keys) {
          expect(met.note(each)).toBe(seen.has(each));
          seen.add(each);
        }
      }),
    );
  });

  it('is noticed for the one number that has another’s place too', () => {
    const met = new MetBefore();
    expect([met.note(0), met.note(0), met.note(1)]).toEqual([false, true, true]);
  });

  it('is remembered while the table grows', () => {
    const met = new MetBefore();
    const keys = Array.from({ length: 100_000 }, (_, place) => Math.imul(place + 1, 0x9e3779b1));
    expect(keys.filter((key) => met.note(key))).toEqual([]);
    expect(keys.every((key) => met.note(key))).toBe(true);
  });

  it('is supposed of everything once the table is full', () => {
    const met = new MetBefore();
    let known = 0;
    while (!met.note(Math.imul(known + 1, 0x9e3779b1))) known += 1;
    expect(known).toBe(12_582_912);
    expect(met.note(5)).toBe(true);
  });
});
