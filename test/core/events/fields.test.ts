import { expect, it } from 'vitest';
import { buildEvent } from '../../../src/core/events/build-event.ts';
import { EVENT_FIELD_NAMES, EVENT_FIELDS, type EventFieldName } from '../../../src/core/events/fields.ts';
import { layOutEvents } from '../../../src/core/events/layout.ts';
import { readEventRow } from '../../../src/core/events/read-row.ts';
import type { EventSettings, EventSource } from '../../../src/core/events/settings.ts';
import { sha256 } from '../../../src/core/identifiers/hash.ts';
import { DEFAULT_RULES } from '../../../src/core/identifiers/types.ts';

/** What each column holds, and what of it is sent; undefined: nothing, the destination decides it. */
const COLUMNS: Readonly<Record<EventFieldName, readonly [value: string, sent: unknown]>> = {
  event: ['Purchase', 'Purchase'],
  timestamp: ['2026-11-18T09:00:00Z', 1_794_992_400],
  event_id: ['order-1', 'order-1'],
  email: [' Jane@Example.com ', sha256('jane@example.com')],
  phone: ['(415) 555-2671', sha256('+14155552671')],
  external_id: ['u-1', sha256('u-1')],
  tiktok_click_id: ['E.C.P.1', 'E.C.P.1'],
  cookie_id: ['cookie-1', 'cookie-1'],
  ip: ['8.8.8.8', '8.8.8.8'],
  agent: ['Mozilla/5.0 (X11)', 'Mozilla/5.0 (X11)'],
  locale: ['en-US', 'en-US'],
  page_url: ['https://shop.example/a', 'https://shop.example/a'],
  referrer_url: ['https://shop.example/', 'https://shop.example/'],
  content_id: ['007', '007'],
  content_name: ['Läufer "X"', 'Läufer "X"'],
  content_category: ['shoes', 'shoes'],
  brand: ['Acme', 'Acme'],
  price: ['19.90', 19.9],
  quantity: ['2.0', 2],
  content_type: ['PRODUCT_GROUP', 'product_group'],
  currency: ['eur', 'EUR'],
  value: ['39.80', 39.8],
  description: ['in store', 'in store'],
  order_id: ['o-1', 'o-1'],
  shop_id: ['s-1', 's-1'],
  event_channel: ['in_store', 'in_store'],
  event_source: ['elsewhere', undefined],
  event_source_id: ['another', undefined],
};

const SOURCES = ['offline', 'web'] as const satisfies readonly EventSource[];

function settingsOf(eventSource: EventSource): EventSettings {
  return {
    eventSource,
    eventSourceId: '7654321098765432109',
    fixedEventName: undefined,
    limitedDataUse: false,
    timeZone: undefined,
    rules: { ...DEFAULT_RULES, defaultCountry: 'US' },
    sendOldEvents: false,
    now: Date.parse('2026-11-20T12:00:00Z'),
  };
}

/** The event of one row that has a value for every field, as it is sent. */
function sentBy(source: EventSource): Readonly<Record<string, unknown>> {
  const settings = settingsOf(source);
  const { layout } = layOutEvents(undefined, EVENT_FIELD_NAMES, source);
  const row = readEventRow(
    EVENT_FIELD_NAMES.map((field) => COLUMNS[field][0]),
    layout,
    settings,
  );
  const built = buildEvent([row], settings);
  if (!built.valid) throw new Error(built.reason);
  return JSON.parse(built.json);
}

/** Where a field ends in the event. */
function placeIn(event: Readonly<Record<string, unknown>>, field: EventFieldName): unknown {
  const { place } = EVENT_FIELDS[field];
  if (place === 'event' || place === 'request') return event;
  const properties = event.properties as Readonly<Record<string, unknown>>;
  return place === 'contents' ? (properties.contents as readonly unknown[])[0] : event[place];
}

const CASES = SOURCES.flatMap((source) => EVENT_FIELD_NAMES.map((field) => [source, field] as const));

it.each(CASES)(
  'from %s, %s is sent under its own name where TikTok takes it, and nowhere else',
  (source, field) => {
    const { sources, tiktokName } = EVENT_FIELDS[field];
    const isTaken = sources.some((taken) => taken === source);
    const event = sentBy(source);
    const place = placeIn(event, field) as Readonly<Record<string, unknown>> | undefined;
    const [, sent] = COLUMNS[field];
    expect(place?.[tiktokName]).toEqual(isTaken ? sent : undefined);
  },
);

it.each(SOURCES)('from %s nothing is sent besides', (source) => {
  const names = new Set<string>();
  const collect = (value: unknown) => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        if (typeof member === 'object') collect(member);
        else names.add(name);
      }
    }
  };
  collect(sentBy(source));
  const taken = EVENT_FIELD_NAMES.filter(
    (field) => COLUMNS[field][1] !== undefined && EVENT_FIELDS[field].sources.some((each) => each === source),
  );
  expect([...names].toSorted()).toEqual(taken.map((field) => EVENT_FIELDS[field].tiktokName).toSorted());
});
