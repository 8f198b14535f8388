import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { layOutEvents } from '../../../src/core/events/layout.ts';
import type { EventSettings } from '../../../src/core/events/settings.ts';
import { seededRandom } from '../../bench/messy-customers.ts';
import { engineRig } from '../support/engine-rig.ts';
import { modelEvents } from './support/events-model.ts';
import { eventsRig, OFFLINE, WEB } from './support/events-rig.ts';

const rig = engineRig();
const events = eventsRig(rig);

type Row = Readonly<Record<string, string | null>>;

/** What a column mostly holds; the rest of its values may be anything. */
const PLAIN: Readonly<Record<string, readonly (string | null)[]>> = {
  event: ['Purchase', 'Purchase', 'Purchase', 'Lead', 'purchase', 'Anything', '', null],
  event_id: [null, '', 'null', ...Array.from({ length: 120 }, (_, id) => `order-${id}`)],
  timestamp: ['2026-11-18T09:00:00Z', '2026-11-19 10:00:00', '1795000000', '2026-10-01', '11/02/2026', null],
  email: [
    ...Array.from({ length: 20 }, (_, person) => ` Person${person}@Example.com `),
    ...['jane+shop@example.com', 'n/a', '"x@y.org"', null, ''],
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  ],
  phone: ['+14155552671', '(415) 555-2671', '4155552671', '020 7946 0018', '12', '1.41555E+10', null],
  external_id: ['u-1', 'u-2', 'null', null],
  page_url: ['https://shop.example/a', 'https://shop.example/b?c=d', null],
  ip: ['8.8.8.8', '::ffff:8.8.4.4', '10.0.0.1', null],
  agent: ['Mozilla/5.0 (X11)', 'curl', null],
  content_id: ['SKU-1', 'SKU-2', '007', null],
  content_name: ['Runner "X"', 'Wöller\n2', 'a\u001fb', '靴', null],
  price: ['10', '10.00', '0.50', '0.0', '1e3', '+3.10', '007.10', 'cheap', '12345678901234567.5', null],
  quantity: ['1', '2', '2.0', '1.5', null],
  currency: ['USD', 'USD', 'eur', '', 'XYZ', null],
  value: ['10', '20.00', '33.333333333333333333', '100.0', null],
  description: ['in store', '\u001f', '[1]', null],
  order_id: ['1', '2', null],
};
const COLUMNS = Object.keys(PLAIN);

/** Rows of a seed; `odd` are texts that turn up anywhere now and then. */
function rowsOf(seed: number, count: number, odd: readonly string[]): readonly Row[] {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const rows: Row[] = [];
  for (let number = 0; number < count; number += 1) {
    const before = random() < 0.1 ? pick(rows) : undefined;
    const value = (column: string) => (random() < 0.03 ? pick(odd) : pick(PLAIN[column] ?? [])) ?? null;
    rows.push(before ?? Object.fromEntries(COLUMNS.map((column) => [column, value(column)])));
  }
  return rows;
}

const BLANK = Object.fromEntries(COLUMNS.map((column) => [column, '']));

const ROWS = fc
  .record({
    seed: fc.nat(),
    // Windows and batches in which rows are read hold 256 and 2,048.
    count: fc.constantFrom(0, 1, 20, 300, 300, 2100),
    odd: fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { minLength: 1, maxLength: 8 }),
  })
  .map(({ seed, count, odd }) => rowsOf(seed, count, odd));

const SETTINGS: fc.Arbitrary<EventSettings> = fc.record({
  eventSource: fc.constantFrom<EventSettings['eventSource']>('web', 'offline'),
  eventSourceId: fc.constant('C4A1B2C3D4E5F6G7H8I9'),
  fixedEventName: fc.constantFrom(undefined, 'Lead'),
  limitedDataUse: fc.boolean(),
  timeZone: fc.constantFrom(undefined, 'America/New_York'),
  rules: fc.constantFrom(OFFLINE.rules, {
    ...OFFLINE.rules,
    emailRule: 'legacy',
    phoneRule: 'digits',
  } as const),
  sendOldEvents: fc.boolean(),
  now: fc.constant(WEB.now),
});

it('events are what the core makes of the same rows, in any number and order', async () => {
  await fc.assert(
    fc.asyncProperty(ROWS, SETTINGS, async (rows, settings) => {
      const { layout } = layOutEvents(undefined, COLUMNS, settings.eventSource);
      const raw = rows.map((row) => COLUMNS.map((column) => row[column] ?? null));
      const model = modelEvents(raw, layout, settings);
      const place = events.place();
      // A file without rows has no columns, so there is always one row more, which the query leaves out.
      const lines = [...rows, {}].map((row, index) =>
        JSON.stringify({ ...BLANK, ...row, number: `${index}` }),
      );
      const tables = { t: [rig.file('rows.ndjson', `${lines.join('\n')}\n`)] };
      const sql = `SELECT ${COLUMNS.join(', ')} FROM t WHERE number <> '${rows.length}'`;

      const staged = await rig.engine.stageEvents({ ...place, tables, sql, layout, settings });
      const plan = await events.plan(place);
      const data = await rig.engine.readEventBatch(place, { from: 0, to: plan.entries });
      const rejected = await rig.engine.rejects(place.stagedPath, 0, 10_000);

      expect(data).toBe(`[${model.texts.join(',')}]`);
      expect(staged.firstEvent).toBe(model.texts[0]);
      expect(staged.events).toBe(model.texts.length);
      expect(rejected.map(({ row, reason }) => ({ row, reason }))).toEqual(model.rejected);
      expect(plan.expected.rows).toMatchObject({
        read: rows.length,
        valid: model.rowsSendable,
        unique: model.texts.length,
        sent: model.texts.length,
        rejected: model.rejected.length,
        duplicate: model.rowsDuplicate,
        merged: model.rowsSendable - model.rowsDuplicate - model.texts.length,
      });
    }),
    { numRuns: 8 },
  );
});
