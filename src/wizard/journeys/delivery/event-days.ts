import { type DayOfEvents, everyDay, valueByDay } from '../../../core/events/event-days.ts';
import type { EventDay } from '../../../core/events/plan.ts';
import type { WrittenEntry } from '../../../core/ports/journal.ts';
import { formatAmount, formatMoney } from '../../../core/wording.ts';

/** How a number went from day to day. */
export interface DayLine {
  readonly id: string;
  readonly values: readonly number[];
  /** The line in words, with its numbers. */
  readonly words: string;
}

/** Events, then the value in each currency, by day; nothing for a single day, which is no course of things. */
export function dayLines(days: readonly EventDay[]): readonly DayLine[] {
  const each = everyDay(days);
  const first = each[0]?.day;
  const last = each.at(-1)?.day;
  if (first === undefined || last === undefined || first === last) return [];
  const events = each.map((day) => day.events);
  const count = events.reduce((sum, number) => sum + number, 0);
  return [
    { id: 'events', values: events, words: `${formatAmount(count, 'event')}, ${first} to ${last} (UTC)` },
    ...valueByDay(each).map(({ currency, values, total }) => ({
      id: currency,
      values,
      words: formatMoney(total, currency),
    })),
  ];
}

/** `1,024.5 USD, 3 EUR`, or nothing. */
export function valuesInWords({ values }: DayOfEvents): string {
  return values.map(({ total, currency }) => formatMoney(total, currency)).join(', ');
}

/** What a run's events were by day when they were prepared; nothing for runs of an earlier version. */
export function daysOfJournal(journal: readonly WrittenEntry[]): readonly EventDay[] {
  const staged = journal.findLast((entry) => entry.type === 'staged-events');
  return staged?.type === 'staged-events' ? (staged.staged.days ?? []) : [];
}
