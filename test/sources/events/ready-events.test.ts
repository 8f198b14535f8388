import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEvent } from '../../../src/core/events/build-event.ts';
import { layOutEvents } from '../../../src/core/events/layout.ts';
import { readEventRow } from '../../../src/core/events/read-row.ts';
import type { EventSettings } from '../../../src/core/events/settings.ts';
import { Database } from '../../../src/sources/duckdb/database.ts';
import { quoteText } from '../../../src/sources/duckdb/sql-text.ts';
import { makeScratch, RecordWriter } from '../../../src/sources/events/event-records.ts';
import { packRows } from '../../../src/sources/events/pack-sql.ts';
import { type RowBatch, readyText } from '../../../src/sources/events/row-batch.ts';
import { streamRows } from '../../../src/sources/events/row-stream.ts';
import { seededRandom } from '../../bench/messy-customers.ts';
import { engineRig } from '../support/engine-rig.ts';
import { OFFLINE, WEB } from './support/events-rig.ts';

const rig = engineRig();

/** What a row says that is in no doubt. */
const PLAIN_ROW = {
  event: 'Purchase',
  event_id: 'order-1',
  timestamp: '2026-11-18 09:00:00',
  email: 'jane@example.com',
  email_2: '',
  phone: '+14155552671',
  external_id: 'u-1',
  tiktok_click_id: 'E.C.P.1',
  cookie_id: 'cookie-1',
  ip: '8.8.8.8',
  agent: 'Mozilla/5.0 (X11)',
  locale: 'en-US',
  page_url: 'https://shop.example/a',
  referrer_url: 'https://shop.example/',
  content_id: 'SKU-1',
  content_name: 'Läufer 靴',
  content_category: 'shoes',
  brand: 'Acme',
  price: '19.99',
  quantity: '2',
  content_type: '',
  currency: 'USD',
  value: '39.98',
  description: 'in store',
  order_id: 'o-1',
  shop_id: 's-1',
  event_channel: 'in_store',
  event_source: '',
  event_source_id: '',
};
type Column = keyof typeof PLAIN_ROW;
const COLUMNS = Object.keys(PLAIN_ROW) as Column[];

const HASH = 'a'.repeat(63);

/** What may stand in a column instead; each is tried alone, and all of them together at random. */
const OTHERS: Readonly<Partial<Record<Column, readonly (string | null)[]>>> = {
  event: ['Lead', 'PageView', 'purchase', 'Custom Thing', ' Purchase', null],
  event_id: [null, 'null', 'N/A', 'un\u212anown', ' a', 'a"b', 'a\\b', 'a\u2028b', 'a\u00a0', 'ß', '0'],
  timestamp: [
    ...[
      '2026-11-18T09:00:00',
      '2026-11-18T09:00:00Z',
      '2026-11-18 09:00:00 UTC',
      '2026-11-18T09:00:00.123456Z',
    ],
    ...['2026-11-18T09:00:00+05:30', '2026-11-18 09:00:00-08', '2026-11-18 09:00:00+0100', '2026-11-18'],
    ...[
      '2026-11-18T09:00:00+16:00',
      '2026-11-18T24:00:00',
      '2026-11-18T23:59:60',
      '2026-11-31',
      '2026-11-18 9:00:00',
    ],
    ...[
      '2026-10-25 02:30:00',
      '2026-10-25 12:00:00',
      '2026-10-26 12:00:00',
      '2026-11-01 01:30:00',
      '2026-11-02 02:00:00',
    ],
    ...[
      '1794992400',
      '1794992400000',
      '1794992400.5',
      '1794992400000000',
      '0994992400',
      '2026-10-23 12:00:00',
    ],
    ...[
      '2026-10-01',
      '2026-11-20T12:09:59Z',
      '2026-11-20T12:10:01Z',
      '1969-12-31',
      '0050-01-01',
      'yesterday',
      null,
    ],
  ],
  email: [' Jane@Example.com ', '"x@y.org"', 'n/a', `${HASH}B`, 'f'.repeat(64), null],
  email_2: ['jane@example.com', 'john@example.com', 'broken', null],
  phone: ['(415) 555-2671', '12', null],
  external_id: ['null', `${HASH}B`, 'f'.repeat(64), 'F47AC10B-58CC-4372-A567-0E02B2C3D479', 'ümlaut', null],
  tiktok_click_id: ['x'.repeat(1001), 'none', null],
  cookie_id: ['undefined', null],
  ip: [
    '10.0.0.1',
    '100.64.0.1',
    '100.1.1.1',
    '::ffff:8.8.4.4',
    '2001:db8:0:0:0:0:0:1',
    '2001:db8::1',
    '256.1.1.1',
    null,
  ],
  agent: ['curl', `Mozilla/5.0 ${'x'.repeat(2000)}`, null],
  locale: ['nan', 'de_DE', 'english', null],
  page_url: ['ftp://x', 'https://shop.example/ö', 'https://shop.example/a\u3000b', 'HTTP://x', null],
  content_id: ['007', 'a\u001fb', 'a\tb', null],
  content_name: ['Runner "X"', null],
  price: [
    '10',
    '10.00',
    '0',
    '0.0',
    '.5',
    '5.',
    '1e3',
    '19.999999',
    '123456789.1234',
    '1234567890',
    '1,5',
    '-1',
    null,
  ],
  quantity: ['2.0', '1.5', '0', '99999', '100000', null],
  content_type: ['Product', 'PRODUCT_GROUP', 'shoe'],
  currency: ['eur', '', ' usd', 'XYZ', 'ıdr', 'ﬁm', null],
  value: ['39.99', '39.985', '39.970001', '100', '0.00', '99999999999.9999', '100000000000', 'x', null],
  order_id: ['none', null],
  event_source: ['WEB', 'Offline', 'shop', 'null'],
  event_source_id: ['C4A1B2C3D4E5F6G7H8I9', 'another', 'none'],
};

type Row = Readonly<Record<Column, string | null>>;

const OFF_BY_ONE: readonly Row[] = COLUMNS.flatMap((column) =>
  (OTHERS[column] ?? []).map((value) => ({ ...PLAIN_ROW, [column]: value })),
);

/** Rows in which about three columns say something else. */
function mixedRows(count: number): readonly Row[] {
  const random = seededRandom(20_261_122);
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  return Array.from({ length: count }, () => {
    const row: Record<Column, string | null> = { ...PLAIN_ROW };
    for (const column of COLUMNS) if (random() < 0.1) row[column] = pick(OTHERS[column] ?? ['']) ?? null;
    return row;
  });
}

const SETTINGS: readonly (readonly [name: string, settings: EventSettings])[] = [
  ['from the web', WEB],
  ['from stores', OFFLINE],
  ['in Berlin, with little said of the person', { ...WEB, timeZone: 'Europe/Berlin', limitedDataUse: true }],
  ['in New York, however old', { ...OFFLINE, timeZone: 'America/New_York', sendOldEvents: true }],
  ['of one name', { ...WEB, fixedEventName: 'Subscribe', timeZone: 'Asia/Tokyo' }],
];

describe('a row that is an event before the core sees it is what the core makes of it', () => {
  let database: Database;
  beforeAll(async () => {
    const folder = rig.path('ready');
    database = await Database.open(':memory:', { tempDirectory: folder, memoryLimitMb: 512, threads: 2 });
  });
  afterAll(() => database.close());

  /** The rows of a layout as the engine packs them. */
  async function pack(rows: readonly Row[], settings: EventSettings) {
    const names = COLUMNS.map((column) => (column === 'email_2' ? 'email' : column));
    const { layout } = layOutEvents(undefined, names, settings.eventSource);
    const literal = (value: string | null) => (value === null ? 'NULL' : quoteText(value));
    const lines = rows.map((row) => `(${COLUMNS.map((column) => literal(row[column])).join(', ')})`);
    await database.run(`CREATE OR REPLACE TABLE given (${COLUMNS.map((column) => `${column} VARCHAR`).join(', ')});
      INSERT INTO given VALUES ${lines.join(', ')}`);
    const relation = `(SELECT * FROM given) AS result(${COLUMNS.map((_, place) => `c${place}`).join(', ')})`;
    const query = {
      columns: [],
      relation,
      run: <T>(statement: string, work: (statement: string) => Promise<T>) => work(statement),
    };
    const batches: RowBatch[] = [];
    for await (const batch of streamRows(database, query, packRows(relation, layout, settings), {})) {
      batches.push(batch);
    }
    return { layout, batches };
  }

  it.each(SETTINGS)('%s', async (_, settings) => {
    const rows = [PLAIN_ROW, ...OFF_BY_ONE, ...mixedRows(600)];
    const { layout, batches } = await pack(rows, settings);
    let number = 0;
    let ready = 0;
    for (const batch of batches) {
      for (let index = 0; index < batch.count; index += 1, number += 1) {
        if (batch.jsonBytes[index] === 0) continue;
        ready += 1;
        const row = rows[number];
        const read = readEventRow(
          COLUMNS.map((column) => row?.[column]),
          layout,
          settings,
        );
        const built = buildEvent([read], settings);
        if (!built.valid) throw new Error(`The core refuses ${JSON.stringify(row)}: ${built.reason}.`);
        expect(Buffer.from(readyText(batch, index)).toString()).toBe(built.json);
        expect([read.leftOut, read.rejected]).toEqual([[], []]);

        const fast = new RecordWriter(1, makeScratch());
        fast.addReady(index, batch);
        const slow = new RecordWriter(1, makeScratch());
        slow.add([index], [read], built);
        expect(fast.finish()).toEqual(slow.finish());
      }
    }
    expect(number).toBe(rows.length);
    expect(batches[0]?.jsonBytes[0]).toBeGreaterThan(0);
    // Were nothing ready, this test would show nothing.
    expect(ready / rows.length).toBeGreaterThan(0.15);
  });
});
