import { boundaryAfter, graphemesOf } from './graphemes.ts';
import { widthOf } from './width.ts';

/** The part of a line that is shown, cut at the cursor so that the cursor can be drawn. */
export interface LineWindow {
  readonly isCutLeft: boolean;
  readonly before: string;
  /** The grapheme under the cursor; empty at the end of the line. */
  readonly at: string;
  readonly after: string;
  readonly isCutRight: boolean;
}

/**
 * The part of the line around the cursor that fits into `columns` (at least 4), with a column kept for the
 * cursor at the end and one for each mark of a cut side. The window moves by half its width, so that the
 * text stands still while the cursor moves inside it; it depends on nothing but its arguments.
 */
export function windowOf(value: string, cursor: number, columns: number): LineWindow {
  const cursorEnd = cursor < value.length ? boundaryAfter(value, cursor) : cursor;
  if (widthOf(value) + 1 <= columns) {
    return {
      isCutLeft: false,
      before: value.slice(0, cursor),
      at: value.slice(cursor, cursorEnd),
      after: value.slice(cursorEnd),
      isCutRight: false,
    };
  }
  const { from, to } = visibleRange(value, cursor, Math.max(4, columns));
  return {
    isCutLeft: from > 0,
    before: value.slice(from, cursor),
    at: value.slice(cursor, cursorEnd),
    after: value.slice(cursorEnd, to),
    isCutRight: to < value.length,
  };
}

function visibleRange(value: string, cursor: number, columns: number): { from: number; to: number } {
  const graphemes = graphemesOf(value);
  const half = Math.max(1, Math.floor(columns / 2));
  const cursorColumn = widthOf(value.slice(0, cursor));
  const cursorWidth = Math.max(1, widthOf(graphemeAt(value, cursor)));
  // Without a mark on the left the first window has a column more.
  const isFirst = cursorColumn + cursorWidth <= columns - 1;
  const firstColumn = isFirst
    ? 0
    : (Math.floor((cursorColumn + cursorWidth - columns) / half) + 1) * half + 1;
  const room = isFirst ? columns - 1 : columns - 2;

  let column = 0;
  let offset = 0;
  let from: number | undefined;
  let to = 0;
  let used = 0;
  for (const grapheme of graphemes) {
    const width = widthOf(grapheme);
    if (from === undefined && (column >= firstColumn || offset >= cursor)) {
      from = offset;
    }
    if (from !== undefined) {
      if (used + width > room) {
        return { from, to };
      }
      used += width;
      to = offset + grapheme.length;
    }
    column += width;
    offset += grapheme.length;
  }
  return { from: from ?? offset, to: value.length };
}

function graphemeAt(value: string, cursor: number): string {
  return value.slice(cursor, boundaryAfter(value, cursor));
}
