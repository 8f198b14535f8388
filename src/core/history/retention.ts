import type { RunRecord } from '../ports/storage.ts';
import { byTurn } from './run-order.ts';

const DAY = 86_400_000;

/** Why a run is kept though somebody asked to delete it. */
export type KeepReason =
  | 'unfinished'
  | 'resumable'
  | 'ledger-pending'
  | 'last-of-audience'
  | 'earlier-is-kept'
  | 'running'
  | 'unreadable';

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
  resumable: 'it was cut short and can be resumed',
  'ledger-pending': 'the ledger doesn’t hold yet what it did; the next run of its audience settles that',
  'last-of-audience': 'it is the last of its audience and can be undone',
  'earlier-is-kept': 'an earlier run of its audience is kept, which can’t be undone rightly without it',
  running: 'it is going on right now',
  unreadable: 'its record can’t be read',
};

/** In words, to be said after "run ID is kept:", where a command can be given again. */
export const KEEP_SENTENCES: Readonly<Record<KeepReason, string>> = {
  ...KEEP_REASONS,
  unfinished: `${KEEP_REASONS.unfinished}; --force deletes it all the same`,
  resumable: `${KEEP_REASONS.resumable}; \`tada runs delete\` with its id deletes it all the same`,
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

/** Runs that ended more than `days` ago, or began then and never ended, oldest first. `now` in milliseconds since 1970. */
export function olderThan(runs: readonly RunRecord[], days: number, now: number): readonly RunRecord[] {
  return runs
    .filter((run) => Date.parse(run.finishedAt ?? run.startedAt) < now - days * DAY)
    .toSorted(byStart);
}

/**
 * Which of all runs go when finished ones are kept for so many days, without anybody looking: only what is
 * done, settled and can't be missed. Of each audience the last run stays, because it is the one to undo; and
 * so does every run after one that stays, because undoing that one needs to know what came later.
 */
export function planPruning(runs: readonly RunRecord[], days: number, now: number): RetentionPlan {
  const due = new Set(olderThan(runs, days, now).map(({ id }) => id));
  const last = lastOfAudiences(runs);
  /** Audiences of which an earlier run stays. */
  const held = new Set<string>();
  const remove: RunRecord[] = [];
  const keep: KeptRun[] = [];
  for (const run of runs.toSorted(byTurn)) {
    const audience = audienceOf(run);
    const reason = due.has(run.id) ? pruneReason(run, last, held) : 'young';
    if (reason === undefined) {
      remove.push(run);
      continue;
    }
    if (audience !== undefined) held.add(audience);
    if (reason !== 'young') keep.push({ id: run.id, reason });
  }
  return { remove: remove.toSorted(byStart), keep };
}

function pruneReason(
  run: RunRecord,
  last: ReadonlySet<string>,
  held: ReadonlySet<string>,
): KeepReason | undefined {
  const reason = keepReason(run);
  if (reason !== undefined) return reason;
  if (run.outcome === 'error' || run.outcome === 'cancelled') return 'resumable';
  if (last.has(run.id)) return 'last-of-audience';
  return held.has(audienceOf(run) ?? '') ? 'earlier-is-kept' : undefined;
}

/** Of every audience the ids of its last run, and of the last that told what it changed. */
function lastOfAudiences(runs: readonly RunRecord[]): ReadonlySet<string> {
  const last = new Map<string, string>();
  for (const run of runs.toSorted(byTurn)) {
    const audience = audienceOf(run);
    if (audience === undefined) continue;
    last.set(audience, run.id);
    const { added = 0, removed = 0 } = run.summary?.delivery ?? {};
    if (added + removed > 0) last.set(`${audience} changed`, run.id);
  }
  return new Set(last.values());
}

function audienceOf({ advertiserId, audienceId }: RunRecord): string | undefined {
  return advertiserId === undefined || audienceId === undefined ? undefined : `${advertiserId}/${audienceId}`;
}

function keepReason({ ledgerPending, outcome }: RunRecord): KeepReason | undefined {
  if (ledgerPending === true) return 'ledger-pending';
  return outcome === undefined ? 'unfinished' : undefined;
}

function byStart(one: RunRecord, other: RunRecord): number {
  return one.startedAt < other.startedAt ? -1 : one.startedAt > other.startedAt ? 1 : 0;
}
