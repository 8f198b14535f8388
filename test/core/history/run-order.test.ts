import { expect, test } from 'vitest';
import { byTurn, nextTurn } from '../../../src/core/history/run-order.ts';
import type { RunRecord } from '../../../src/core/ports/storage.ts';

function run(id: string, startedAt: string, turn?: number): RunRecord {
  return {
    id,
    orchestration: 'vip',
    kind: 'audience',
    startedAt,
    version: '0.0.0',
    user: 'dana',
    settings: {},
    turn,
  };
}

test('runs come in the order in which they delivered, whatever the clock said when they were started', () => {
  const runs = [
    run('resumed later', '2026-06-01T08:00:00.000Z', 3),
    run('clock was ahead', '2031-01-01T00:00:00.000Z', 1),
    run('between', '2026-06-01T09:00:00.000Z', 2),
  ];
  expect(runs.toSorted(byTurn).map(({ id }) => id)).toEqual(['clock was ahead', 'between', 'resumed later']);
});

test('runs without a number come first, by their start, and the next number is above all others', () => {
  const runs = [
    run('numbered', '2026-05-01T00:00:00.000Z', 7),
    run('newer', '2026-06-02T00:00:00.000Z'),
    run('older', '2026-06-01T00:00:00.000Z'),
  ];
  expect(runs.toSorted(byTurn).map(({ id }) => id)).toEqual(['older', 'newer', 'numbered']);
  expect(nextTurn(runs)).toBe(8);
  expect(nextTurn([])).toBe(1);
});
