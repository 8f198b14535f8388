import { expect, test } from 'vitest';
import { planPruning } from '../../../src/core/history/retention.ts';
import type { RunRecord } from '../../../src/core/ports/storage.ts';
import { summaryWith } from '../../ui/support/delivery-values.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-06-01T00:00:00.000Z');
const PLACE = { advertiserId: '7654321098765432109', audienceId: '71' };

function run(id: string, daysAgo: number, changes: Partial<RunRecord> = {}): RunRecord {
  const at = new Date(NOW - daysAgo * DAY).toISOString();
  return {
    id,
    orchestration: 'vip',
    kind: 'audience',
    startedAt: at,
    finishedAt: at,
    outcome: 'completed',
    summary: summaryWith({ run: id }),
    version: '0.0.0',
    user: 'dana',
    settings: {},
    ...PLACE,
    ...changes,
  };
}

function plan(runs: readonly RunRecord[], days = 90) {
  const { remove, keep } = planPruning(runs, days, NOW);
  return { gone: remove.map(({ id }) => id), kept: keep.map(({ id, reason }) => [id, reason]) };
}

test('what is old goes, oldest first, and what is young isn’t spoken of', () => {
  expect(plan([run('young', 1), run('middle', 91), run('old', 200)])).toEqual({
    gone: ['old', 'middle'],
    kept: [],
  });
});

test('the last run of an audience stays, however old it is', () => {
  const other = { audienceId: '72' };
  expect(plan([run('a2', 100), run('a1', 200), run('b1', 300, other)])).toEqual({
    gone: ['a1'],
    kept: [
      ['b1', 'last-of-audience'],
      ['a2', 'last-of-audience'],
    ],
  });
});

test('where the last run changed nothing, the one that did stays with it', () => {
  const nothing = summaryWith({ delivery: { added: 0, removed: 0, unchanged: 7, requests: 0, retries: 0 } });
  expect(plan([run('idle', 100, { summary: nothing }), run('busy', 200), run('first', 300)])).toEqual({
    gone: ['first'],
    kept: [
      ['busy', 'last-of-audience'],
      ['idle', 'last-of-audience'],
    ],
  });
});

test.each([
  ['unfinished', { outcome: undefined }],
  ['resumable', { outcome: 'error' }],
  ['resumable', { outcome: 'cancelled' }],
  ['ledger-pending', { ledgerPending: true }],
] as const)('a run that is %s stays, and with it every later one of its audience', (reason, changes) => {
  expect(plan([run('young', 1), run('later', 100), run('kept', 200, changes), run('earlier', 300)])).toEqual({
    gone: ['earlier'],
    kept: [
      ['kept', reason],
      ['later', 'earlier-is-kept'],
    ],
  });
});

test('runs of events hold nothing back but themselves: they can’t be undone', () => {
  const events = { kind: 'events', advertiserId: undefined, audienceId: undefined } as const;
  expect(plan([run('e2', 100, events), run('e1', 200, { ...events, outcome: 'error' })])).toEqual({
    gone: ['e2'],
    kept: [['e1', 'resumable']],
  });
});
