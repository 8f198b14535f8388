import type { Range } from '../audiences/plan.ts';

/** Sorted, disjoint and joined where they touch; empty ranges are dropped. */
export function joinRanges(ranges: readonly Range[]): readonly Range[] {
  const sorted = ranges.filter(({ from, to }) => to > from).toSorted((a, b) => a.from - b.from);
  const joined: Range[] = [];
  for (const range of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && range.from <= last.to) {
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    } else {
      joined.push(range);
    }
  }
  return joined;
}

/** What is left of `ranges` without anything in `taken`. */
export function subtractRanges(ranges: readonly Range[], taken: readonly Range[]): readonly Range[] {
  const removed = joinRanges(taken);
  const left: Range[] = [];
  for (const range of joinRanges(ranges)) {
    let from = range.from;
    for (const hole of removed) {
      if (hole.to <= from) continue;
      if (hole.from >= range.to) break;
      if (hole.from > from) left.push({ from, to: hole.from });
      from = Math.max(from, hole.to);
    }
    if (from < range.to) left.push({ from, to: range.to });
  }
  return left;
}

/** What both cover. */
export function intersectRanges(one: readonly Range[], other: readonly Range[]): readonly Range[] {
  return subtractRanges(one, subtractRanges(one, other));
}

/** Number of entries covered. */
export function rangesSize(ranges: readonly Range[]): number {
  return joinRanges(ranges).reduce((sum, { from, to }) => sum + to - from, 0);
}

/**
 * Batches of at most `size` entries, on a fixed grid that starts at `start`, so that a batch means the same
 * entries after a restart; a batch never crosses the end of a range.
 */
export function cutIntoBatches(ranges: readonly Range[], size: number, start = 0): readonly Range[] {
  const batches: Range[] = [];
  for (const range of joinRanges(ranges)) {
    let from = range.from;
    while (from < range.to) {
      const edge = start + (Math.floor((from - start) / size) + 1) * size;
      const to = Math.min(edge, range.to);
      batches.push({ from, to });
      from = to;
    }
  }
  return batches;
}
