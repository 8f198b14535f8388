import type { DateUnit } from './filter.ts';

/** Days of the UTC calendar, as `2026-11-22`. */

const DAY_MS = 86_400_000;

/** The day so many units before the day of `now` (milliseconds since 1970); both ends belong to the span. */
export function firstDay(now: number, units: number, unit: DateUnit): string {
  switch (unit) {
    case 'day':
      return day(now - units * DAY_MS);
    case 'week':
      return day(now - units * 7 * DAY_MS);
    case 'month':
      return monthsBefore(now, units);
  }
}

export function lastDay(now: number): string {
  return day(now);
}

/** The same day of an earlier month, or its last one where it is shorter, as SQL's intervals have it. */
function monthsBefore(now: number, months: number): string {
  const today = new Date(now);
  const first = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months, 1);
  const start = new Date(first);
  const lastOfMonth = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 0)).getUTCDate();
  return day(first + (Math.min(today.getUTCDate(), lastOfMonth) - 1) * DAY_MS);
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
