import { expect, test } from 'vitest';
import type { Outcome } from '../../../../src/core/delivery/events.ts';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import {
  bucketsOf,
  changesOf,
  exitCodeAfter,
  exitLines,
  expectationsOf,
  resultWords,
} from '../../../../src/wizard/journeys/delivery/result.ts';
import { NO_ROWS, summaryWith } from '../../../ui/support/delivery-values.ts';

const OUTCOMES: readonly Outcome[] = ['completed', 'alert', 'error', 'cancelled'];

test('no two outcomes sound alike', () => {
  const words = OUTCOMES.map((outcome) => resultWords(summaryWith({ outcome })));
  expect(new Set(words.map(({ title }) => title)).size).toBe(4);
  expect(new Set(words.map(({ kind }) => kind)).size).toBe(4);
});

test('only a run that TikTok confirmed in full is called completed', () => {
  expect(resultWords(summaryWith())).toEqual({
    kind: 'success',
    title: 'Completed',
    sentence: 'TikTok confirmed everything that was sent.',
  });
});

test('a refresh without changes says that nothing had to be sent', () => {
  const delivery = { added: 0, removed: 0, unchanged: 7, requests: 1, retries: 0 };
  expect(resultWords(summaryWith({ delivery })).sentence).toBe(
    'Everything was there already; nothing had to be sent.',
  );
});

test('rows that TikTok refused are counted in the sentence', () => {
  const rows = { ...NO_ROWS, read: 10, sent: 8, refused: 2 };
  expect(resultWords(summaryWith({ outcome: 'alert', rows })).sentence).toContain('refused 2 rows for good');
});

test('a run that was cut short says how much is still to be sent', () => {
  const rows = { ...NO_ROWS, read: 10, sent: 4, pending: 6 };
  expect(resultWords(summaryWith({ outcome: 'cancelled', rows })).sentence).toBe(
    'TikTok confirmed a part; 6 rows are still to be sent.',
  );
});

test('the buckets add up to the rows read', () => {
  const rows = {
    ...NO_ROWS,
    read: 100,
    sent: 40,
    unchanged: 20,
    duplicate: 10,
    rejected: 15,
    refused: 5,
    pending: 10,
  };
  const buckets = bucketsOf({ rows });
  expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(100);
  expect(buckets.map(({ label }) => label)).not.toContain('joined with another row');
});

test('additions, removals and what stays are one line', () => {
  const delivery = { added: 3412, removed: 12, unchanged: 88, requests: 5, retries: 0 };
  expect(changesOf({ delivery })).toBe('Identifiers: 3,412 added, 12 removed and 88 unchanged');
});

test('what to expect is told after a delivery, and never after a failure', () => {
  expect(expectationsOf(summaryWith()).join(' ')).toMatch(
    /48 hours.*1,000.*Assets → Audiences.*50 conversions/,
  );
  expect(expectationsOf(summaryWith({ outcome: 'error' }))).toEqual([]);
});

test('the lines left behind name the audience and the next command', () => {
  expect(exitLines(summaryWith(), false)).toEqual([
    'Completed: VIP (7100000000000000042), created.',
    'Identifiers: 7 added, 0 removed and 0 unchanged.',
    'Details: tada runs show R-20260301-abcd',
  ]);
  expect(exitLines(summaryWith({ outcome: 'cancelled' }), false).at(-1)).toBe(
    'Go on with: tada runs resume R-20260301-abcd',
  );
});

test('after the demo no command is named, because nothing of it is kept', () => {
  expect(exitLines(summaryWith(), true).join(' ')).not.toContain('tada runs');
});

test('leaving the wizard tells the same exit code as the command', () => {
  const fault = makeFault({ kind: 'network', message: '' });
  expect(OUTCOMES.map((outcome) => exitCodeAfter(outcome, fault))).toEqual([0, 0, 5, 130]);
});

test('events are told as events', () => {
  const summary = summaryWith({
    audience: undefined,
    eventSource: { id: '7654321098765432109', kind: 'offline' },
    delivery: { delivered: 10, alreadyDelivered: 2, refused: 0, requests: 1, retries: 0 },
  });
  expect(exitLines(summary, false).slice(0, 2)).toEqual([
    'Completed: event set 7654321098765432109.',
    'Events: 10 delivered, 2 delivered before and 0 refused.',
  ]);
  expect(expectationsOf(summary).join(' ')).toMatch(/24 hours.*28 days.*last 7/);
});
