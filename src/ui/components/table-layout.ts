import { fitTo, widthOf } from '../text/width.ts';

export interface TableColumn {
  readonly id: string;
  readonly title: string;
  readonly align?: 'left' | 'right' | undefined;
  /** Narrower than this the column says nothing; default 6. */
  readonly minColumns?: number | undefined;
  readonly maxColumns?: number | undefined;
}

/** Columns between two columns of a table. */
const GAP = 2;
const DEFAULT_MINIMUM = 6;

/**
 * The width of every column so that the table fits into `columns`: as wide as its content where there is room;
 * otherwise the widest give first, down to their minimum. Undefined when even the minimums don't fit.
 */
export function fitColumns(
  specs: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  columns: number,
): readonly number[] | undefined {
  const room = columns - GAP * Math.max(0, specs.length - 1);
  const widths = specs.map((spec, index) => {
    const natural = Math.max(widthOf(spec.title), ...rows.map((row) => widthOf(row[index] ?? '')));
    return Math.min(natural, spec.maxColumns ?? natural);
  });
  const minimums = specs.map((spec, index) =>
    Math.min(spec.minColumns ?? DEFAULT_MINIMUM, widths[index] ?? 0),
  );
  if (sum(minimums) > room) {
    return undefined;
  }
  while (sum(widths) > room) {
    const widest = indexOfWidest(widths, minimums);
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** One row as text, cut and filled to the widths. */
export function layoutRow(
  specs: readonly TableColumn[],
  cells: readonly string[],
  widths: readonly number[],
  mark: string,
): string {
  return specs
    .map((spec, index) => fitTo(cells[index] ?? '', widths[index] ?? 0, spec.align ?? 'left', mark))
    .join(' '.repeat(GAP))
    .trimEnd();
}

function indexOfWidest(widths: readonly number[], minimums: readonly number[]): number {
  let found = 0;
  let slack = -1;
  for (const [index, width] of widths.entries()) {
    const canGive = width > (minimums[index] ?? 0);
    if (canGive && width > slack) {
      found = index;
      slack = width;
    }
  }
  return found;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
