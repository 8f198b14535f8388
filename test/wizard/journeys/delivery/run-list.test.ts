import { expect, test } from 'vitest';
import type { WrittenEntry } from '../../../../src/core/ports/journal.ts';
import type { RunRecord } from '../../../../src/core/ports/storage.ts';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import { runDetails } from '../../../../src/wizard/journeys/delivery/run-details.ts';
import { canResume, localMinute, runItems } from '../../../../src/wizard/journeys/delivery/run-list.ts';
import { planWith, previewWith, summaryWith } from '../../../ui/support/delivery-values.ts';

const RECORD: RunRecord = {
  id: 'R-20260301-abcd',
  orchestration: 'vip',
  kind: 'audience',
  startedAt: '2026-03-01T09:05:00.000Z',
  version: '0.1.0',
  user: 'dana',
  settings: { destination: 'acme audiences', advertiserIds: ['7654321098765432109'], stageKey: '{"sql":1}' },
};

const AT = '2026-03-01T09:05:10.000Z';

function batch(state: 'sent' | 'confirmed' | 'refused' | 'unknown', from: number, to: number): WrittenEntry {
  return { type: 'batch', state, from, to, requestId: `q-${from}`, at: AT };
}

test('a run that was killed is unfinished, and can be gone on with', () => {
  const [item] = runItems([RECORD]);
  expect(item?.note).toBe('not finished');
  expect(canResume(RECORD)).toBe(true);
  expect(canResume({ outcome: 'completed' })).toBe(false);
});

test('a run is found by its id, its user and what went wrong', () => {
  const fault = makeFault({ kind: 'invalid-credentials', message: '' });
  const [item] = runItems([
    { ...RECORD, outcome: 'error', fault, summary: summaryWith({ outcome: 'error' }) },
  ]);
  expect(item?.note).toBe('failed, +7 −0');
  expect(item?.keywords).toBe('R-20260301-abcd dana invalid-credentials');
});

test('times are those of this machine; a text that is no time stays', () => {
  const noon = new Date(2026, 2, 1, 12, 4).toISOString();
  expect(localMinute(noon)).toBe('2026-03-01 12:04');
  expect(localMinute('soon')).toBe('soon');
});

test('details tell the last word on each task, also of a resumed run', () => {
  const fault = makeFault({ kind: 'network', message: 'reset' });
  const details = runDetails({
    record: RECORD,
    audience: undefined,
    journal: [
      { type: 'task', name: 'check', status: 'completed', at: AT },
      { type: 'task', name: 'query', status: 'error', fault, at: AT },
      { type: 'resumed', at: AT },
      { type: 'task', name: 'check', status: 'completed', at: AT },
      { type: 'task', name: 'query', status: 'completed', at: AT },
    ],
  });
  expect(details.tasks.slice(0, 3).map(({ status }) => status)).toEqual([
    'completed',
    'completed',
    'waiting',
  ]);
  expect(details.wasResumed).toBe(1);
  expect(details.hasRejects).toBe(false);
});

test('details count members by what TikTok said, and keep every request id', () => {
  const details = runDetails({
    record: RECORD,
    audience: undefined,
    journal: [
      { type: 'staged', staged: previewWith().staged, at: AT },
      { type: 'planned', plan: planWith({ added: 30 }), at: AT },
      batch('sent', 0, 10),
      batch('confirmed', 0, 10),
      batch('sent', 10, 20),
      batch('unknown', 10, 20),
    ],
  });
  expect(details.members).toEqual({ planned: 30, confirmed: 10, refused: 0, unknown: 10 });
  expect(details.requests.map(({ what, state, requestId }) => `${what} ${state} ${requestId}`)).toEqual([
    'members 1 to 10 confirmed q-0',
    'members 11 to 20 unknown q-10',
  ]);
  expect(details.hasRejects).toBe(true);
});

test('settings are shown without what only the machine needs', () => {
  expect(runDetails({ record: RECORD, audience: undefined, journal: [] }).settings).toEqual([
    { name: 'destination', value: 'acme audiences' },
    { name: 'advertiserIds', value: '7654321098765432109' },
  ]);
});
