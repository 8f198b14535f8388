import { describe, expect, test } from 'vitest';
import type { Campaign } from '../../../../src/core/profiles/campaign-schema.ts';
import { type Profile, profileSchema, sourceSegments } from '../../../../src/core/profiles/schema.ts';
import {
  byNames,
  defaultsOf,
  proposeAttributes,
  setColumns,
  wantedTypes,
} from '../../../../src/wizard/journeys/campaign/attributes.ts';
import {
  type CampaignAnswers,
  checkKey,
  checkPlaces,
  likelyKey,
  movesPeople,
  newCampaign,
  peopleOf,
  savedCampaign,
  toCampaign,
  withSegments,
} from '../../../../src/wizard/journeys/campaign/campaign-answers.ts';
import { CAMPAIGN_FORM } from '../../../../src/wizard/journeys/campaign/campaign-form.ts';
import { addGroup, changeGroup } from '../../../../src/wizard/journeys/campaign/groups.ts';
import { sharedAudience } from '../../../../src/wizard/journeys/campaign/shared-audiences.ts';
import { overlapWords, sizeWords } from '../../../../src/wizard/journeys/campaign/sizes.ts';
import {
  checkLaunch,
  checkRecurrence,
  launchAt,
  savedTiming,
} from '../../../../src/wizard/journeys/campaign/timing.ts';
import { reviewRows } from '../../../../src/wizard/journeys/common/form.ts';
import type { SegmentField } from '../../../../src/wizard/journeys/segment/fields.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const source = { engine: 'embedded', tables: { people: '/data/people.csv' } };
const destination = {
  kind: 'audience',
  credential: 'acme',
  advertiserIds: ['7654321098765432109'],
};

const PROFILE: Profile = profileSchema.parse({
  credentials: [{ name: 'acme', environment: 'sandbox' }],
  destinations: [
    { ...destination, name: 'acme audiences' },
    { ...destination, name: 'apps', idTypes: ['IDFA'] },
  ],
  segments: [
    { name: 'loyal', source, table: 'people' },
    { name: 'returned', source, table: 'people' },
  ],
});

const field = (name: string, identifier?: SegmentField['identifier']): SegmentField => ({
  name,
  type: 'VARCHAR',
  kind: 'text',
  identifier,
  examples: [],
});

/** Everything answered for a campaign of three groups. */
function spring(change: Partial<CampaignAnswers> = {}): CampaignAnswers {
  const answers = newCampaign(PROFILE, NOW);
  const groups = addGroup(answers.parts, 0, 'b').map((part) => ({
    ...part,
    groups: part.groups.map((group) =>
      group.isControl ? group : { ...group, destination: 'acme audiences' },
    ),
  }));
  return {
    ...answers,
    name: 'spring',
    include: ['loyal'],
    exclude: ['returned'],
    key: 'customer_id',
    parts: groups,
    ...change,
  };
}

const problemsOf = (answers: CampaignAnswers) =>
  reviewRows(CAMPAIGN_FORM, answers).flatMap(({ problem }) => problem ?? []);

describe('what is saved', () => {
  test('is the campaign as a profile file has it', () => {
    expect(toCampaign(spring())).toEqual({
      name: 'spring',
      key: 'customer_id',
      include: ['loyal'],
      exclude: ['returned'],
      groups: [
        { name: 'control', percent: 10, control: true },
        { name: 'a', percent: 45, destination: 'acme audiences', audienceName: 'spring a' },
        { name: 'b', percent: 45, destination: 'acme audiences', audienceName: 'spring b' },
      ],
      audiences: 'separate',
    });
    expect(problemsOf(spring())).toEqual([]);
  });

  test('has one audience where one was asked for', () => {
    const answers = spring({ audiences: 'single', destination: 'acme audiences', exclude: [] });
    expect(toCampaign(answers)).toMatchObject({
      audiences: 'single',
      audienceName: 'spring',
      groups: [{ name: 'control' }, { destination: 'acme audiences' }, { destination: 'acme audiences' }],
    });
    expect(toCampaign(answers).groups.some(({ audienceName }) => audienceName !== undefined)).toBe(false);
  });

  const US = { field: 'country', op: '=', value: 'US' } as const;
  test.each<[string, Campaign]>([
    [
      'sub-audiences, attributes and a schedule',
      {
        name: 'spring',
        description: 'For the sale',
        key: 'id',
        include: ['loyal'],
        attributes: { EMAIL: ['email', 'mail'] },
        groups: [
          { name: 'us control', percent: 20, control: true, where: US },
          { name: 'us', percent: 80, where: US, destination: 'acme audiences' },
          { name: 'ca', where: { not: US }, destination: 'acme audiences' },
        ],
        audiences: 'single',
        audienceName: 'Spring',
        timing: { type: 'recurring', cron: '0 6 * * 1', timeZone: 'America/New_York', launch: '2027-01-04' },
      },
    ],
    [
      'a launch',
      {
        name: 'once',
        key: 'id',
        include: ['loyal'],
        groups: [{ name: 'all', destination: 'acme audiences', audienceName: 'Once' }],
        audiences: 'separate',
        timing: { type: 'once', launch: '2027-01-04T06:30' },
      },
    ],
  ])('of a campaign with %s is just what it was before', (_, campaign) => {
    expect(toCampaign(savedCampaign(campaign, NOW))).toEqual(campaign);
    expect(problemsOf(savedCampaign(campaign, NOW))).toEqual([]);
  });
});

test('a change of key, shares or conditions is known to move people; one of where they go is not', () => {
  const saved = savedCampaign(toCampaign(spring()), NOW);
  expect(movesPeople(saved)).toBe(false);
  expect(movesPeople({ ...saved, description: 'For the sale', include: ['loyal', 'returned'] })).toBe(false);
  const [control, group] = [
    { part: 0, group: 0 },
    { part: 0, group: 1 },
  ];
  expect(movesPeople({ ...saved, parts: changeGroup(saved.parts, group, { audienceName: 'Other' }) })).toBe(
    false,
  );
  expect(movesPeople({ ...saved, parts: changeGroup(saved.parts, control, { percent: 20 }) })).toBe(true);
  expect(movesPeople({ ...saved, key: 'email' })).toBe(true);
  expect(movesPeople({ ...spring(), key: 'email' })).toBe(false);
});

describe('an audience that something else fills', () => {
  const campaign = toCampaign(spring());
  const query = { name: 'q', sql: 'SELECT 1', source: sourceSegments(PROFILE.segments)[0]?.source };
  const templates = [{ name: 't', destination: 'acme audiences', audienceName: 'spring b' }];
  const orchestrations = [{ name: 'weekly', query: 'q', template: 't' }];

  test('is named, with what fills it', () => {
    const copy = { ...campaign, name: 'spring copy' };
    expect(sharedAudience({ ...PROFILE, campaigns: [copy] }, campaign)).toBe(
      'spring a is filled by the campaign spring copy, too: they would undo each other.',
    );
    const profile = profileSchema.parse({ ...PROFILE, queries: [query], templates, orchestrations });
    expect(sharedAudience(profile, campaign)).toBe(
      'spring b is filled by the orchestration weekly, too: they would undo each other.',
    );
  });

  test('is none of another ad account, nor the campaign’s own as it was saved', () => {
    const elsewhere = PROFILE.destinations.map((each) =>
      each.name === 'apps' ? { ...each, advertiserIds: ['7654321098765432110'] } : each,
    );
    const groups = campaign.groups.map((group) =>
      group.control === true ? group : { ...group, destination: 'apps' },
    );
    const campaigns = [campaign, { ...campaign, name: 'other', groups }];
    expect(sharedAudience({ ...PROFILE, destinations: elsewhere, campaigns }, campaign)).toBeUndefined();
    expect(sharedAudience({ ...PROFILE, orchestrations }, campaign)).toBeUndefined();
  });
});

describe('an answer that can’t work', () => {
  test('is told in a sentence beside it', () => {
    expect(problemsOf(spring({ include: [] }))).toEqual(['At least one segment is needed.']);
    expect(problemsOf(spring({ exclude: ['loyal'] }))).toEqual([
      'loyal is included, too; take it out of one of the two.',
    ]);
    expect(problemsOf(spring({ key: '' }))).toEqual(['A column that tells people apart is needed.']);
    expect(checkKey({ key: 'id', fields: [field('customer_id')] })).toBe(
      'Not every included segment has a column id; choose another one.',
    );
    expect(problemsOf(spring({ attributes: {} }))).toEqual(['At least one column has to be sent.']);
  });

  test('of where the groups go names the group', () => {
    const answers = spring();
    const group = (change: object) => ({
      ...answers,
      parts: changeGroup(answers.parts, { part: 0, group: 2 }, change),
    });
    expect(checkPlaces(group({ destination: '' }))).toBe('The group b has no destination yet.');
    expect(checkPlaces(group({ audienceName: 'spring a' }))).toBe(
      'The groups a and b fill the same audience; name another for one.',
    );
    expect(checkPlaces({ ...answers, audiences: 'single' })).toBe('A destination is needed.');
  });

  test.each([
    ['2026-11-21', 'This launch is in the past: it would never start. Choose a later one.'],
    ['2026-11-22 11:59', 'This launch is in the past: it would never start. Choose a later one.'],
    ['2026-11-22 12:30', undefined],
    ['2027-02-30', 'There is no such day or time.'],
    ['tomorrow', expect.stringContaining('A launch is a day such as')],
    ['', 'A day is needed, such as 2027-01-04.'],
  ])('as the launch %s is known at once', (launch, problem) => {
    const timing = { ...savedTiming(undefined), start: 'once', timeZone: 'UTC', launch } as const;
    expect(checkLaunch(timing, NOW)).toEqual(problem);
  });

  test.each([
    ['', 'Say when, such as every Monday 06:00.'],
    ['0 6 30 2 *', expect.stringContaining('it never comes')],
    ['now and then', expect.stringContaining("isn't understood")],
    ['every Monday 06:00', undefined],
  ])('as the schedule “%s” is known at once', (when, problem) => {
    const timing = { ...savedTiming(undefined), start: 'recurring', when } as const;
    expect(checkRecurrence(timing)).toEqual(problem);
  });

  test('as a launch of a campaign that comes again is no problem: it has begun', () => {
    const timing = { ...savedTiming(undefined), start: 'recurring', launch: '2020-01-01' } as const;
    expect(checkLaunch(timing, NOW)).toBeUndefined();
    expect(launchAt({ ...timing, timeZone: 'UTC' }, 'UTC')).toBe(Date.parse('2020-01-01T00:00Z'));
  });
});

describe('what is proposed', () => {
  test('as the key is an id of people, else an id, else an address', () => {
    expect(likelyKey(['email', 'id', 'customer_id'].map((name) => field(name)))).toBe('customer_id');
    expect(likelyKey(['email', 'order_id'].map((name) => field(name)))).toBe('order_id');
    expect(likelyKey(['first name', 'E-Mail'].map((name) => field(name)))).toBe('E-Mail');
    expect(likelyKey([field('color')])).toBeUndefined();
  });

  test('to be sent is nothing of its own where names are enough, else what the columns hold', () => {
    const types = wantedTypes(PROFILE, ['acme audiences']);
    expect(types).toEqual(['EMAIL', 'PHONE']);
    expect(wantedTypes(PROFILE, ['acme audiences', 'apps'])).toEqual(['EMAIL', 'PHONE', 'IDFA']);
    const named = [field('email', 'EMAIL'), field('Phone', 'PHONE')];
    expect(proposeAttributes(named, types)).toBeUndefined();
    expect(byNames(named, types)).toEqual({ EMAIL: ['email'], PHONE: ['Phone'] });
    expect(proposeAttributes([field('email', 'EMAIL'), field('mobile', 'PHONE')], types)).toEqual({
      EMAIL: ['email'],
      PHONE: ['mobile'],
    });
    expect(proposeAttributes([field('color')], types)).toBeUndefined();
    expect(setColumns({ EMAIL: ['email'] }, 'EMAIL', [])).toEqual({});
  });

  test('are the default attributes of a destination that has some', () => {
    const defaultAttributes = { 'acme audiences': { table: 'Merged', EMAIL: ['mail'] }, apps: {} };
    const profile = { ...PROFILE, defaultAttributes };
    expect(defaultsOf(profile, ['apps', 'acme audiences'])).toEqual({
      table: 'Merged',
      attributes: { EMAIL: ['mail'] },
    });
    expect(defaultsOf(profile, ['apps'])).toBeUndefined();
  });
});

describe('the people to be counted', () => {
  test('are those of the segments, without groups while shares don’t add up', () => {
    expect(peopleOf(spring(), PROFILE)).toMatchObject({
      key: 'customer_id',
      include: [{ name: 'loyal' }],
      exclude: [{ name: 'returned' }],
      groups: [{ name: 'control', percent: 10, control: true }, { name: 'a' }, { name: 'b' }],
    });
    const odd = changeGroup(spring().parts, { part: 0, group: 0 }, { percent: 5 });
    expect(peopleOf(spring({ parts: odd }), PROFILE)?.groups).toEqual([]);
    expect(peopleOf(spring({ key: '' }), PROFILE)).toBeUndefined();
    expect(peopleOf(spring({ include: ['gone'] }), PROFILE)).toBeUndefined();
  });

  test('are known anew when other segments are in; one that comes in is not left out any more', () => {
    const answers = spring({ fields: [field('customer_id')] });
    expect(withSegments(answers, ['loyal'])).toEqual({});
    expect(withSegments(answers, ['loyal', 'returned'])).toEqual({
      include: ['loyal', 'returned'],
      exclude: [],
      fields: undefined,
    });
  });

  const sizes = {
    people: { total: 1388, excluded: 12, outside: 0 },
    groups: [],
    segments: [
      { name: 'loyal', included: true, people: 1000 },
      { name: 'top', included: true, people: 500 },
      { name: 'returned', included: false, people: 20 },
    ],
    overlaps: [
      { segments: ['loyal', 'top'], people: 112 },
      { segments: ['loyal', 'returned'], people: 12 },
    ],
  } as const;

  test('are told in words, with those who are in two segments', () => {
    expect(sizeWords(sizes)).toEqual({ sentence: '1,388 people, 12 left out.', isNobody: false });
    expect(overlapWords(sizes)).toEqual(['112 are in both loyal and top.']);
  });

  test('may be nobody, which is said as a warning', () => {
    const nobody = { total: 12, excluded: 12, outside: 0 };
    expect(sizeWords({ ...sizes, people: nobody })).toEqual({
      sentence: 'All 12 people are left out: nobody would be sent.',
      isNobody: true,
    });
    expect(sizeWords({ ...sizes, people: { total: 0, excluded: 0, outside: 0 } }).isNobody).toBe(true);
  });
});
