import { REJECT_SENTENCES } from '../core/identifiers/reasons.ts';
import type { RejectedValue } from '../core/ports/engine.ts';

/** First line of a rejects file. Rows are 1-based positions in the query's result; values are left out. */
export const REJECTS_HEADER = 'row,column,identifier,reason,explanation\n';

/** One line of a rejects file, quoted where CSV needs it. */
export function rejectLine(value: RejectedValue): string {
  const { row, column, type, reason } = value;
  const explanation = explain(value);
  // A row that could not be read has no position in the result.
  return `${[row === 0 ? '' : String(row), column, type, reason, explanation].map(quote).join(',')}\n`;
}

function explain({ reason, place, message }: RejectedValue): string {
  if (reason === 'refused') return `TikTok refused it: ${message ?? 'without a reason'}`;
  if (place === undefined) return REJECT_SENTENCES[reason];
  return `Line ${place.line} of ${place.file} cannot be read: ${place.problem}.`;
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** A whole rejects file, line by line. */
export async function* rejectLines(rejects: AsyncIterable<RejectedValue>): AsyncIterable<string> {
  yield REJECTS_HEADER;
  for await (const reject of rejects) yield rejectLine(reject);
}
