import { expect, test } from 'vitest';
import type { Range } from '../../../src/core/audiences/plan.ts';
import { heldBackEntries, recordEvents } from '../../../src/core/delivery/record-events.ts';
import type { BatchState, WrittenEntry } from '../../../src/core/ports/journal.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-22T00:00:00.000Z');

function line(hour: number, state: BatchState, from: number, to: number): WrittenEntry {
  return { at: new Date(START + hour * HOUR).toISOString(), type: 'batch', state, from, to };
}

type Told = { confirmed: readonly Range[]; unknown: readonly Range[]; hour: number };

async function recorded(entries: readonly WrittenEntry[], hour: number): Promise<readonly Told[]> {
  const told: Told[] = [];
  const recordDelivered = async (
    _record: string,
    _staged: string,
    { confirmed, unknown, now }: { confirmed: readonly Range[]; unknown: readonly Range[]; now: number },
  ) => void told.push({ confirmed, unknown, hour: (now - START) / HOUR });
  await recordEvents({ recordDelivered }, 'record', 'staged', entries, START + hour * HOUR);
  return told;
}

test('events without an answer are noted with the time of their first copy, the old ones apart', async () => {
  const entries = [
    line(0, 'sent', 0, 10),
    line(0, 'unknown', 0, 10),
    line(70, 'sent', 10, 20),
    line(70, 'confirmed', 10, 20),
    line(70, 'sent', 20, 30),
    line(71, 'sent', 20, 30),
  ];
  expect(await recorded(entries, 72)).toEqual([
    { confirmed: [], unknown: [{ from: 0, to: 10 }], hour: 0 },
    { confirmed: [{ from: 10, to: 20 }], unknown: [{ from: 20, to: 30 }], hour: 70 },
  ]);
  expect(heldBackEntries(entries, START + 72 * HOUR)).toEqual([{ from: 0, to: 10 }]);
  expect(heldBackEntries(entries, START + 46 * HOUR)).toEqual([{ from: 20, to: 30 }]);
});

test('an event that was refused only after a copy without an answer is no event that may be sent again later', async () => {
  const entries = [
    line(0, 'sent', 0, 1),
    line(0, 'unknown', 0, 1),
    line(0, 'refused', 0, 1),
    line(0, 'sent', 1, 2),
    line(0, 'refused', 1, 2),
  ];
  expect(await recorded(entries, 1)).toEqual([{ confirmed: [], unknown: [{ from: 0, to: 1 }], hour: 0 }]);
});
