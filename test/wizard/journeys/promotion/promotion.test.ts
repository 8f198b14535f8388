import { describe, expect, test } from 'vitest';
import { KnownError } from '../../../../src/core/errors.ts';
import { type Profile, profileSchema } from '../../../../src/core/profiles/schema.ts';
import { describeCopy } from '../../../../src/wizard/journeys/promotion/copy-words.ts';
import {
  canPromote,
  checkPromotionName,
  keptAdvertisers,
  productionCredentials,
  promotionWarnings,
  startPromotion,
  tryPlan,
  wishOf,
} from '../../../../src/wizard/journeys/promotion/promotion.ts';
import { SAMPLE_PROFILE } from '../../../ui/support/sample-profile.ts';

const PROFILE: Profile = profileSchema.parse({
  ...SAMPLE_PROFILE,
  credentials: [
    ...SAMPLE_PROFILE.credentials,
    { name: 'live', environment: 'production', accessToken: { keyring: true } },
  ],
});
const ANSWERS = {
  ...startPromotion('acme audiences'),
  credential: 'live',
  advertiserIds: ['7000000000000000009'],
};

describe('a promotion', () => {
  test('is for what was tried in the sandbox or the simulator, never for production', () => {
    expect(canPromote(PROFILE, 'acme audiences')).toBe(true);
    const plan = tryPlan(PROFILE, ANSWERS);
    if (plan instanceof KnownError) throw plan;
    expect(canPromote(plan.profile, 'acme audiences (production)')).toBe(false);
    expect(canPromote(PROFILE, 'nothing of the kind')).toBe(false);
  });

  test('is made with a production credential only', () => {
    expect(productionCredentials(PROFILE).map(({ name }) => name)).toEqual(['live']);
    expect(productionCredentials(SAMPLE_PROFILE)).toEqual([]);
    expect(tryPlan(PROFILE, { ...ANSWERS, credential: 'acme' })).toBeInstanceOf(KnownError);
  });

  test('wishes what `tada promote` is given: no name where the proposed one stays', () => {
    expect(wishOf(ANSWERS)).toEqual({
      destination: 'acme audiences',
      credential: 'live',
      advertiserIds: ['7000000000000000009'],
    });
    expect(wishOf({ ...ANSWERS, name: ' spring ' }).name).toBe('spring');
  });

  test('keeps the ad accounts that the new credential reaches as well', () => {
    const own = '7654321098765432109';
    expect(keptAdvertisers(PROFILE, 'acme audiences', [{ id: own }, { id: '1' }])).toEqual([own]);
    expect(keptAdvertisers(PROFILE, 'acme audiences', [{ id: '1' }])).toEqual([]);
  });

  test('refuses a name that is taken, also one that its templates would get', () => {
    expect(checkPromotionName(PROFILE, ANSWERS, 'acme audiences (production)')).toBeUndefined();
    expect(checkPromotionName(PROFILE, ANSWERS, 'acme audiences')).toContain('taken');
    expect(checkPromotionName(PROFILE, ANSWERS, '')).toBeDefined();
    const [template] = PROFILE.templates;
    const copies = ['vip (production)', 'vip (spring)'].map((name) => ({ ...template, name }));
    const taken = profileSchema.parse({ ...PROFILE, templates: [...PROFILE.templates, ...copies] });
    expect(checkPromotionName(taken, ANSWERS, 'spring')).toContain('vip (spring)');
  });

  test('tells what differs, and warns of ad accounts that aren’t reached or weren’t asked for', () => {
    const plan = tryPlan(PROFILE, ANSWERS);
    if (plan instanceof KnownError) throw plan;
    const [destination] = plan.created;
    expect(destination && describeCopy(destination, '->')).toEqual([
      'destination "acme audiences (production)", a copy of "acme audiences"',
      '  credential: "acme" -> "live"',
      '  ad accounts: 7654321098765432109 -> 7000000000000000009',
    ]);
    expect(promotionWarnings(ANSWERS, plan)).toEqual([expect.stringContaining("didn't tell")]);
    expect(promotionWarnings({ ...ANSWERS, reached: [{ id: '1' }] }, plan)).toEqual([
      '"live" doesn\'t reach the advertiser 7000000000000000009.',
    ]);
    expect(promotionWarnings({ ...ANSWERS, reached: [{ id: '7000000000000000009' }] }, plan)).toEqual([]);
  });

  test('tells times in words, and that the copies are started by hand', () => {
    const differing = (setting: string, before: unknown) =>
      describeCopy({
        kind: 'campaign',
        from: 'spring',
        name: 'spring (production)',
        differences: [{ setting, before: JSON.stringify(before), after: '{"type":"manual"}' }],
      })[1];
    const cron = '0 6 * * 1';
    expect(differing('timing', { type: 'recurring', cron, timeZone: 'UTC' })).toBe(
      '  starts: again and again, 0 6 * * 1 (UTC) → by hand',
    );
    expect(differing('timing', { type: 'once', launch: '2027-01-04' })).toBe(
      '  starts: once, 2027-01-04 → by hand',
    );
  });
});
