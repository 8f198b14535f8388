import stringWidth from 'string-width';
import { graphemesOf } from './graphemes.ts';

/** Columns the text takes on a terminal: 2 for CJK and emoji, 0 for what only changes its neighbour. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** The longest start of the text that fits into `columns`. */
export function startWithin(text: string, columns: number): string {
  let width = 0;
  let end = 0;
  for (const grapheme of graphemesOf(text)) {
    width += widthOf(grapheme);
    if (width > columns) {
      break;
    }
    end += grapheme.length;
  }
  return text.slice(0, end);
}

/** The text within `columns`; what doesn't fit is replaced by the mark (default `…`). */
export function truncate(text: string, columns: number, mark = '…'): string {
  if (widthOf(text) <= columns) {
    return text;
  }
  const room = columns - widthOf(mark);
  if (room < 0) {
    return '';
  }
  return startWithin(text, room) + mark;
}

/** The text in exactly `columns` columns: cut or filled with spaces on the side the alignment asks for. */
export function fitTo(text: string, columns: number, align: 'left' | 'right' = 'left', mark = '…'): string {
  const cut = truncate(text, columns, mark);
  const fill = ' '.repeat(Math.max(0, columns - widthOf(cut)));
  return align === 'left' ? cut + fill : fill + cut;
}
