import { expect, test } from 'vitest';
import type { AudienceStatus, Summary } from '../../../src/core/delivery/events.ts';
import { afterTest, testFindings } from '../../../src/core/delivery/test-audience.ts';
import { lastTrial, trialInWords } from '../../../src/core/history/trials.ts';
import type { RunRecord } from '../../../src/core/ports/storage.ts';
import { summaryWith } from '../../ui/support/delivery-values.ts';

function testSummary(status: AudienceStatus | undefined, changes: Partial<Summary> = {}): Summary {
  const audience = { id: '7', name: 'VIP (test)', created: true };
  return summaryWith({
    testMembers: 10,
    audience: { ...audience, ...(status === undefined ? {} : { status }) },
    ...changes,
  });
}

const noRun = () => undefined;

function record(changes: Partial<RunRecord> = {}): RunRecord {
  const summary = testSummary({ state: 'processing', words: 'being built' });
  return {
    id: 'R-1',
    orchestration: 'vip',
    kind: 'audience',
    startedAt: '2026-11-22T01:48:00.000Z',
    outcome: 'completed',
    version: '1.0.0',
    user: 'jane',
    settings: { destination: 'acme audiences', environment: 'sandbox', testMembers: 10 },
    summary,
    ...changes,
  };
}

test.each([
  [
    { state: 'processing', words: 'being built' },
    /exists\. TikTok is still building it and says no size yet; .* 48 hours/,
  ],
  [
    { state: 'ready', size: 1200, words: 'usable, about 1,200 people' },
    /is built: usable, about 1,200 people/,
  ],
  [{ state: 'unusable', words: 'not usable' }, /exists\. After 48 hours .* too small, as a test may be/],
  [{ state: 'failed', words: 'TikTok says: no match' }, /could not build it\. TikTok says: no match/],
  [
    { state: 'unread', words: 'the state could not be read' },
    /could not be read back\. Send the same test again/,
  ],
] as const)('a test audience of which TikTok says %o is told in words', (status, words) => {
  const [finding, size] = testFindings(testSummary(status));
  expect(finding).toMatch(/^The test audience "VIP \(test\)" \(7\) /);
  expect(finding).toMatch(words);
  expect(size).toContain('too small for an ad group');
});

test('a campaign’s test tells each of its audiences once', () => {
  const groups = ['a', 'b', 'b'].map((id) => ({
    ...summaryWith(),
    name: id,
    control: false,
    people: 5,
    audience: { id, name: `Spring ${id} (test)`, created: true },
  }));
  const { audience: _, ...rest } = testSummary(undefined);
  expect(testFindings({ ...rest, groups }).filter((line) => line.startsWith('The test'))).toHaveLength(2);
});

test('a failed test, and a run that was no test, say nothing of the kind', () => {
  const status = { state: 'processing', words: 'being built' } as const;
  expect(testFindings(testSummary(status, { outcome: 'error' }))).toEqual([]);
  expect(testFindings(summaryWith())).toEqual([]);
  expect(afterTest(record({ summary: summaryWith() }), noRun)).toBeUndefined();
});

test('what comes next is everything, and production where it isn’t there yet', () => {
  expect(afterTest(record(), noRun)).toBe(
    '`tada run "vip"` sends everything; `tada promote "acme audiences" --to production --credential NAME` takes it to production.',
  );
  const inProduction = { destination: 'acme audiences', environment: 'production', testMembers: 10 };
  expect(afterTest(record({ settings: inProduction }), noRun)).toBe('`tada run "vip"` sends everything.');
  // A campaign's own record names no destination; those of its groups do.
  const group = { ...summaryWith(), name: 'a', control: false, people: 5, run: 'R-1-1' };
  const groups = [group, { ...group, name: 'b', run: 'R-1-2' }];
  const campaign = record({
    orchestration: 'spring',
    settings: { campaign: 'spring', testMembers: 10 },
    summary: testSummary({ state: 'processing', words: 'being built' }, { groups }),
  });
  expect(afterTest(campaign, (id) => record({ id }))).toBe(
    '`tada run "spring"` sends everything; `tada promote "acme audiences" --to production --credential NAME` takes it to production.',
  );
});

test('the last trial of a destination is the newest run that TikTok took something of', () => {
  const failed = record({ id: 'R-3', outcome: 'error' });
  const undone = record({ id: 'R-2', settings: { destination: 'acme audiences', undoOf: 'R-1' } });
  const elsewhere = record({ id: 'R-0', settings: { destination: 'other' } });
  const trial = lastTrial([failed, undone, elsewhere, record()], 'acme audiences');
  expect(trial).toMatchObject({ run: 'R-1', of: 'test-audience', isGood: true });
  expect(trialInWords('acme audiences', trial)).toContain('tried with a test audience on 2026-11-22');
  expect(lastTrial([failed, undone, elsewhere], 'acme audiences')).toBeUndefined();
  const events = record({ outcome: 'alert', settings: { destination: 'shop', testEventCode: 'TEST1' } });
  expect(trialInWords('shop', lastTrial([events], 'shop'))).toMatch(/test events .* with issues/);
});
