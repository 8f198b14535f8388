import type { RunRecord } from '../ports/storage.ts';

/**
 * Orders runs of one audience by when they delivered to it, earliest first, as `toSorted` wants it. When a run was
 * started doesn't tell: one that was stopped before it sent anything may be resumed after a later one, and a clock
 * may jump back. So a run takes a number when it comes to delivering; one without delivered nothing, or was made by
 * a tada that gave no numbers, and comes before all that have one.
 */
export function byTurn(one: RunRecord, other: RunRecord): number {
  return (
    (one.turn ?? 0) - (other.turn ?? 0) ||
    compare(one.startedAt, other.startedAt) ||
    compare(one.id, other.id)
  );
}

/** The runs that are about one audience, in the order in which they delivered to it; none for one that has no id yet. */
export function runsOfAudience(
  runs: readonly RunRecord[],
  { advertiserId, audienceId }: Pick<RunRecord, 'advertiserId' | 'audienceId'>,
): readonly RunRecord[] {
  if (audienceId === undefined) return [];
  return runs
    .filter((run) => run.advertiserId === advertiserId && run.audienceId === audienceId)
    .toSorted(byTurn);
}

/** The number for the next run of an audience, given all that were for it before. */
export function nextTurn(earlier: readonly RunRecord[]): number {
  return earlier.reduce((last, { turn = 0 }) => Math.max(last, turn), 0) + 1;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
