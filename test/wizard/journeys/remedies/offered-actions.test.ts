import { expect, test } from 'vitest';
import { LOCAL_FAULT_KINDS, TIKTOK_FAULT_KINDS } from '../../../../src/core/remedies/faults.ts';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import {
  offeredActions,
  resolvingAction,
  type Situation,
} from '../../../../src/wizard/journeys/remedies/offered-actions.ts';

const FAILED_RUN: Situation = {
  canBundle: true,
  canResume: true,
  canRestart: true,
  knowsSettings: true,
  hasRejects: true,
  isRepaired: false,
};
const ALL_KINDS = [...TIKTOK_FAULT_KINDS, ...LOCAL_FAULT_KINDS];

function idsFor(kind: (typeof ALL_KINDS)[number], situation: Situation = FAILED_RUN, requestId?: string) {
  return offeredActions(makeFault({ kind, message: '', requestId }), situation).map(({ id }) => id);
}

test('every kind of fault leaves something to do', () => {
  for (const kind of ALL_KINDS) expect(idsFor(kind).length).toBeGreaterThan(0);
});

test('where streaming isn’t allowed, customer files are the first thing offered', () => {
  expect(idsFor('streaming-not-allowed')[0]).toBe('use-file-channel');
});

test('an advertiser that isn’t found leads to choosing another one first', () => {
  expect(idsFor('advertiser-not-found', FAILED_RUN, '2026030109051000A0B1')).toEqual([
    'choose-advertiser',
    'edit-destination',
    'edit-template',
    'open-business-center',
    'retry-task',
    'restart-run',
    'save-rejects',
    'support-bundle',
    'copy-request-id',
  ]);
});

test('a source that changed is never sent without a new look at it', () => {
  expect(idsFor('source-changed')).not.toContain('retry-task');
  expect(resolvingAction({ kind: 'source-changed' })).toBe('restart-run');
});

test('a safety stop isn’t tried again as it is', () => {
  expect(idsFor('safety-stop')).not.toContain('retry-task');
});

test('a query that failed can be changed from here', () => {
  expect(idsFor('query-failed')[0]).toBe('edit-query');
});

test('waiting is offered where waiting can help', () => {
  expect(idsFor('rate-limited')).toContain('wait');
  expect(idsFor('audience-too-small')).not.toContain('wait');
});

test('a failed check has nothing to go on with and no rejects', () => {
  const check: Situation = {
    canResume: false,
    canRestart: false,
    knowsSettings: true,
    canBundle: false,
    hasRejects: false,
    isRepaired: false,
  };
  expect(idsFor('missing-permission', check)).toEqual([
    'open-business-center',
    'reauthorize',
    'choose-advertiser',
  ]);
});
