import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { layOutEvents } from '../../../src/core/events/layout.ts';
import { writeSampleData } from '../../../src/simulator/sample-data.ts';
import { engineRig } from '../support/engine-rig.ts';
import { modelEvents } from './support/events-model.ts';
import { eventsRig, OFFLINE } from './support/events-rig.ts';

const rig = engineRig();
const events = eventsRig(rig);

it('the published events query makes an order of its lines, and shows the text that stands for a column', async () => {
  // The query looks at the week before today.
  const now = Date.now();
  const data = await writeSampleData(rig.path('sample'), now);
  const tables = {
    Unified_Itemized_Transactions: [data.transactions],
    Merged_Customers: [data.mergedCustomers],
  };
  const sql = readFileSync(new URL('../fixtures/events.sql', import.meta.url), 'utf8');
  const settings = { ...OFFLINE, now };
  const { columns, rows } = await rig.engine.sample(tables, sql, 100_000);
  const { layout } = layOutEvents(
    undefined,
    columns.map(({ name }) => name),
    'offline',
  );
  const model = modelEvents(rows, layout, settings);
  const place = events.place();

  const staged = await rig.engine.stageEvents({ ...place, tables, sql, layout, settings });

  expect(rows.length).toBeGreaterThan(1000);
  expect(staged.rowsRead).toBe(rows.length);
  const [email, phone] = staged.columns;
  expect(email).toMatchObject({
    column: 'email',
    constant: true,
    valid: 0,
    rejected: { 'not-an-email': rows.length },
  });
  expect(phone?.constant).toBe(false);
  expect(staged.names).toEqual([{ name: 'CompletePayment', events: staged.events }]);
  expect(staged.events).toBe(model.texts.length);
  expect(staged.events).toBeGreaterThan(400);
  expect(staged.rejected).toEqual({ 'no-identifier': model.rejected.length });

  const plan = await events.plan(place);
  const { read, sent, merged, duplicate, rejected } = plan.expected.rows;
  expect(merged).toBeGreaterThan(200);
  expect(sent + merged + duplicate + rejected).toBe(read);
  // Without an order of its own the query gives its rows in any, so events are compared as a set.
  const texts = await events.readAll(place, 100);
  const parsed = model.texts.map((text) => JSON.stringify(JSON.parse(text)));
  expect(texts.toSorted()).toEqual(parsed.toSorted());
});
