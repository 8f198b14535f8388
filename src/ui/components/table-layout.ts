import { fitTo, widthOf } from '../text/width.ts';

export interface TableColumn {
  readonly id: string;
  readonly title: string;
  readonly align?: 'left' | 'right' | undefined;
  /** Narrower than this the column says nothing; default 6. */
  readonly minColumns?: number | undefined;
  readonly maxColumns?: number | undefined;
}

/** How a table is drawn: columns between two of its columns, and the width of each of them. */
export interface TableLayout {
  readonly gap: number;
  readonly widths: readonly number[];
}

const WIDE_GAP = 2;
const NARROW_GAP = 1;
const DEFAULT_MINIMUM = 6;

/**
 * How the table fits into `columns`: as wide as its content where there is room; otherwise the widest columns
 * give first, down to their minimum, and where not even the titles fit they stand closer together. Undefined when even the minimums don't fit.
 */
export function fitColumns(
  specs: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  columns: number,
): TableLayout | undefined {
  const roomWith = (gap: number): number => columns - gap * Math.max(0, specs.length - 1);
  const widths = specs.map((spec, index) => {
    const natural = Math.max(widthOf(spec.title), ...rows.map((row) => widthOf(row[index] ?? '')));
    return Math.min(natural, spec.maxColumns ?? natural);
  });
  const minimums = specs.map((spec, index) =>
    Math.min(spec.minColumns ?? DEFAULT_MINIMUM, widths[index] ?? 0),
  );
  const gap = sum(specs.map(({ title }) => widthOf(title))) > roomWith(WIDE_GAP) ? NARROW_GAP : WIDE_GAP;
  const room = roomWith(gap);
  if (sum(minimums) > room) {
    return undefined;
  }
  while (sum(widths) > room) {
    const widest = indexOfWidest(widths, minimums);
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return { gap, widths };
}

/** One row as text, cut and filled to the widths. */
export function layoutRow(
  specs: readonly TableColumn[],
  cells: readonly string[],
  { gap, widths }: TableLayout,
  mark: string,
): string {
  return specs
    .map((spec, index) => fitTo(cells[index] ?? '', widths[index] ?? 0, spec.align ?? 'left', mark))
    .join(' '.repeat(gap))
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
