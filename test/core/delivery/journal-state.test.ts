import { expect, test } from 'vitest';
import { readJournalState, readUncertainEntries } from '../../../src/core/delivery/journal-state.ts';
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
