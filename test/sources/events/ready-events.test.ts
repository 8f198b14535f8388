import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildEvent } from '../../../src/core/events/build-event.ts';
import { layOutEvents } from '../../../src/core/events/layout.ts';
import { readEventRow } from '../../../src/core/events/read-row.ts';
import type { EventSettings } from '../../../src/core/events/settings.ts';
import { Database } from '../../../src/sources/duckdb/database.ts';
import { quoteText } from '../../../src/sources/duckdb/sql-text.ts';
import { EventIndex, piecesOf, piecesOfRead } from '../../../src/sources/events/event-index.ts';
import { LISTED_EVENT_NAMES, makeScratch, RecordWriter } from '../../../src/sources/events/event-records.ts';
import { packRows } from '../../../src/sources/events/pack-sql.ts';
import { GIVEN_LENGTH, readReadyRow } from '../../../src/sources/events/ready-row.ts';
import { RowTexts } from '../../../src/sources/events/row-texts.ts';
import { isReadyText, readRowTexts } from '../../../src/sources/events/waiting-rows.ts';
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

const TABLE = 'given';
const INDEX = 'index.duckdb';

describe('a row that is an event before the core sees it is what the core makes of it', () => {
  const folder = rig.path('ready');
  const databaseSettings = { tempDirectory: folder, memoryLimitMb: 512, threads: 2 };
  beforeAll(() => mkdirSync(folder, { recursive: true }));

  /** The rows of a layout, each alone in its own file, as the engine takes them; and the index of all. */
  async function take(rows: readonly Row[], settings: EventSettings) {
    const names = COLUMNS.map((column) => (column === 'email_2' ? 'email' : column));
    const { layout } = layOutEvents(undefined, names, settings.eventSource);
    const literal = (value: string | null) => (value === null ? 'NULL' : quoteText(value));
    const lines = rows.map((row) => `(${COLUMNS.map((column) => literal(row[column])).join(', ')})`);
    const indexPath = join(folder, INDEX);
    rmSync(indexPath, { force: true });
    const texts = await RowTexts.begin(
      { sealedPath: join(folder, 'sealed'), key: new Uint8Array(32) },
      folder,
      () => {},
    );
    const database = await Database.open(':memory:', databaseSettings);
    try {
      await database.run(`CREATE TABLE ${TABLE} (${COLUMNS.map((column) => `${column} VARCHAR`).join(', ')});
        INSERT INTO ${TABLE} VALUES ${lines.join(', ')}; ATTACH ${quoteText(indexPath)} AS staged`);
      const relation = `(SELECT * FROM ${TABLE}) AS result(${COLUMNS.map((__, place) => `c${place}`).join(', ')})`;
      const { statement } = packRows(
        { relation, texts: COLUMNS.map((__, place) => `c${place}`) },
        layout,
        settings,
        texts.taker.register(database),
      );
      await texts.taker.during(() => database.run(`CREATE TABLE staged.read AS ${statement}`));
    } finally {
      database.close();
    }
    return { layout, texts, index: await EventIndex.open(indexPath, databaseSettings) };
  }

  it.each(SETTINGS)('%s', async (_, settings) => {
    const rows = [PLAIN_ROW, ...OFF_BY_ONE, ...mixedRows(600)];
    const { layout, texts, index } = await take(rows, settings);
    try {
      const { files } = texts;
      const read = await index.database.rows('SELECT place, length FROM read ORDER BY rowid');
      expect(read).toHaveLength(rows.length);
      const taken = readRowTexts(files, {
        places: Float64Array.from(read, ({ place }) => Number(place)),
        lengths: Uint32Array.from(read, ({ length }) => Number(length)),
      });
      const slow = new RecordWriter(rows.length, makeScratch());
      const ready: number[] = [];
      for (const [number, text] of taken.entries()) {
        if (!isReadyText(text)) continue;
        ready.push(number);
        const row = rows[number];
        const coreRow = readEventRow(
          COLUMNS.map((column) => row?.[column]),
          layout,
          settings,
        );
        const built = buildEvent([coreRow], settings);
        if (!built.valid) throw new Error(`The core refuses ${JSON.stringify(row)}: ${built.reason}.`);
        expect(text.slice(0, -GIVEN_LENGTH)).toBe(built.json);
        expect(readReadyRow(text)).toEqual(coreRow);
        // The order of members too, because rows of one event are compared as texts.
        expect(JSON.stringify(readReadyRow(text))).toBe(JSON.stringify(coreRow));
        slow.add([number], [coreRow], built);
      }
      expect(ready[0]).toBe(0);
      // Were nothing ready, this test would show nothing.
      expect(ready.length / rows.length).toBeGreaterThan(0.15);

      const { records } = slow.finish();
      const name = records.name.map((own) => LISTED_EVENT_NAMES.indexOf(records.names[own - 1] ?? '') + 1);
      index.append('built', { ...records, name }, 0, (number) => number);
      index.flush();
      const known = (pieces: string) =>
        index.database.rows(`SELECT * EXCLUDE (unit, place) FROM (${pieces}) ORDER BY firstRow`);
      expect(await known(piecesOfRead('isReady'))).toEqual(await known(piecesOf('built')));
    } finally {
      index.close();
      await texts.close();
    }
  });
});
