import fc from 'fast-check';
import { expect, test } from 'vitest';
import { everyDay, valueByDay } from '../../../src/core/events/event-days.ts';
import type { EventDay } from '../../../src/core/events/plan.ts';

const day = (date: string, events: number, currency?: string, total?: string): EventDay => ({
  day: date,
  events,
  currency,
  total,
});

test('days stand in a row without gaps, each with its events and values', () => {
  expect(
    everyDay([day('2026-02-27', 2, 'USD', '10.5'), day('2026-02-27', 1), day('2026-03-01', 1, 'EUR', '3')]),
  ).toEqual([
    { day: '2026-02-27', events: 3, values: [{ currency: 'USD', total: '10.5' }] },
    { day: '2026-02-28', events: 0, values: [] },
    { day: '2026-03-01', events: 1, values: [{ currency: 'EUR', total: '3' }] },
  ]);
});

test('years between two days are not drawn', () => {
  expect(everyDay([day('2020-01-01', 1), day('2026-01-01', 1)])).toHaveLength(2);
  expect(everyDay([])).toEqual([]);
});

test('values are told by currency, the one on most days first, added up exactly', () => {
  const days = everyDay([
    day('2026-01-01', 1, 'EUR', '1'),
    day('2026-01-02', 1, 'USD', '0.1'),
    day('2026-01-03', 1, 'USD', '0.2'),
  ]);
  expect(valueByDay(days)).toEqual([
    { currency: 'USD', values: [0, 0.1, 0.2], total: '0.3' },
    { currency: 'EUR', values: [1, 0, 0], total: '1' },
  ]);
});

test('no event is lost or counted twice, whatever the days are', () => {
  const dates = fc.integer({ min: 0, max: 2000 }).map((offset) => {
    return new Date(Date.UTC(2024, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10);
  });
  const days = fc.array(
    fc
      .tuple(dates, fc.integer({ min: 1, max: 1000 }), fc.constantFrom('USD', 'EUR', undefined))
      .map(([date, events, currency]) => day(date, events, currency, currency && '1')),
  );
  fc.assert(
    fc.property(days, (given) => {
      const shown = everyDay(given);
      const sum = (items: readonly { readonly events: number }[]) =>
        items.reduce((total, { events }) => total + events, 0);
      expect(sum(shown)).toBe(sum(given));
      expect(shown.map((each) => each.day)).toEqual([...new Set(shown.map((each) => each.day))].toSorted());
      expect(new Set(shown.map((each) => each.day)).size).toBe(shown.length);
    }),
  );
});
