import { KEEP_REASONS, type KeepReason, type KeptRun } from '../../../core/history/retention.ts';
import { formatAmount } from '../../../core/wording.ts';

/** Ages that are offered; a number of one's own comes beside them. */
export const OFFERED_DAYS = [30, 90, 365] as const;
/** A hundred years, as everywhere else in tada. */
const MOST_DAYS = 36_500;

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

/** The days of an age such as `90`, `90d` or `12w`; undefined for anything else. */
export function readAge(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,6})\s*(d|w|days?|weeks?)?$/i.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const days = Number(digits) * (unit?.toLowerCase().startsWith('w') ? 7 : 1);
  return days >= 1 && days <= MOST_DAYS ? days : undefined;
}

export function checkAge(text: string): string | undefined {
  return readAge(text) === undefined ? 'A number of days, such as 180, or of weeks, such as 26w.' : undefined;
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
