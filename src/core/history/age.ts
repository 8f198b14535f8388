/** A hundred years, in days: the longest that runs are kept by their age. */
export const MOST_DAYS = 36_500;

/** The days of an age as people write it: `90`, `90d`, `12w`, `3 weeks`. Undefined for anything else, and above {@link MOST_DAYS}. */
export function readAge(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,6})\s*(d|w|days?|weeks?)?$/i.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const days = Number(digits) * (unit?.toLowerCase().startsWith('w') ? 7 : 1);
  return days <= MOST_DAYS ? days : undefined;
}
