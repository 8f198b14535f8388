import { readAge } from '../../../core/history/age.ts';
import { KEEP_REASONS, type KeepReason, type KeptRun } from '../../../core/history/retention.ts';
import { formatAmount } from '../../../core/wording.ts';

/** Ages that are offered; a number of one's own comes beside them. */
export const OFFERED_DAYS = [30, 90, 365] as const;

/** For how long runs are kept, as the rest of a sentence. */
export function daysInWords(days: number | undefined): string {
  if (days === undefined) return 'for good';
  return days === 365 ? 'for a year' : `for ${formatAmount(days, 'day')}`;
}

/** What happens to runs without anybody looking, as a sentence. */
export function retentionInWords(days: number | undefined): string {
  return days === undefined
    ? 'Runs are kept for good, until you delete them.'
    : `Runs that ended more than ${formatAmount(days, 'day')} ago go when tada starts.`;
}

/** What is wrong with an age after which runs are to go; of today's runs somebody may still want to see something. */
export function checkAge(text: string): string | undefined {
  const days = readAge(text) ?? 0;
  return days >= 1 ? undefined : 'A number of days, such as 180, or of weeks, such as 26w.';
}

/** How many runs are old enough and stay all the same, and why; the most frequent reason first. */
export function keptInWords(kept: readonly KeptRun[]): readonly string[] {
  const counts = new Map<KeepReason, number>();
  for (const { reason } of kept) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([reason, count]) => {
      const why = `because ${KEEP_REASONS[reason]}.`;
      return count === 1 ? `1 run stays, ${why}` : `${formatAmount(count, 'run')} stay, each ${why}`;
    });
}
