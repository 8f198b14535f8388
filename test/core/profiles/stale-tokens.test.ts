import { expect, test } from 'vitest';
import { type Profile, profileSchema } from '../../../src/core/profiles/schema.ts';
import { isWorthNoting, warnAboutTokens } from '../../../src/core/profiles/stale-tokens.ts';

const NOW = Date.parse('2026-06-01T12:00:00.000Z');

function profileOf(lastValidated: string | undefined, isUsed = true): Profile {
  return profileSchema.parse({
    credentials: [{ name: 'acme', environment: 'production', lastValidated }],
    destinations: isUsed
      ? [{ name: 'a', kind: 'audience', credential: 'acme', advertiserIds: ['7654321098765432109'] }]
      : [],
  });
}

test('a token that TikTok wasn’t asked about for more than a month is told, with the day', () => {
  expect(warnAboutTokens(profileOf('2026-04-01T12:00:00.000Z'), NOW)).toEqual([
    {
      code: 'token-not-validated',
      message:
        'TikTok last accepted the token of "acme" on 2026-04-01, 61 days ago: check the connection before you rely on it.',
    },
  ]);
});

test.each([
  ['a month isn’t too long', profileOf('2026-05-02T12:00:00.000Z')],
  ['nothing is known of one that was never validated', profileOf(undefined)],
  ['a date that is none says nothing', profileOf('yesterday')],
  ['a credential nobody uses is nobody’s worry', profileOf('2026-01-01T00:00:00.000Z', false)],
])('%s', (_, profile) => {
  expect(warnAboutTokens(profile, NOW)).toEqual([]);
});

test('that a token was accepted is noted once a day', () => {
  const at = (lastValidated: string | undefined) =>
    profileOf(lastValidated).credentials.map((each) => isWorthNoting(each, NOW));
  expect(at(undefined)).toEqual([true]);
  expect(at('2026-06-01T00:00:00.000Z')).toEqual([false]);
  expect(at('2026-05-31T00:00:00.000Z')).toEqual([true]);
  expect(at('yesterday')).toEqual([true]);
});
