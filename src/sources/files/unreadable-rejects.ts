import type { RejectedValue } from '../../core/ports/engine.ts';
import type { UnreadableRows } from '../../core/ports/sources.ts';

/** The rows that could not be read, as far as their places are known; they have no position in a result. */
function unreadableRejects({ examples }: UnreadableRows): readonly RejectedValue[] {
  return examples.map((place) => ({ row: 0, column: '', type: '', reason: 'unreadable-row', place }));
}

/** A page of a list that begins with the rows that could not be read and goes on with `rest`. */
export async function afterUnreadable(
  unreadable: UnreadableRows,
  offset: number,
  limit: number,
  rest: (offset: number, limit: number) => Promise<readonly RejectedValue[]>,
): Promise<readonly RejectedValue[]> {
  const from = Math.max(0, Math.trunc(offset));
  const most = Math.max(0, Math.trunc(limit));
  const all = unreadableRejects(unreadable);
  const first = all.slice(from, from + most);
  if (first.length === most) return first;
  return [...first, ...(await rest(Math.max(0, from - all.length), most - first.length))];
}
