import { describe, expect, it } from 'vitest';
import { engineRig } from '../support/engine-rig.ts';
import { eventsRig, NOW, OFFLINE } from './support/events-rig.ts';

const rig = engineRig();
const events = eventsRig(rig);
const HOUR = 3_600_000;

let records = 0;
function record(): string {
  records += 1;
  return rig.path(`delivered-${records}/record.duckdb`);
}

/** Purchases with these ids. */
const purchases = (...ids: readonly string[]) =>
  `event,event_id,timestamp,email\n${ids.map((id) => `Purchase,${id},2026-11-18,a@b.com\n`).join('')}`;

const all = (entries: number) => [{ from: 0, to: entries }];

/** Stages and plans purchases, and records what became of all of them. */
async function deliver(
  path: string,
  outcome: 'confirmed' | 'unknown',
  now: number,
  ...ids: readonly string[]
) {
  const { place } = await events.stage(purchases(...ids));
  const { entries } = await events.plan(place, path, now);
  const none = { confirmed: [], unknown: [], now };
  await rig.engine.recordDelivered(path, place.stagedPath, { ...none, [outcome]: all(entries) });
}

async function idsToSend(path: string, now: number, ...ids: readonly string[]) {
  const { place } = await events.stage(purchases(...ids));
  const plan = await events.plan(place, path, now);
  const data = await rig.engine.readEventBatch(place, { from: 0, to: plan.entries });
  const sent = (JSON.parse(data) as { event_id: string }[]).map(({ event_id }) => event_id);
  return { sent, plan, place };
}

describe('the record of delivered events', () => {
  it('keeps a rerun from counting anything twice, however long after', async () => {
    const path = record();
    await deliver(path, 'confirmed', NOW, 'a', 'b');
    const { sent, plan } = await idsToSend(path, NOW + 400 * 24 * HOUR, 'x', 'b', 'a', 'y');
    expect(sent).toEqual(['x', 'y']);
    expect(plan.expected.rows).toMatchObject({ read: 4, sent: 2, unchanged: 2, pending: 0 });
    expect(plan.expected.delivery).toEqual({ delivered: 2, alreadyDelivered: 2, refused: 0 });
  });

  it('is about name and id together', async () => {
    const path = record();
    await deliver(path, 'confirmed', NOW, 'a');
    const { place } = await events.stage('event,event_id,timestamp,email\nLead,a,2026-11-18,a@b.com\n');
    expect((await events.plan(place, path)).entries).toBe(1);
  });

  it('sends an unanswered event again while TikTok would know it, and holds it back afterwards', async () => {
    const path = record();
    await deliver(path, 'unknown', NOW, 'a');
    const soon = await idsToSend(path, NOW + 47 * HOUR - 1, 'a', 'b');
    expect([soon.sent, soon.plan.heldBack]).toEqual([['a', 'b'], 0]);
    const late = await idsToSend(path, NOW + 47 * HOUR, 'a', 'b');
    expect([late.sent, late.plan.heldBack]).toEqual([['b'], 1]);
    expect(late.plan.expected.rows).toMatchObject({ read: 2, sent: 1, pending: 1, unchanged: 0 });
  });

  it('counts the hours from the first time an event was sent without an answer', async () => {
    const path = record();
    await deliver(path, 'unknown', NOW, 'a');
    await deliver(path, 'unknown', NOW + 40 * HOUR, 'a');
    const late = await idsToSend(path, NOW + 48 * HOUR, 'a');
    expect([late.sent, late.plan.heldBack]).toEqual([[], 1]);
  });

  it('is certain of an event that was answered in the end, and stays so', async () => {
    const path = record();
    await deliver(path, 'unknown', NOW, 'a');
    await deliver(path, 'confirmed', NOW + HOUR, 'a');
    const { place } = await events.stage(purchases('a'));
    await events.plan(place, rig.path('none'));
    await rig.engine.recordDelivered(path, place.stagedPath, { confirmed: [], unknown: all(1), now: NOW });
    const late = await idsToSend(path, NOW + 100 * HOUR, 'a');
    expect(late.plan.expected.delivery.alreadyDelivered).toBe(1);
  });

  it('may be told the same again, and more', async () => {
    const path = record();
    const { place } = await events.stage(purchases('a', 'b', 'c'));
    await events.plan(place, path);
    const tell = (to: number) =>
      rig.engine.recordDelivered(path, place.stagedPath, {
        confirmed: [{ from: 0, to }],
        unknown: [{ from: to, to: 3 }],
        now: NOW,
      });
    await tell(1);
    await tell(1);
    await tell(2);
    const { sent, plan } = await idsToSend(path, NOW + HOUR, 'a', 'b', 'c');
    expect([sent, plan.expected.delivery.alreadyDelivered]).toEqual([['c'], 2]);
  });

  it('knows an event without an id by person, name and time', async () => {
    const path = record();
    const text =
      'event,timestamp,email,price\nPurchase,2026-11-18,a@b.com,1\nPurchase,2026-11-19,a@b.com,1\n';
    const first = await events.stage(text);
    await events.plan(first.place, path);
    await rig.engine.recordDelivered(path, first.place.stagedPath, {
      confirmed: all(1),
      unknown: [],
      now: NOW,
    });
    const again = await events.stage(text.replaceAll('a@b.com', ' A@B.com '));
    expect((await events.plan(again.place, path)).entries).toBe(1);
  });
});

describe('a plan', () => {
  it('replaces the earlier one, and numbers events by their first rows', async () => {
    const path = record();
    await deliver(path, 'confirmed', NOW, 'b');
    const { place } = await events.stage(purchases('c', 'b', 'a'));
    expect((await events.plan(place)).entries).toBe(3);
    expect((await events.plan(place, path)).entries).toBe(2);
    const data = await rig.engine.readEventBatch(place, { from: 0, to: 2 });
    expect((JSON.parse(data) as { event_id: string }[]).map(({ event_id }) => event_id)).toEqual(['c', 'a']);
  });
});

describe('the tally', () => {
  it('puts every row in one place, whatever was confirmed and refused', async () => {
    const header = 'event,event_id,timestamp,email,phone,price,quantity\n';
    const line = (id: string, price: string, email = 'a@b.com') =>
      `Purchase,${id},2026-11-18,${email},+14155552671,${price},1\n`;
    const path = record();
    const text =
      header +
      line('a', '1') +
      line('a', '2') +
      line('a', '2') +
      line('b', '1', '') +
      line('c', '1') +
      line('d', 'x') +
      line('e', '1') +
      line('f', '1') +
      'Purchase,g\n';
    const before = await events.stage(header + line('f', '9'));
    await events.plan(before.place, path);
    await rig.engine.recordDelivered(path, before.place.stagedPath, {
      confirmed: all(1),
      unknown: [],
      now: NOW,
    });

    const { place, staged } = await events.stage(text, OFFLINE);
    const plan = await events.plan(place, path);
    expect(plan.entries).toBe(4);
    const tally = await rig.engine.tallyEvents(place.stagedPath, [{ from: 0, to: 2 }], [{ from: 2, to: 3 }]);
    expect(tally).toEqual({
      rows: {
        read: 9,
        withIdentifier: 8,
        valid: 7,
        unique: 5,
        sent: 2,
        unchanged: 1,
        duplicate: 1,
        rejected: 2,
        refused: 1,
        merged: 1,
        pending: 1,
      },
      identifiers: {
        EMAIL: { valid: 7, sent: 1, rejected: { empty: 1 } },
        PHONE: { valid: 8, sent: 2, rejected: {} },
      },
      delivery: { delivered: 2, alreadyDelivered: 1, refused: 1 },
    });
    expect(staged.rowsRead).toBe(tally.rows.read);
  });
});
