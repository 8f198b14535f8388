import { expect, test } from 'vitest';
import type { DeliveryEvent } from '../../../../src/core/delivery/events.ts';
import type { Campaign } from '../../../../src/core/profiles/campaign-schema.ts';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import { groupLines } from '../../../../src/wizard/journeys/campaign/group-lines.ts';
import { groupResultInWords } from '../../../../src/wizard/journeys/campaign/group-results.ts';
import {
  failedGroup,
  failedTask,
  type RunState,
  reduceRun,
  startRunState,
} from '../../../../src/wizard/journeys/delivery/run-state.ts';
import { NO_ROWS, summaryWith } from '../../../ui/support/delivery-values.ts';

const CAMPAIGN: Pick<Campaign, 'groups' | 'audiences'> = {
  groups: [{ name: 'control', control: true }, { name: 'a' }, { name: 'b' }],
  audiences: 'separate',
};

function after(...events: readonly DeliveryEvent[]): RunState {
  return events.reduce<RunState>(
    (state, event, index) => reduceRun(state, { type: 'happened', event, at: index * 1000 }),
    startRunState('campaign'),
  );
}

const task = (
  group: string,
  name: 'check' | 'query' | 'prepare' | 'audience' | 'deliver' | 'verify',
  status: 'running' | 'completed' | 'error',
  more: object = {},
): DeliveryEvent => ({ type: 'task', name, status, group, ...more });

const wordsOf = (state: RunState, doneBefore: readonly string[] = []) =>
  groupLines(CAMPAIGN, state.groups, doneBefore).map(
    ({ name, status, words }) => `${name} ${status}: ${words}`,
  );

test('every audience is a run of its own; the campaign itself only reads its people', () => {
  const state = after(
    { type: 'task', name: 'query', status: 'completed', detail: '900 people' },
    task('a', 'prepare', 'completed', { detail: '450 to send' }),
    task('b', 'check', 'running'),
  );
  expect(state.tasks.map(({ name, status }) => [name, status])).toEqual([['query', 'completed']]);
  expect(wordsOf(state)).toEqual([
    'a running: planned: 450 to send',
    'b running: Check the connection',
    'control waiting: control group, never sent',
  ]);
  expect(wordsOf(after(), ['a'])).toEqual([
    'a completed: completed before',
    'b waiting: waiting',
    'control waiting: control group, never sent',
  ]);
});

test('all groups of one audience are told of together', () => {
  const state = after(task('a, b', 'deliver', 'running'));
  expect(groupLines({ ...CAMPAIGN, audiences: 'single' }, state.groups)).toMatchObject([
    { name: 'a, b', status: 'running', words: 'Deliver' },
    { name: 'control' },
  ]);
});

test('the group that failed is told from those that only waited for it', () => {
  const cancelled = makeFault({ kind: 'cancelled', message: 'Nothing was sent.' });
  const fault = makeFault({ kind: 'network', message: 'The network is gone.' });
  const state = after(
    task('a', 'prepare', 'error', { fault: cancelled }),
    task('b', 'deliver', 'error', { fault }),
    { type: 'summary', ...summaryWith({ outcome: 'error' }) },
  );
  expect(failedGroup(state)?.label).toBe('b');
  expect(failedTask(failedGroup(state) ?? state)?.name).toBe('deliver');
  expect(wordsOf(state)[0]).toBe('a error: not sent yet');
  expect(wordsOf(state)[1]).toContain('b error: Deliver:');
});

test('warnings say whose they are, and the end ends every group', () => {
  const state = after(
    { type: 'warning', code: 'no-ledger', message: 'No record.', group: 'a' },
    task('a', 'deliver', 'running'),
    { type: 'progress', task: 'deliver', group: 'a', done: 1, total: 2, unit: 'people', perSecond: 1 },
    { type: 'summary', ...summaryWith({ outcome: 'cancelled' }) },
  );
  expect(state.warnings).toEqual([{ code: 'no-ledger', message: 'a: No record.' }]);
  expect(state.groups[0]?.progress).toBeUndefined();
  expect(state.groups[0]?.tasks.some(({ status }) => status === 'running')).toBe(false);
});

test('what became of a group is one line, with what is left to do', () => {
  const delivery = { requests: 1, retries: 0, added: 900, removed: 12 };
  const group = { name: 'a', control: false, people: 450, rows: NO_ROWS, delivery, run: 'R-1-1' };
  expect(groupResultInWords(group)).toBe('a: 450 people, +900 −12 identifiers');
  expect(groupResultInWords({ ...group, rows: { ...NO_ROWS, pending: 2, refused: 1, rejected: 3 } })).toBe(
    'a: 450 people, +900 −12 identifiers, 2 rows still to be sent, 1 row refused by TikTok, 3 rows unusable',
  );
  expect(groupResultInWords({ ...group, run: undefined })).toBe('a: 450 people, nothing sent');
  expect(groupResultInWords({ ...group, control: true })).toBe('a: 450 people, control group, never sent');
});
