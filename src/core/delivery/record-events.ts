import type { Range } from '../audiences/plan.ts';
import { isTooLateToResend } from '../events/resend-window.ts';
import type { Engine } from '../ports/engine.ts';
import type { WrittenEntry } from '../ports/journal.ts';
import { readDoubts, readJournalState, readUncertainEntries } from './journal-state.ts';
import { intersectRanges, subtractRanges } from './ranges.ts';

/**
 * Moves the record of delivered events to what a run's journal says. What was never answered for certain is noted
 * with the time of its first copy, however long after that the run was resumed or settled: TikTok's 48 hours count
 * from there. `now` in milliseconds since 1970.
 */
export async function recordEvents(
  engine: Pick<Engine, 'recordDelivered'>,
  deliveredPath: string,
  stagedPath: string,
  entries: readonly WrittenEntry[],
  now: number,
): Promise<void> {
  const { confirmed } = readJournalState(entries);
  const uncertain = readUncertainEntries(entries);
  const late = lateEntries(entries, uncertain, now);
  const record = (outcome: { readonly confirmed: readonly Range[]; readonly unknown: readonly Range[] }) =>
    engine.recordDelivered(deliveredPath, stagedPath, {
      ...outcome,
      now: firstSent(entries, outcome.unknown) ?? now,
    });
  if (late.length > 0) await record({ confirmed: [], unknown: late });
  await record({ confirmed, unknown: subtractRanges(uncertain, late) });
}

/** Entries without an answer that can't be sent again: TikTok may have counted them so long ago that it forgot them. */
export function heldBackEntries(entries: readonly WrittenEntry[], now: number): readonly Range[] {
  return lateEntries(entries, readJournalState(entries).unknown, now);
}

function lateEntries(entries: readonly WrittenEntry[], among: readonly Range[], now: number) {
  const late = readDoubts(entries).filter(({ since }) => isTooLateToResend(since, now));
  return intersectRanges(among, late);
}

function firstSent(entries: readonly WrittenEntry[], ranges: readonly Range[]): number | undefined {
  const times = readDoubts(entries)
    .filter(({ from, to }) => ranges.some((range) => range.from < to && from < range.to))
    .map(({ since }) => since);
  return times.length === 0 ? undefined : times.reduce((first, time) => Math.min(first, time));
}
