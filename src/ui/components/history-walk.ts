/** Where one is among earlier entries; `own` is what stood in the field before the walk began. */
export interface HistoryWalk {
  /** Index of the entry that is shown, the newest first; -1: one's own text. */
  readonly at: number;
  readonly own: string;
}

export const AT_OWN_TEXT: HistoryWalk = { at: -1, own: '' };

export interface HistoryStep {
  readonly walk: HistoryWalk;
  /** What the field shows now. */
  readonly value: string;
}

/** One entry back in time, past those that are shown already; undefined at the oldest one. */
export function older(
  { at, own }: HistoryWalk,
  entries: readonly string[],
  current: string,
): HistoryStep | undefined {
  const next = entries.findIndex((entry, index) => index > at && entry !== current);
  const value = entries[next];
  return value === undefined ? undefined : { walk: { at: next, own: at === -1 ? current : own }, value };
}

/** One entry forward, in the end to one's own text; undefined there. */
export function newer({ at, own }: HistoryWalk, entries: readonly string[]): HistoryStep | undefined {
  if (at === -1) return undefined;
  const next = entries.slice(0, at).findLastIndex((entry) => entry !== own);
  const value = entries[next];
  return value === undefined ? { walk: AT_OWN_TEXT, value: own } : { walk: { at: next, own }, value };
}
