import { expect, test } from 'vitest';
import type { AudienceInfo } from '../../../../src/core/ports/tiktok.ts';
import { type Profile, profileSchema } from '../../../../src/core/profiles/schema.ts';
import { adAccounts, audienceViews } from '../../../../src/wizard/journeys/audiences/audience-view.ts';
import {
  audienceNote,
  deletionQuestion,
  whyUndeletable,
} from '../../../../src/wizard/journeys/audiences/audience-words.ts';

const ACCOUNT = { credential: 'acme', advertiserId: '7654321098765432109' };

const INFO: AudienceInfo = {
  id: '71',
  name: 'VIP',
  type: 'Partner',
  isValid: true,
  coverNumber: 2400,
  error: undefined,
  createTime: '2026-01-02 03:04:05',
  expiredTime: '2027-01-02 03:04:05',
  isExpiring: false,
};

const destination = (name: string, change: object = {}) => ({
  name,
  kind: 'audience',
  credential: 'acme',
  advertiserIds: [ACCOUNT.advertiserId],
  audienceName: 'VIP',
  ...change,
});

const PROFILE: Profile = profileSchema.parse({
  credentials: [
    { name: 'acme', environment: 'simulator' },
    { name: 'live', environment: 'production' },
  ],
  destinations: [
    destination('vips'),
    destination('others', { audienceName: 'Others' }),
    destination('live vips', { credential: 'live' }),
  ],
  templates: [{ name: 'others', destination: 'others' }],
  queries: [{ name: 'q', sql: 'SELECT 1', source: { engine: 'embedded', tables: { t: 't.csv' } } }],
  orchestrations: [{ name: 'by id', query: 'q', template: 'others', set: { audienceId: '72' } }],
});

function viewOf(change: Partial<AudienceInfo>, isKnownAs?: 'streaming' | 'file') {
  const info = { ...INFO, ...change };
  const rules = { emailRule: 'standard', phoneRule: 'plus', idfaCase: 'upper' } as const;
  const record = { ...ACCOUNT, audienceId: info.id, name: 'VIP', rules, ledgerComplete: true };
  const records = isKnownAs === undefined ? [] : [{ ...record, channel: isKnownAs }];
  const [view] = audienceViews([info], records, PROFILE, ACCOUNT);
  if (view === undefined) throw new Error('One audience makes one view');
  return view;
}

test('an ad account is offered once for each credential that delivers to it', () => {
  expect(adAccounts(PROFILE)).toEqual([ACCOUNT, { ...ACCOUNT, credential: 'live' }]);
});

test('an audience is filled by the destinations of its own environment', () => {
  expect(viewOf({}).filledBy).toEqual(['vips']);
  expect(viewOf({ name: 'Unused' }).filledBy).toEqual([]);
  expect(viewOf({ id: '72', name: 'Unused' })).toMatchObject({ filledBy: ['others'], namedBy: ['by id'] });
});

test.each([
  [{}, 'usable, about 2,400 people, streaming, filled by vips'],
  [{ coverNumber: 12, name: 'X' }, 'too small, about 12 people, streaming'],
  [{ isValid: false, name: 'X' }, 'not usable yet, streaming'],
  [{ error: 'Bad.', name: 'X' }, 'failed, streaming'],
  [{ isExpiring: true, name: 'X' }, 'usable, about 2,400 people, streaming, expires 2027-01-02'],
  [{ type: 'Lookalike Audience', name: 'X' }, 'usable, about 2,400 people, Lookalike Audience'],
])('beside %j stands “%s”', (change, note) => {
  expect(audienceNote(viewOf(change))).toBe(note);
});

test('only what tada can fill can be deleted; without a type its own record tells', () => {
  expect(whyUndeletable(viewOf({}))).toBeUndefined();
  expect(whyUndeletable(viewOf({ type: 'Customer File Audience' }))).toBeUndefined();
  expect(whyUndeletable(viewOf({ type: undefined }, 'file'))).toBeUndefined();
  expect(whyUndeletable(viewOf({ type: undefined }))).toContain('TikTok does not tell its kind');
  expect(whyUndeletable(viewOf({ type: 'Lookalike Audience' }, 'streaming'))).toContain(
    'this one is a Lookalike',
  );
});

test('the question says what is lost here, and what the next runs do', () => {
  expect(deletionQuestion(viewOf({ id: '72', name: 'Unused' }))).toBe(
    'Delete “Unused” (72) at TikTok? That can’t be undone, and ad groups that use it lose it. by id names it by its id, and stops until you change that.',
  );
  expect(deletionQuestion(viewOf({}, 'streaming'))).toContain(
    'Its ledger and record here are forgotten. The next run that fills it (vips) makes a new, empty one',
  );
});

test('an audience whose name nobody knows goes by its id', () => {
  expect(viewOf({ name: '' }).name).toBe('71');
  expect(deletionQuestion(viewOf({ name: '' }))).toContain('Delete 71 at TikTok?');
});
