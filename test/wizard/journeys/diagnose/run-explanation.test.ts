import { expect, test } from 'vitest';
import type { RunRecord } from '../../../../src/core/ports/storage.ts';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import {
  explainRun,
  openFailures,
  runToExplain,
} from '../../../../src/wizard/journeys/diagnose/run-explanation.ts';
import { recordWith } from '../../../ui/support/delivery-services.ts';

const fault = makeFault({ kind: 'invalid-credentials', code: 40105, message: 'Access token is incorrect.' });

function run(id: string, orchestration: string, outcome: RunRecord['outcome']): RunRecord {
  return recordWith({ id, orchestration, outcome, ...(outcome === 'error' ? { fault } : {}) });
}

const ids = (runs: readonly RunRecord[]) => openFailures(runs).map(({ id }) => id);

test('a failure is open until its orchestration was delivered again', () => {
  expect(ids([run('2', 'vip', 'error'), run('1', 'vip', 'completed')])).toEqual(['2']);
  expect(ids([run('2', 'vip', 'completed'), run('1', 'vip', 'error')])).toEqual([]);
  expect(ids([run('3', 'other', 'completed'), run('2', 'vip', 'error'), run('1', 'vip', 'error')])).toEqual([
    '2',
  ]);
});

test('taking a campaign’s audience back failed; the campaign’s next delivery makes it good', () => {
  const undo = run('1', 'spring: a', 'error');
  const group = { ...run('2-1', 'spring: a', 'completed'), settings: { campaignRun: '2' } };
  expect(ids([undo])).toEqual(['1']);
  expect(ids([group, run('2', 'spring', 'completed'), undo])).toEqual([]);
});

test('a run that is going on doesn’t make an earlier failure good', () => {
  expect(ids([run('2', 'vip', undefined), run('1', 'vip', 'error')])).toEqual(['1']);
});

test('a run that was stopped didn’t fail', () => {
  const stopped = recordWith({
    outcome: 'cancelled',
    fault: makeFault({ kind: 'cancelled', message: 'Stopped.' }),
  });
  expect(runToExplain([stopped])).toBeUndefined();
});

test('without an open failure the newest one that ever was is explained', () => {
  expect(runToExplain([run('3', 'vip', 'completed'), run('2', 'vip', 'error')])?.id).toBe('2');
});

test('the headline names the run and the task that failed', () => {
  const record = recordWith({ outcome: 'error', fault });
  const at = '2026-03-01T09:05:10.000Z';
  expect(
    explainRun({ record, journal: [{ type: 'task', name: 'deliver', status: 'error', fault, at }] }),
  ).toEqual({
    type: 'failed',
    run: record.id,
    orchestration: 'vip',
    task: 'deliver',
    fault,
    headline: `Run ${record.id} of vip failed at the task “Deliver”.`,
  });
  expect(explainRun({ record, journal: [] })).toMatchObject({
    headline: `Run ${record.id} of vip failed.`,
    task: undefined,
  });
});

test('a run that didn’t fail says how it stands', () => {
  expect(explainRun({ record: recordWith({ outcome: 'completed' }), journal: [] })).toMatchObject({
    type: 'not-failed',
    sentence: 'The run R-20260301-abcd did not fail.',
  });
});
