import type { SqlToken } from '../text/sql-tokens.ts';
import type { Tone } from '../theme.ts';

/** A stretch of text in one style. */
export interface StyledText {
  readonly from: number;
  readonly text: string;
  readonly tone: Tone;
  readonly isBold: boolean;
}

const STYLES: Readonly<Record<SqlToken['kind'], { readonly tone: Tone; readonly isBold: boolean }>> = {
  keyword: { tone: 'accent', isBold: true },
  string: { tone: 'success', isBold: false },
  number: { tone: 'plain', isBold: false },
  comment: { tone: 'muted', isBold: false },
};

/** The text between two offsets, cut where its style changes; controls are shown as spaces. */
export function styledBetween(
  text: string,
  from: number,
  to: number,
  tokens: readonly SqlToken[],
): readonly StyledText[] {
  const pieces: StyledText[] = [];
  const add = (start: number, end: number, tone: Tone, isBold: boolean): void => {
    if (start < end) {
      pieces.push({ from: start, text: text.slice(start, end).replaceAll(/\p{Cc}/gu, ' '), tone, isBold });
    }
  };
  let position = from;
  for (const token of tokens) {
    if (token.to <= from || token.from >= to) {
      continue;
    }
    const start = Math.max(token.from, from);
    const end = Math.min(token.to, to);
    const { tone, isBold } = STYLES[token.kind];
    add(position, start, 'plain', false);
    add(start, end, tone, isBold);
    position = end;
  }
  add(position, to, 'plain', false);
  return pieces;
}

/** The first line shown so that the cursor's line is among `rows`; it moves by half a page. */
export function firstLineShown(cursorLine: number, lineCount: number, rows: number): number {
  if (lineCount <= rows || cursorLine < rows) {
    return 0;
  }
  const half = Math.max(1, Math.floor(rows / 2));
  const first = (Math.floor((cursorLine - rows) / half) + 1) * half;
  return Math.max(0, Math.min(first, cursorLine, Math.max(lineCount - rows, cursorLine - rows + 1)));
}
