import type { PreviewedRequest } from '../../../wizard/delivery-service.ts';
import { startWithin } from '../../text/width.ts';

/**
 * The request as lines of text. Indented by one column, so that a line with a hash (64 digits) still fits
 * into a window of 80 columns.
 */
export function requestLines({ method, path, body }: PreviewedRequest): readonly string[] {
  return [`${method} ${path}`, ...JSON.stringify(body, null, 1).split('\n')];
}

/** Lines cut into pieces of at most `columns` columns; nothing is left out. */
export function foldLines(lines: readonly string[], columns: number): readonly string[] {
  return lines.flatMap((line) => {
    const pieces: string[] = [];
    let rest = line;
    do {
      const piece = startWithin(rest, Math.max(1, columns)) || rest;
      pieces.push(piece);
      rest = rest.slice(piece.length);
    } while (rest !== '');
    return pieces;
  });
}
