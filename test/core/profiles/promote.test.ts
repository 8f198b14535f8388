import { expect, test } from 'vitest';
import { checkProfile } from '../../../src/core/profiles/check.ts';
import { planPromotion } from '../../../src/core/profiles/promote.ts';
import { type Profile, profileSchema } from '../../../src/core/profiles/schema.ts';

const source = { engine: 'embedded', tables: { people: '/data/people.csv' } };
const audience = (name: string, credential: string) => ({
  name,
  kind: 'audience',
  credential,
  advertiserIds: ['7654321098765432109'],
});
const group = (name: string, destination: string) => ({
  name,
  percent: 45,
  destination,
  audienceName: `Spring ${name}`,
});
const control = { name: 'control', percent: 10, control: true };

/** Two destinations that were tried, one in production, and a campaign through the given ones. */
function tried(first: string, second: string): Profile {
  return profileSchema.parse({
    credentials: [
      { name: 'trial', environment: 'sandbox' },
      { name: 'live', environment: 'production' },
    ],
    destinations: [audience('one', 'trial'), audience('two', 'trial'), audience('shop', 'live')],
    segments: [{ name: 'loyal', source, table: 'people' }],
    campaigns: [
      {
        name: 'spring',
        key: 'customer_id',
        include: ['loyal'],
        groups: [control, group('a', first), group('b', second)],
        timing: { type: 'recurring', cron: '0 6 * * 1', notify: ['mail-me'] },
      },
    ],
    defaultAttributes: { one: { table: 'people', EMAIL: ['email'] } },
  });
}

test('a campaign is copied with its groups in production, the same segments, and nothing that starts it', () => {
  const before = tried('one', 'one');
  const { profile, created, warnings } = planPromotion(before, { destination: 'one', credential: 'live' });
  const [original, copy] = profile.campaigns;
  expect(original).toEqual(before.campaigns[0]);
  expect(copy).toEqual({
    ...before.campaigns[0],
    name: 'spring (production)',
    groups: [control, group('a', 'one (production)'), group('b', 'one (production)')],
    timing: { type: 'manual' },
  });
  expect(profile.segments).toEqual(before.segments);
  expect(profile.defaultAttributes['one (production)']).toEqual(before.defaultAttributes.one);
  expect(checkProfile(profile)).toEqual([]);
  expect(created.at(-1)).toMatchObject({ kind: 'campaign', from: 'spring', name: 'spring (production)' });
  expect(created.at(-1)?.differences).toEqual([
    { setting: 'name', before: '"spring"', after: '"spring (production)"' },
    expect.objectContaining({ setting: 'timing', after: '{"type":"manual"}' }),
    { setting: 'group "a", destination', before: '"one"', after: '"one (production)"' },
    { setting: 'group "b", destination', before: '"one"', after: '"one (production)"' },
  ]);
  expect(warnings).toEqual([expect.stringContaining('get other people')]);
});

test('a campaign waits until all of its destinations are promoted, and then comes whole', () => {
  const first = planPromotion(tried('one', 'two'), { destination: 'one', credential: 'live' });
  expect(first.profile.campaigns.map(({ name }) => name)).toEqual(['spring']);
  expect(first.warnings).toEqual([expect.stringMatching(/"spring" isn't copied.*group "b" goes to "two"/)]);
  const second = planPromotion(first.profile, { destination: 'two', credential: 'live' });
  expect(second.profile.campaigns[1]?.groups.map(({ destination }) => destination)).toEqual([
    undefined,
    'one (production)',
    'two (production)',
  ]);
});

test('a group that is in production already stays there, and the two campaigns that fill it are told', () => {
  const { profile, warnings } = planPromotion(tried('one', 'shop'), {
    destination: 'one',
    credential: 'live',
  });
  expect(profile.campaigns[1]?.groups.map(({ destination }) => destination)).toEqual([
    undefined,
    'one (production)',
    'shop',
  ]);
  expect(warnings).toContainEqual(expect.stringMatching(/group "b" fills the same audience.*"shop"/));
});

test('what is only called like a copy, but is of the sandbox, is not where a group goes', () => {
  const before = tried('one', 'two');
  // Called like a copy, but of the sandbox: not where the group goes.
  const decoy = profileSchema.parse({
    ...before,
    destinations: [...before.destinations, audience('two (production)', 'trial')],
  });
  const { profile } = planPromotion(decoy, { destination: 'one', credential: 'live' });
  expect(profile.campaigns).toHaveLength(1);
});

test('a second promotion gives the campaign the name of the copies', () => {
  const first = planPromotion(tried('one', 'one'), { destination: 'one', credential: 'live' });
  const named = planPromotion(first.profile, { destination: 'one', credential: 'live', name: 'summer' });
  expect(named.profile.campaigns.map(({ name }) => name)).toEqual([
    'spring',
    'spring (production)',
    'spring (summer)',
  ]);
});
