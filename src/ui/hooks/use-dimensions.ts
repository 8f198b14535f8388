import { useIsScreenReaderEnabled, useWindowSize } from 'ink';

/** The smallest window the screens are made for. */
export const SMALLEST = { columns: 40, rows: 15 } as const;

/** Frames grow no taller than this: beyond it a form looks lost rather than roomy. */
const TALLEST_FRAME = 36;

export interface Dimensions {
  readonly columns: number;
  /** Rows a frame may use: one less than the window has, because a full window is redrawn from nothing. */
  readonly rows: number;
  readonly isTooSmall: boolean;
  /** Fewer than 60 columns: what stands side by side goes below each other. */
  readonly isNarrow: boolean;
  /** Output is read aloud, line by line: nothing is cut to fit a window. */
  readonly isReadAloud: boolean;
}

/** The window's size, followed through every resize. */
export function useDimensions(): Dimensions {
  const { columns, rows } = useWindowSize();
  const isReadAloud = useIsScreenReaderEnabled();
  return {
    columns,
    rows: Math.max(1, Math.min(rows - 1, TALLEST_FRAME)),
    isTooSmall: !isReadAloud && (columns < SMALLEST.columns || rows < SMALLEST.rows),
    isNarrow: columns < 60,
    isReadAloud,
  };
}
