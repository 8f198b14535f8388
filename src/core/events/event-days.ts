import { Decimal } from 'decimal.js';
import type { DecimalText } from './money.ts';
import type { EventDay } from './plan.ts';

/** One day of events, with its value in each currency. */
export interface DayOfEvents {
  readonly day: string;
  readonly events: number;
  readonly values: readonly { readonly currency: string; readonly total: DecimalText }[];
}

const DAY = 86_400_000;
/** Days without events are shown between others, unless they are so many that a year of them stands between two. */
const LONGEST_GAP = 366;

/** Every day from the first to the last, those without events too, so that a row of them is to scale. */
export function everyDay(days: readonly EventDay[]): readonly DayOfEvents[] {
  const byDay = new Map<string, DayOfEvents>();
  for (const { day, currency, events, total } of days) {
    const known = byDay.get(day) ?? { day, events: 0, values: [] };
    byDay.set(day, {
      day,
      events: known.events + events,
      values:
        currency === undefined || total === undefined ? known.values : [...known.values, { currency, total }],
    });
  }
  const found = [...byDay.values()].toSorted((one, other) => (one.day < other.day ? -1 : 1));
  return found.flatMap((each, index) => [...daysBetween(found[index - 1]?.day, each.day), each]);
}

function daysBetween(before: string | undefined, day: string): readonly DayOfEvents[] {
  if (before === undefined) return [];
  const [from, to] = [Date.parse(before), Date.parse(day)];
  const gap = Math.round((to - from) / DAY) - 1;
  if (gap > LONGEST_GAP) return [];
  return Array.from({ length: gap }, (_, index) => ({
    day: new Date(from + (index + 1) * DAY).toISOString().slice(0, 10),
    events: 0,
    values: [],
  }));
}

/** Currencies that occur, the one on most days first, each with its value on every day, as far as a chart needs it. */
export function valueByDay(
  days: readonly DayOfEvents[],
): readonly { readonly currency: string; readonly values: readonly number[]; readonly total: DecimalText }[] {
  const counts = new Map<string, number>();
  for (const { values } of days) {
    for (const { currency } of values) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([currency]) => {
      const totals = days.map(
        ({ values }) => values.find((value) => value.currency === currency)?.total ?? '0',
      );
      return { currency, values: totals.map(Number), total: sumOf(totals) };
    });
}

/** Exact: cents of many days must not get lost. */
function sumOf(totals: readonly DecimalText[]): DecimalText {
  const Exact = Decimal.clone({ precision: 60, toExpPos: 60 });
  return totals.reduce((sum, total) => sum.plus(total), new Exact(0)).toFixed();
}
