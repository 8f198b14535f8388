import { expect, test } from 'vitest';
import {
  readDoubts,
  readJournalState,
  readUncertainEntries,
} from '../../../src/core/delivery/journal-state.ts';
import type { BatchState, WrittenEntry } from '../../../src/core/ports/journal.ts';

function journal(...lines: readonly (readonly [BatchState, number, number])[]): readonly WrittenEntry[] {
  return lines.map(([state, from, to]) => ({
    at: '2026-11-22T00:00:00.000Z',
    type: 'batch',
    state,
    from,
    to,
  }));
}

test('a batch that was sent and never answered is unknown', () => {
  expect(readJournalState(journal(['sent', 0, 10]))).toEqual({
    confirmed: [],
    refused: [],
    unknown: [{ from: 0, to: 10 }],
  });
});

test('batches under way together are each judged by their own lines', () => {
  const state = readJournalState(journal(['sent', 0, 10], ['sent', 10, 20], ['confirmed', 10, 20]));
  expect(state.confirmed).toEqual([{ from: 10, to: 20 }]);
  expect(state.unknown).toEqual([{ from: 0, to: 10 }]);
});

test('a request that was refused as a whole leaves nothing uncertain', () => {
  expect(readJournalState(journal(['sent', 0, 10], ['returned', 0, 10])).unknown).toEqual([]);
});

test('an unanswered request stays uncertain though a later one for the same entries was refused', () => {
  const state = readJournalState(journal(['sent', 0, 10], ['sent', 0, 10], ['returned', 0, 10]));
  expect(state.unknown).toEqual([{ from: 0, to: 10 }]);
});

test('confirmed halves settle an unknown whole', () => {
  const state = readJournalState(
    journal(
      ['sent', 0, 10],
      ['unknown', 0, 10],
      ['sent', 0, 5],
      ['confirmed', 0, 5],
      ['sent', 5, 10],
      ['refused', 5, 10],
    ),
  );
  expect(state).toEqual({
    confirmed: [{ from: 0, to: 5 }],
    refused: [{ from: 5, to: 10 }],
    unknown: [],
  });
});

test('what was refused, sent once more by a resume and never answered is unknown again', () => {
  const lines = [
    ...journal(['sent', 0, 4], ['refused', 0, 4]),
    { at: '2026-11-22T00:00:00.000Z', type: 'resumed' } as const,
    ...journal(['sent', 0, 2], ['sent', 2, 4], ['returned', 2, 4]),
  ];
  expect(readJournalState(lines)).toEqual({ confirmed: [], refused: [], unknown: [{ from: 0, to: 2 }] });
  expect(readUncertainEntries(lines)).toEqual([{ from: 0, to: 2 }]);
});

test('an entry that was refused after an attempt that may have worked is uncertain to the ledger', () => {
  const lines = journal(
    ['sent', 0, 2],
    ['unknown', 0, 2],
    ['sent', 0, 1],
    ['refused', 0, 1],
    ['sent', 1, 2],
    ['confirmed', 1, 2],
    ['sent', 2, 3],
    ['refused', 2, 3],
    ['sent', 3, 4],
  );
  expect(readUncertainEntries(lines)).toEqual([
    { from: 0, to: 1 },
    { from: 3, to: 4 },
  ]);
});

test('so is one that was refused when a resumed run sent again what nobody heard the answer of', () => {
  const resumed = { at: '2026-11-22T00:00:00.000Z', type: 'resumed' } as const;
  const lines = [
    ...journal(['sent', 0, 2], ['sent', 2, 4]),
    resumed,
    ...journal(['sent', 0, 2], ['returned', 0, 2], ['sent', 0, 1], ['refused', 0, 1], ['sent', 1, 2]),
    ...journal(['confirmed', 1, 2], ['sent', 2, 4], ['confirmed', 2, 4], ['sent', 4, 5], ['refused', 4, 5]),
  ];
  expect(readUncertainEntries(lines)).toEqual([{ from: 0, to: 1 }]);
});

test('a request that went without an answer once stays in doubt, whatever was answered afterwards', () => {
  const at = (minute: number) => `2026-11-22T00:0${minute}:00.000Z`;
  const line = (minute: number, state: BatchState, from: number, to: number): WrittenEntry => ({
    at: at(minute),
    type: 'batch',
    state,
    from,
    to,
  });
  const doubt = (from: number, to: number, since: number, until: number) => ({
    from,
    to,
    since: Date.parse(at(since)),
    until: Date.parse(at(until)),
  });
  expect(
    readDoubts([
      line(0, 'sent', 0, 10),
      line(2, 'unknown', 0, 10),
      line(3, 'confirmed', 0, 10),
      line(3, 'sent', 10, 20),
      line(4, 'confirmed', 10, 20),
      line(4, 'sent', 20, 30),
      line(5, 'sent', 20, 30),
      line(6, 'returned', 20, 30),
      line(7, 'sent', 30, 40),
    ]),
  ).toEqual([doubt(0, 10, 0, 2), doubt(20, 30, 4, 4), doubt(30, 40, 7, 7)]);
});
