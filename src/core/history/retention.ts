import type { RunRecord } from '../ports.ts';

const DAY = 86_400_000;

/** Why a run is kept though somebody asked to delete it. */
export type KeepReason = 'unfinished' | 'ledger-pending' | 'running' | 'unreadable';

export interface KeptRun {
  readonly id: string;
  readonly reason: KeepReason;
}

export interface RetentionPlan {
  readonly remove: readonly RunRecord[];
  readonly keep: readonly KeptRun[];
}

/** Why it is kept, as the rest of a sentence. */
export const KEEP_REASONS: Readonly<Record<KeepReason, string>> = {
  unfinished: 'it never ended and can be resumed',
  'ledger-pending': 'the ledger doesn’t hold yet what it did; the next run of its audience settles that',
  running: 'it is going on right now',
  unreadable: 'its record can’t be read',
};

/** In words, to be said after "run ID is kept:", where a command can be given again. */
export const KEEP_SENTENCES: Readonly<Record<KeepReason, string>> = {
  ...KEEP_REASONS,
  unfinished: `${KEEP_REASONS.unfinished}; --force deletes it all the same`,
  unreadable: `${KEEP_REASONS.unreadable}; --force with its id deletes it all the same`,
};

/**
 * Which of the runs may go. A run that can still be resumed, and one whose effect only its own journal knows
 * (`ledgerPending`), stay unless `force` is set.
 */
export function planRetention(runs: readonly RunRecord[], force: boolean): RetentionPlan {
  const remove: RunRecord[] = [];
  const keep: KeptRun[] = [];
  for (const run of runs) {
    const reason = force ? undefined : keepReason(run);
    if (reason === undefined) remove.push(run);
    else keep.push({ id: run.id, reason });
  }
  return { remove, keep };
}

/** Runs that started more than `days` ago, oldest first. `now` in milliseconds since 1970. */
export function olderThan(runs: readonly RunRecord[], days: number, now: number): readonly RunRecord[] {
  return runs
    .filter((run) => Date.parse(run.finishedAt ?? run.startedAt) < now - days * DAY)
    .toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
}

function keepReason({ ledgerPending, outcome }: RunRecord): KeepReason | undefined {
  if (ledgerPending === true) return 'ledger-pending';
  return outcome === undefined ? 'unfinished' : undefined;
}
