import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildEvent } from '../../../src/core/events/build-event.ts';
import { layOutEvents } from '../../../src/core/events/layout.ts';
import { readEventRow } from '../../../src/core/events/read-row.ts';
import type { EventSettings } from '../../../src/core/events/settings.ts';
import { DEFAULT_RULES } from '../../../src/core/identifiers/types.ts';
import { sha256 } from '../../support/sha256.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const NINE = Date.parse('2026-11-18T09:00:00Z') / 1000;

const OFFLINE: EventSettings = {
  eventSource: 'offline',
  eventSourceId: '7654321098765432109',
  fixedEventName: undefined,
  limitedDataUse: false,
  timeZone: undefined,
  rules: { ...DEFAULT_RULES, defaultCountry: 'US' },
  sendOldEvents: false,
  now: NOW,
};
const WEB: EventSettings = { ...OFFLINE, eventSource: 'web', eventSourceId: 'C4A1B2C3D4E5F6G7H8I9' };

type Row = Readonly<Record<string, string | null>>;

const PURCHASE: Row = {
  event: 'Purchase',
  event_id: 'order-1',
  email: ' Jane@Example.com ',
  timestamp: '2026-11-18T09:00:00Z',
};
const VISIT: Row = { ...PURCHASE, page_url: 'https://shop.example/thanks' };

function readRows(rows: readonly Row[], settings: EventSettings) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const { layout } = layOutEvents(undefined, columns, settings.eventSource);
  return rows.map((row) =>
    readEventRow(
      columns.map((column) => row[column] ?? null),
      layout,
      settings,
    ),
  );
}

function build(rows: Row | readonly Row[], settings = OFFLINE) {
  const list: readonly Row[] = Array.isArray(rows) ? rows : [rows];
  return buildEvent(readRows(list, settings), settings);
}

function sent(rows: Row | readonly Row[], settings = OFFLINE) {
  const built = build(rows, settings);
  return built.valid ? JSON.parse(built.json) : built.reason;
}

function reason(rows: Row | readonly Row[], settings = OFFLINE) {
  const built = build(rows, settings);
  return built.valid ? 'valid' : built.reason;
}

describe('an offline event', () => {
  it('is sent with hashes, defaults and Unix seconds', () => {
    expect(sent({ ...PURCHASE, phone: '(415) 555-0123' })).toEqual({
      event: 'Purchase',
      event_time: NINE,
      event_id: 'order-1',
      user: { email: sha256('jane@example.com'), phone: sha256('+14155550123') },
      properties: { content_type: 'product', currency: 'USD' },
    });
  });

  it('takes every field of an order', () => {
    const row = {
      ...PURCHASE,
      brand: 'ACME',
      content_category: 'Shoes',
      content_id: '00123',
      content_name: 'Runner "X"',
      price: '19.90',
      quantity: '2',
      currency: 'eur',
      description: 'in store',
      order_id: '90071992547409931',
      shop_id: '7',
      event_channel: 'in_store',
      event_source: 'offline',
      event_source_id: '7654321098765432109',
    };
    expect(sent(row)).toEqual({
      event: 'Purchase',
      event_time: NINE,
      event_id: 'order-1',
      user: { email: sha256('jane@example.com') },
      properties: {
        contents: [
          {
            content_id: '00123',
            content_name: 'Runner "X"',
            content_category: 'Shoes',
            brand: 'ACME',
            price: 19.9,
            quantity: 2,
          },
        ],
        content_type: 'product',
        currency: 'EUR',
        value: 39.8,
        description: 'in store',
        order_id: '90071992547409931',
        shop_id: '7',
        event_channel: 'in_store',
      },
    });
  });

  it('writes ids made of digits as text and amounts with their own digits', () => {
    const built = build({
      ...PURCHASE,
      event_id: '12345',
      content_id: '678',
      value: '1234567890.123456789012',
    });
    expect(built).toMatchObject({ valid: true });
    if (!built.valid) return;
    expect(built.json).toContain('"event_id":"12345"');
    expect(built.json).toContain('"content_id":"678"');
    expect(built.json).toContain('"value":1234567890.123456789012');
  });

  it('carries nothing that TikTok takes from the web only', () => {
    const row = {
      ...PURCHASE,
      ip: '8.8.8.8',
      agent: 'Mozilla/5.0',
      external_id: 'u1',
      page_url: 'https://a.example',
      tiktok_click_id: 'E.C.P.x',
    };
    expect(sent(row, { ...OFFLINE, limitedDataUse: true })).toEqual(sent(PURCHASE));
  });
});

describe('a web event', () => {
  it('is sent with its page and what is known of the visitor', () => {
    const row = {
      ...VISIT,
      external_id: 'user_123',
      ip: '8.8.8.8',
      agent: 'Mozilla/5.0 (X11)',
      locale: 'en-US',
      cookie_id: 'ttp-1',
      tiktok_click_id: 'E.C.P.abc',
      referrer_url: 'https://search.example/',
    };
    expect(sent(row, { ...WEB, limitedDataUse: true })).toEqual({
      event: 'Purchase',
      event_time: NINE,
      event_id: 'order-1',
      user: {
        email: sha256('jane@example.com'),
        external_id: sha256('user_123'),
        ttclid: 'E.C.P.abc',
        ttp: 'ttp-1',
        ip: '8.8.8.8',
        user_agent: 'Mozilla/5.0 (X11)',
        locale: 'en-US',
      },
      page: { url: 'https://shop.example/thanks', referrer: 'https://search.example/' },
      properties: { content_type: 'product', currency: 'USD' },
      limited_data_use: true,
    });
  });

  it('goes without what TikTok cannot use, and says so', () => {
    const row = { ...VISIT, ip: '192.168.0.7', agent: 'unknown device', locale: 'english please' };
    const [read] = readRows([row], WEB);
    expect(read?.leftOut).toEqual(['ip', 'agent', 'locale']);
    expect(sent(row, WEB)).toEqual(sent(VISIT, WEB));
  });

  it('may have a name of its own', () => {
    expect(sent({ ...VISIT, event: 'RoomBooked' }, WEB)).toMatchObject({ event: 'RoomBooked' });
  });

  it('is content with an external id', () => {
    expect(reason({ ...VISIT, email: null, external_id: 'u1' }, WEB)).toBe('valid');
  });
});

describe('an event is refused', () => {
  it.each<[string, Row | readonly Row[], EventSettings]>([
    ['no-identifier', { ...PURCHASE, email: 'mc.email' }, OFFLINE],
    ['no-identifier', { ...PURCHASE, email: null, external_id: 'u1' }, OFFLINE],
    ['no-identifier', { ...VISIT, email: ' ' }, WEB],
    ['no-timestamp', { ...PURCHASE, timestamp: ' ' }, OFFLINE],
    ['bad-timestamp', { ...PURCHASE, timestamp: '11/18/2026' }, OFFLINE],
    ['too-old', { ...PURCHASE, timestamp: '2026-10-20T12:00:00Z' }, OFFLINE],
    ['in-future', { ...PURCHASE, timestamp: '2026-11-20T13:00:00Z' }, OFFLINE],
    ['no-event-name', { ...PURCHASE, event: null }, OFFLINE],
    ['unknown-event-name', { ...PURCHASE, event: 'purchase' }, OFFLINE],
    ['unknown-event-name', { ...PURCHASE, event: 'RoomBooked' }, OFFLINE],
    ['no-page-url', PURCHASE, WEB],
    ['no-page-url', { ...VISIT, page_url: '/thanks' }, WEB],
    ['bad-currency', { ...PURCHASE, currency: 'XYZ' }, OFFLINE],
    [
      'bad-currency',
      [
        { ...PURCHASE, content_id: '1', currency: 'USD' },
        { ...PURCHASE, content_id: '2', currency: 'EUR' },
      ],
      OFFLINE,
    ],
    ['bad-number', { ...PURCHASE, value: '$12' }, OFFLINE],
    ['bad-number', { ...PURCHASE, price: '1,50', quantity: '1' }, OFFLINE],
    ['bad-number', { ...PURCHASE, price: '1', quantity: '1.5' }, OFFLINE],
    [
      'bad-number',
      [
        { ...PURCHASE, content_id: '1', price: '5', quantity: '1' },
        { ...PURCHASE, content_id: '2', price: 'n/a', quantity: '1' },
      ],
      OFFLINE,
    ],
  ])('%s: %j', (expected, rows, settings) => {
    expect(reason(rows, settings)).toBe(expected);
  });

  it('for the first of several reasons, so that counts do not depend on the order of checks', () => {
    expect(reason({ event: 'x', value: 'y', currency: 'z' })).toBe('no-identifier');
    expect(reason({ ...PURCHASE, event: 'x', value: 'y' })).toBe('unknown-event-name');
  });

  it('with the reason of each identifier that could not be used', () => {
    const [row] = readRows([{ ...PURCHASE, phone: '123' }], OFFLINE);
    expect(row?.rejected).toEqual([{ type: 'PHONE', column: 4, reason: 'too-short' }]);
  });
});

describe('what an event lacks', () => {
  it('is filled in: the name', () => {
    const fixed = { ...OFFLINE, fixedEventName: 'Lead' };
    expect(sent({ ...PURCHASE, event: null }, fixed)).toMatchObject({ event: 'Lead' });
    expect(sent(PURCHASE, fixed)).toMatchObject({ event: 'Purchase' });
  });

  it('is read in the zone of the destination: the time', () => {
    const zoned = { ...OFFLINE, timeZone: 'America/Los_Angeles' };
    expect(sent({ ...PURCHASE, timestamp: '2026-11-18 01:00:00' }, zoned)).toMatchObject({
      event_time: NINE,
    });
  });

  it('is sent all the same when the person wants old events', () => {
    const built = build({ ...PURCHASE, timestamp: '2025-11-18' }, { ...OFFLINE, sendOldEvents: true });
    expect(built).toMatchObject({ valid: true, warnings: ['no-revenue', 'too-old-events'] });
  });

  it('is told: the revenue of a purchase, but not of a search', () => {
    expect(build(PURCHASE)).toMatchObject({ warnings: ['no-revenue'] });
    expect(build({ ...PURCHASE, value: '1' })).toMatchObject({ warnings: [] });
    expect(build({ ...PURCHASE, event: 'Search' })).toMatchObject({ warnings: [] });
  });

  it('is told: a value that its items do not add up to', () => {
    const row = { ...PURCHASE, content_id: '1', price: '10', quantity: '3', value: '10' };
    expect(build(row)).toMatchObject({ warnings: ['value-mismatch'], event: { value: '10' } });
  });

  it('is pointed out: a row that names another event set', () => {
    const [row] = readRows([{ ...PURCHASE, event_source_id: '1', event_source: 'web' }], OFFLINE);
    expect(row?.leftOut).toEqual(['event_source', 'event_source_id']);
  });
});

describe('an event without an id', () => {
  const { event_id: _, ...anonymous } = PURCHASE;

  it('gets one of 36 letters and digits, the same every time', () => {
    const first = sent(anonymous);
    expect(first.event_id).toMatch(/^[a-z0-9]{36}$/);
    expect(sent(anonymous)).toEqual(first);
    expect(sent({ ...anonymous, timestamp: String(NINE) }).event_id).toBe(first.event_id);
    expect(sent({ ...anonymous, email: 'JANE@EXAMPLE.COM' }).event_id).toBe(first.event_id);
    expect(sent({ ...anonymous, event_id: 'NULL' }).event_id).toBe(first.event_id);
  });

  it('gets another one for another person, time, event, order or source', () => {
    const others = [
      sent({ ...anonymous, email: 'joe@example.com' }),
      sent({ ...anonymous, timestamp: String(NINE + 1) }),
      sent({ ...anonymous, event: 'Lead' }),
      sent({ ...anonymous, order_id: '2' }),
      sent(anonymous, { ...OFFLINE, eventSourceId: '1' }),
      sent(anonymous),
    ].map((event) => event.event_id);
    expect(new Set(others).size).toBe(others.length);
  });

  it('becomes one event with the other lines of its order', () => {
    const lines = ['a', 'b'].map((content_id) => ({ ...anonymous, order_id: '9', content_id }));
    const [first, second] = readRows(lines, OFFLINE);
    expect(first?.key).toBe(second?.key);
    expect(sent(lines).properties.contents).toEqual([{ content_id: 'a' }, { content_id: 'b' }]);
  });

  it('has no key when there is nobody to tell it apart by', () => {
    const [row] = readRows([{ ...anonymous, email: null }], OFFLINE);
    expect(row?.key).toBeUndefined();
  });
});

describe('rows of one event', () => {
  const first = { ...PURCHASE, content_id: 'a', price: '10.10', quantity: '1' };
  const second = { ...PURCHASE, content_id: 'b', price: '0.20', quantity: '2' };

  it('become its contents, and their sum its value', () => {
    expect(sent([first, second]).properties).toMatchObject({
      contents: [
        { content_id: 'a', price: 10.1, quantity: 1 },
        { content_id: 'b', price: 0.2, quantity: 2 },
      ],
      value: 10.5,
    });
  });

  it('have one key by name and id; another name is another event', () => {
    const keys = readRows([first, second, { ...first, event: 'Lead' }], OFFLINE).map((row) => row.key);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('give what another lacks: person and time', () => {
    const bare = { ...second, email: null, timestamp: null };
    expect(sent([bare, first])).toMatchObject({
      event_time: NINE,
      user: { email: sha256('jane@example.com') },
    });
  });

  it('that repeat another in every field are duplicates and count once', () => {
    expect(build([first, first, second])).toMatchObject({ duplicateRows: 1, event: { value: '10.5' } });
  });

  it('that a join repeats for each address do not multiply what was bought', () => {
    const joined = [first, second].flatMap((row) => [row, { ...row, email: 'jane@work.example' }]);
    const event = sent(joined);
    expect(event.properties.value).toBe(10.5);
    expect(event.properties.contents).toHaveLength(2);
    expect(event.user.email).toEqual([sha256('jane@example.com'), sha256('jane@work.example')].sort());
  });

  it('take the earliest of their times', () => {
    expect(sent([{ ...first, timestamp: String(NINE + 60) }, second])).toMatchObject({ event_time: NINE });
  });

  it('make the same event in any order', () => {
    const line = fc.record({
      content_id: fc.constantFrom('a', 'b', 'c', null),
      price: fc.nat({ max: 100_000 }).map((cents) => (cents / 100).toFixed(2)),
      quantity: fc.integer({ min: 1, max: 9 }).map(String),
      email: fc.constantFrom('jane@example.com', 'joe@example.com', null),
      value: fc.constantFrom(null, '5', '7.50'),
      shop_id: fc.constantFrom('1', '2', null),
    });
    const lines = fc.array(line, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 5 }), (list, turn) => {
        const rows = list.map((columns) => ({ ...PURCHASE, ...columns }));
        const turned = [...rows.slice(turn), ...rows.slice(0, turn)].toReversed();
        expect(build(turned)).toEqual(build(rows));
      }),
    );
  });

  it('are worth the sum of their contents, to the last digit', () => {
    const line = fc.record({
      content_id: fc.string({ unit: fc.constantFrom(...'abcdef'), minLength: 3 }),
      price: fc.nat({ max: 10_000_000 }).map((cents) => (cents / 100).toFixed(2)),
      quantity: fc.nat({ max: 99 }).map(String),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (list) => {
        const event = sent(list.map((columns) => ({ ...PURCHASE, ...columns })));
        const contents: readonly { price: number; quantity: number }[] = event.properties.contents;
        const cents = contents.reduce((sum, item) => sum + Math.round(item.price * 100) * item.quantity, 0);
        expect(Math.round(event.properties.value * 100)).toBe(cents);
      }),
    );
  });
});

describe('an event as JSON', () => {
  it('is what any parser reads back, whatever the text holds', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 });
    fc.assert(
      fc.property(text, text, text, (name, id, description) => {
        const row = {
          ...PURCHASE,
          content_name: `x${name}x`,
          event_id: `x${id}x`,
          description: `x${description}x`,
        };
        const event = sent(row);
        expect(event.event_id).toBe(`x${id}x`);
        expect(event.properties.description).toBe(`x${description}x`);
        expect(event.properties.contents).toEqual([{ content_name: `x${name}x` }]);
      }),
    );
  });

  it('has only strings for ids, and hashes for people', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(digits, digits, digits, (eventId, contentId, orderId) => {
        const event = sent({ ...PURCHASE, event_id: eventId, content_id: contentId, order_id: orderId });
        expect(event.event_id).toBeTypeOf('string');
        expect(event.properties.contents[0].content_id).toBe(contentId);
        expect(event.user.email).toMatch(/^[0-9a-f]{64}$/);
      }),
    );
  });
});
