/** Where a view stands on content taller than itself; all in rows. */
export interface ScrollExtent {
  readonly offset: number;
  readonly content: number;
  readonly rows: number;
}

export type ScrollMove = 'up' | 'down' | 'page-up' | 'page-down' | 'start' | 'end';

/** The offset after a move; a page keeps one row of the page before, so that the eye finds its place. */
export function scroll({ offset, content, rows }: ScrollExtent, move: ScrollMove): number {
  const page = Math.max(1, rows - 1);
  const target: Readonly<Record<ScrollMove, number>> = {
    up: offset - 1,
    down: offset + 1,
    'page-up': offset - page,
    'page-down': offset + page,
    start: 0,
    end: content,
  };
  return clampOffset({ offset: target[move], content, rows });
}

/** The nearest offset that leaves no empty rows at the end. */
export function clampOffset({ offset, content, rows }: ScrollExtent): number {
  return Math.max(0, Math.min(offset, content - rows));
}
