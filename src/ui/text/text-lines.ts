import { boundaryAt, graphemesOf } from './graphemes.ts';
import { widthOf } from './width.ts';

/** A line of a longer text: where it starts, and where it ends before its break. */
export interface LineBounds {
  readonly start: number;
  readonly end: number;
}

/** The line that holds the offset. */
export function lineAround(text: string, offset: number): LineBounds {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const nextBreak = text.indexOf('\n', offset);
  return { start, end: nextBreak === -1 ? text.length : nextBreak };
}

/** The 0-based number of the line that holds the offset. */
export function lineNumberOf(text: string, offset: number): number {
  let number = 0;
  let position = text.indexOf('\n');
  while (position !== -1 && position < offset) {
    number += 1;
    position = text.indexOf('\n', position + 1);
  }
  return number;
}

export interface NumberedLine {
  /** 1-based. */
  readonly number: number;
  readonly start: number;
  readonly length: number;
}

/** Every line of the text, without the breaks. */
export function linesOf(text: string): readonly NumberedLine[] {
  let start = 0;
  return text.split('\n').map((line, index) => {
    const numbered = { number: index + 1, start, length: line.length };
    start += line.length + 1;
    return numbered;
  });
}

/** Terminal columns between the start of the line and the offset. */
export function columnOf(text: string, offset: number): number {
  return widthOf(text.slice(lineAround(text, offset).start, offset));
}

/** The offset in the line that stands nearest to a terminal column, never inside a grapheme. */
export function offsetAtColumn(text: string, { start, end }: LineBounds, column: number): number {
  let offset = start;
  let width = 0;
  for (const grapheme of graphemesOf(text.slice(start, end))) {
    const next = width + widthOf(grapheme);
    if (next > column) {
      break;
    }
    width = next;
    offset += grapheme.length;
  }
  return start + boundaryAt(text.slice(start, end), offset - start);
}

/** The same column some lines further down (or up, when negative); stops at the first and last line. */
export function verticalMove(text: string, offset: number, lines: number, column: number): number {
  let bounds = lineAround(text, offset);
  for (let step = 0; step < Math.abs(lines); step += 1) {
    if (lines > 0 && bounds.end < text.length) {
      bounds = lineAround(text, bounds.end + 1);
    } else if (lines < 0 && bounds.start > 0) {
      bounds = lineAround(text, bounds.start - 1);
    } else {
      return lines > 0 ? bounds.end : bounds.start;
    }
  }
  return offsetAtColumn(text, bounds, column);
}
