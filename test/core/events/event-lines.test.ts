import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../src/core/events/build-event.ts';
import { lineToJson } from '../../../src/core/events/event-json.ts';
import { layOutEvents } from '../../../src/core/events/layout.ts';
import { readEventRow } from '../../../src/core/events/read-row.ts';
import type { EventSettings } from '../../../src/core/events/settings.ts';
import { DEFAULT_RULES } from '../../../src/core/identifiers/types.ts';

const SETTINGS: EventSettings = {
  eventSource: 'offline',
  eventSourceId: '7654321098765432109',
  fixedEventName: undefined,
  limitedDataUse: false,
  timeZone: undefined,
  rules: { ...DEFAULT_RULES, defaultCountry: 'US' },
  sendOldEvents: false,
  now: Date.parse('2026-11-20T12:00:00Z'),
};

const COLUMNS = ['event', 'event_id', 'timestamp', 'email', 'phone', 'content_id', 'price', 'value', 'url'];

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '"', '\\', '\ud800', 'é', 'a"b'),
);
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const amount = fc.constantFrom('0', '1', '10.5', '0.05');

describe('the lines of an order', () => {
  it('are told apart and ordered by the JSON of product and value', () => {
    const content = fc.record({
      id: maybe(text),
      name: maybe(text),
      category: maybe(text),
      brand: maybe(text),
      price: maybe(amount),
      quantity: maybe(amount),
    });
    fc.assert(
      fc.property(maybe(content), maybe(amount), (product, value) => {
        expect(lineToJson(product, value)).toBe(JSON.stringify([product, value]));
      }),
      { numRuns: 1000 },
    );
  });

  it('are rows said twice where a row is like another in every field, and only there', () => {
    const cells = fc.tuple(
      fc.constant('Purchase'),
      fc.constant('order-1'),
      fc.constantFrom('2026-11-18T09:00:00Z', '2026-11-18T09:00:01Z'),
      fc.constantFrom('jane@example.com', 'joe@example.com', ''),
      fc.constantFrom('+1 415 555 2671', ''),
      fc.constantFrom('a', 'b', ''),
      fc.constantFrom('1', '2.50', ''),
      fc.constantFrom('5', ''),
      fc.constantFrom('https://shop.example/', ''),
    );
    const { layout } = layOutEvents(undefined, COLUMNS, 'offline');
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1, maxLength: 6 }), (list) => {
        const rows = list.map((row) => readEventRow(row, layout, SETTINGS));
        const built = buildEvent(rows, SETTINGS);
        if (!built.valid) return;
        const different = new Set(rows.map((row) => JSON.stringify(row)));
        expect(built.duplicateRows).toBe(rows.length - different.size);
        const { event } = built;
        expect(event.emails).toEqual([...new Set(rows.flatMap(({ user }) => user.emails))].sort());
        expect(event.phones).toEqual([...new Set(rows.flatMap(({ user }) => user.phones))].sort());
        const lines = new Map(rows.map((row) => [JSON.stringify([row.content, row.value]), row.content]));
        const ordered = [...lines].sort(([left], [right]) => (left < right ? -1 : 1));
        expect(event.contents).toEqual(ordered.flatMap(([, content]) => content ?? []));
      }),
      { numRuns: 500 },
    );
  });
});
