import type { Symbols } from '../theme.ts';

/**
 * A bar of `columns`, filled in proportion. What isn't nothing shows, and what isn't all leaves a gap, so that
 * a bar never says "none" or "done" too early.
 */
export function barOf(
  part: number,
  whole: number,
  columns: number,
  symbols: Pick<Symbols, 'bar' | 'barEmpty'>,
): string {
  const filled = filledColumns(part, whole, columns);
  return symbols.bar.repeat(filled) + symbols.barEmpty.repeat(columns - filled);
}

function filledColumns(part: number, whole: number, columns: number): number {
  if (whole <= 0 || part <= 0) {
    return 0;
  }
  if (part >= whole) {
    return columns;
  }
  return Math.min(columns - 1, Math.max(1, Math.round((part / whole) * columns)));
}

/** One sign a value, scaled to the largest; nothing and the smallest something differ. */
export function sparks(values: readonly number[], signs: readonly string[]): string {
  const highest = Math.max(0, ...values);
  const top = signs.length - 1;
  return values
    .map((value) => {
      if (highest === 0 || value <= 0) {
        return signs[0] ?? '';
      }
      return signs[Math.max(Math.min(1, top), Math.round((value / highest) * top))] ?? '';
    })
    .join('');
}
