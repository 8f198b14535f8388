import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MetBefore } from '../../../src/sources/audiences/met-before.ts';

const BATCH = 2048;

/** Notes keys that are all wanted, a batch at a time; gives whether each was met. */
function noteAll(met: MetBefore, keys: Int32Array): readonly boolean[] {
  const found: boolean[] = [];
  for (let from = 0; from < keys.length; from += BATCH) {
    const batch = keys.subarray(from, from + BATCH);
    const isMet = new Uint8Array(batch.length);
    met.noteAll(batch, 1, batch.length, new Uint8Array(batch.length).fill(1), isMet);
    found.push(...Array.from(isMet, (each) => each === 1));
  }
  return found;
}

/** Keys of which no two are alike, far apart as those of hashes are. */
const distinct = (count: number, from = 0) =>
  Int32Array.from({ length: count }, (_, place) => Math.imul(place + from, 0x9e3779b1));

describe('what was met before', () => {
  it('is noticed every time but the first', () => {
    const key = fc.oneof(
      fc.integer({ min: -20, max: 20 }),
      fc.integer({ min: -(2 ** 24), max: 2 ** 24 - 1 }),
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 200 }), (keys) => {
        const seen = new Set<number>();
        const expected = keys.map((each) => seen.has(each) || seen.add(each).size === 0);
        expect(noteAll(new MetBefore(), Int32Array.from(keys))).toEqual(expected);
      }),
    );
  });

  it('is asked only of the rows that are wanted, a stride apart', () => {
    const met = new MetBefore();
    const keys = Int32Array.of(5, 0, 7, 0, 5, 0, 7, 0);
    const isMet = new Uint8Array(4).fill(9);
    met.noteAll(keys, 2, 4, Uint8Array.of(1, 0, 1, 1), isMet);
    expect([...isMet]).toEqual([0, 0, 1, 0]);
  });

  it('is remembered of more than a million, and wrongly supposed of few', () => {
    const met = new MetBefore();
    const keys = distinct(1_200_000);
    const supposed = noteAll(met, keys).filter((each) => each).length;
    expect(supposed / keys.length).toBeLessThan(0.05);
    expect(noteAll(met, keys).every((each) => each)).toBe(true);
  });
});
