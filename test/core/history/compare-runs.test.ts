import { expect, test } from 'vitest';
import { compareRuns } from '../../../src/core/history/compare-runs.ts';
import { olderThan, planRetention } from '../../../src/core/history/retention.ts';
import type { RunRecord } from '../../../src/core/ports/storage.ts';

const ROWS = {
  read: 10,
  withIdentifier: 9,
  valid: 8,
  unique: 8,
  sent: 8,
  unchanged: 0,
  duplicate: 0,
  rejected: 2,
  refused: 0,
  merged: 0,
  pending: 0,
};

function runRecord(change: Partial<RunRecord> = {}): RunRecord {
  return {
    id: '20261122-0148-ab3k',
    orchestration: 'vip',
    kind: 'audience',
    startedAt: '2026-11-22T01:48:00.000Z',
    finishedAt: '2026-11-22T01:49:00.000Z',
    outcome: 'completed',
    version: '1.0.0',
    user: 'jane',
    settings: { mode: 'match', rules: { emailRule: 'standard', phoneRule: 'plus' }, fingerprint: 'a' },
    summary: {
      run: '20261122-0148-ab3k',
      outcome: 'completed',
      rows: ROWS,
      identifiers: { EMAIL: { valid: 8, sent: 8, rejected: { 'not-an-email': 2 } } },
      delivery: { added: 8, removed: 0, unchanged: 0, requests: 1, retries: 0 },
      seconds: { query: 1, prepare: 1, deliver: 1, total: 3 },
    },
    ...change,
  };
}

test('only the settings that differ are named, each by itself, and what delivery notes isn’t one', () => {
  const other = runRecord({
    settings: {
      fingerprint: 'b',
      rules: { phoneRule: 'plus', emailRule: 'legacy' },
      mode: 'match',
      batchSize: 500,
      stageKey: '…',
    },
  });
  const { settings, sameSource } = compareRuns(runRecord(), other);
  expect(settings).toEqual([
    { setting: 'rules.emailRule', one: 'standard', other: 'legacy' },
    { setting: 'batchSize', one: undefined, other: 500 },
  ]);
  expect(sameSource).toBe(false);
});

test('the order in which settings are written makes no difference', () => {
  const other = runRecord({
    settings: { fingerprint: 'a', rules: { phoneRule: 'plus', emailRule: 'standard' }, mode: 'match' },
  });
  expect(compareRuns(runRecord(), other)).toMatchObject({ settings: [], sameSource: true });
});

test('every count stands beside the other run’s, also where that one never got so far', () => {
  const { counts, other } = compareRuns(
    runRecord(),
    runRecord({ id: 'x', summary: undefined, outcome: undefined }),
  );
  expect(counts).toContainEqual({ name: 'rows.sent', one: 8, other: undefined });
  expect(counts).toContainEqual({ name: 'rejected.EMAIL.not-an-email', one: 2, other: undefined });
  expect(counts).toContainEqual({ name: 'delivery.added', one: 8, other: undefined });
  expect(other.outcome).toBeUndefined();
});

test('a run that never ended and one the ledger doesn’t hold yet stay, unless they are forced', () => {
  const ended = runRecord({ id: 'ended' });
  const failed = runRecord({ id: 'failed', outcome: 'error' });
  const unfinished = runRecord({ id: 'unfinished', outcome: undefined, finishedAt: undefined });
  const pending = runRecord({ id: 'pending', ledgerPending: true });
  const runs = [ended, failed, unfinished, pending];
  expect(planRetention(runs, false)).toEqual({
    remove: [ended, failed],
    keep: [
      { id: 'unfinished', reason: 'unfinished' },
      { id: 'pending', reason: 'ledger-pending' },
    ],
  });
  expect(planRetention(runs, true)).toEqual({ remove: runs, keep: [] });
});

test('age counts from the end of a run, or from its start where it never ended; oldest first', () => {
  const now = Date.parse('2026-12-01T00:00:00.000Z');
  const old = runRecord({
    id: 'old',
    startedAt: '2026-11-01T00:00:00.000Z',
    finishedAt: '2026-11-02T00:00:00.000Z',
  });
  const older = runRecord({ id: 'older', startedAt: '2026-10-01T00:00:00.000Z', finishedAt: undefined });
  const long = runRecord({
    id: 'long',
    startedAt: '2026-10-01T00:00:00.000Z',
    finishedAt: '2026-11-30T00:00:00.000Z',
  });
  expect(olderThan([old, older, long], 10, now).map(({ id }) => id)).toEqual(['older', 'old']);
});
