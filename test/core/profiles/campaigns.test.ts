import { describe, expect, test } from 'vitest';
import { refuseOverLaunches } from '../../../src/core/profiles/check-campaigns.ts';
import { duplicateEntity, removeEntity, renameEntity } from '../../../src/core/profiles/edit.ts';
import { dependenciesOf, dependentsOf } from '../../../src/core/profiles/entities.ts';
import { exportProfile } from '../../../src/core/profiles/export.ts';
import { mergeProfile } from '../../../src/core/profiles/merge.ts';
import { parseProfileFile } from '../../../src/core/profiles/parse.ts';
import { resolveProfilePaths } from '../../../src/core/profiles/paths.ts';
import { EMPTY_PROFILE, type Profile, sourceSegments } from '../../../src/core/profiles/schema.ts';
import { exampleFile, exampleProfile } from './example-profile.ts';

const source = { engine: 'embedded', tables: { Customer360: 'customers.csv' } };

const segments = [
  {
    name: 'loyal',
    source,
    table: 'Customer360',
    filter: { all: [{ field: 'orders', op: '>=', value: 3 }] },
  },
  { name: 'returned', source, sql: 'SELECT * FROM Customer360 WHERE returns > 1' },
];

const groups = [
  { name: 'control', percent: 10, control: true },
  { name: 'a', percent: 45, destination: 'acme audiences', audienceName: 'Spring A' },
  { name: 'b', percent: 45, destination: 'acme audiences', audienceName: 'Spring B' },
];

const campaign = {
  name: 'spring',
  key: 'customer_id',
  include: ['loyal'],
  exclude: ['returned'],
  attributes: { EMAIL: ['email'], PHONE: 'phone' },
  groups,
  audiences: 'separate',
  timing: { type: 'recurring', cron: '0 6 * * 1', timeZone: 'America/New_York', launch: '2027-01-04' },
};

const defaultAttributes = { 'acme audiences': { table: 'Customer360', EMAIL: ['email'], PHONE: 'phone' } };

function parse(file: object): Profile {
  return parseProfileFile(JSON.stringify(file), 'acme.json');
}

const whole = parse({ ...exampleFile, segments, campaigns: [campaign], defaultAttributes });

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('It was accepted.');
}

const shape = (file: object) => refusal(() => parse(file));
const meaning = (change: object) =>
  refusal(() => mergeProfile(exampleProfile, parse({ segments, campaigns: [{ ...campaign, ...change }] })));

describe('a profile file', () => {
  test('with segments, campaigns and default attributes is applied, and a second time changes nothing', () => {
    const { profile, changes } = mergeProfile(EMPTY_PROFILE, whole);
    expect(changes.created.slice(-3).map(({ name }) => name)).toEqual(['loyal', 'returned', 'spring']);
    expect(profile.campaigns[0]?.attributes).toEqual({ EMAIL: ['email'], PHONE: ['phone'] });
    expect(mergeProfile(profile, whole).changes).toMatchObject({ created: [], updated: [] });
    expect(exportProfile(profile)).toEqual(whole);
  });

  test('by name brings a campaign with its segments, destinations and their attributes', () => {
    const exported = exportProfile(whole, ['spring']);
    expect(exported.segments).toHaveLength(2);
    expect(exported.destinations.map(({ name }) => name)).toEqual(['acme audiences']);
    expect(exported.defaultAttributes).toEqual(whole.defaultAttributes);
    expect(exported.orchestrations).toEqual([]);
  });

  test('has the paths of its segments resolved', () => {
    const [loyal] = sourceSegments(resolveProfilePaths(whole, (path) => `/data/${path}`).segments);
    expect(loyal?.source).toEqual({ engine: 'embedded', tables: { Customer360: '/data/customers.csv' } });
  });

  test('with other default attributes is a change of the destination', () => {
    const other = { 'acme audiences': { EMAIL: 'work_email' } };
    const { changes } = mergeProfile(whole, parse({ defaultAttributes: other }));
    expect(changes.updated).toEqual([{ kind: 'destination', name: 'acme audiences' }]);
  });
});

describe('what depends on what', () => {
  test('a campaign needs its segments and destinations', () => {
    expect(dependenciesOf(whole, { kind: 'campaign', name: 'spring' })).toEqual([
      { kind: 'destination', name: 'acme audiences' },
      { kind: 'segment', name: 'loyal' },
      { kind: 'segment', name: 'returned' },
    ]);
    expect(dependentsOf(whole, { kind: 'credential', name: 'acme' })).toContainEqual({
      kind: 'campaign',
      name: 'spring',
    });
  });

  test('a segment takes its campaigns along when it goes, and only when that is allowed', () => {
    const loyal = { kind: 'segment', name: 'loyal' } as const;
    expect(() => removeEntity(whole, loyal)).toThrow('it is needed by campaign "spring"');
    expect(removeEntity(whole, loyal, { withDependents: true }).profile.campaigns).toEqual([]);
  });

  test('a destination takes its default attributes along', () => {
    const destination = { kind: 'destination', name: 'acme audiences' } as const;
    expect(removeEntity(whole, destination, { withDependents: true }).profile.defaultAttributes).toEqual({});
    const renamed = renameEntity(whole, destination, 'acme lists');
    expect(Object.keys(renamed.profile.defaultAttributes)).toEqual(['acme lists']);
    expect(renamed.updated).toContainEqual({ kind: 'campaign', name: 'spring' });
    expect(renamed.profile.campaigns[0]?.groups[1]?.destination).toBe('acme lists');
  });

  test('a new name of a segment is followed by its campaigns', () => {
    const renamed = renameEntity(whole, { kind: 'segment', name: 'loyal' }, 'regulars');
    expect(renamed.profile.campaigns[0]?.include).toEqual(['regulars']);
    expect(renamed.profile.campaigns[0]?.exclude).toEqual(['returned']);
  });

  test('a campaign gets no name that an orchestration has', () => {
    const spring = { kind: 'campaign', name: 'spring' } as const;
    expect(() => renameEntity(whole, spring, 'vip')).toThrow('There is a orchestration "vip" already.');
    expect(duplicateEntity(whole, spring).profile.campaigns.map(({ name }) => name)).toEqual([
      'spring',
      'spring copy',
    ]);
  });
});

describe('a shape that is wrong is said at its place', () => {
  test.each([
    [
      { segments: [{ ...segments[0], fitler: {} }] },
      'segments[0].fitler: "fitler" isn\'t a setting here; did you mean "filter"?',
    ],
    [
      { segments: [{ name: 'x', source }] },
      'segments[0]: a segment needs "table" and "filter", or "sql", or "combine"',
    ],
    [
      { segments: [{ ...segments[0], sql: 'SELECT 1' }] },
      'segments[0].sql: a segment has either "sql", or "table" and "filter"',
    ],
    [
      { segments: [{ ...segments[0], filter: { all: [{ field: 'a', op: 'in', value: 3 }] } }] },
      'segments[0].filter.all[0].value: must be a list of values for "in"',
    ],
    [
      { campaigns: [{ ...campaign, include: [] }] },
      'campaigns[0].include: a campaign includes at least one segment',
    ],
    [{ campaigns: [{ ...campaign, groups: [{ name: 'a', percent: 0 }] }] }, 'a share is more than 0 percent'],
    [
      { campaigns: [{ ...campaign, attributes: { MAIL: 'x' } }] },
      'campaigns[0].attributes.MAIL: "MAIL" isn\'t a setting here; did you mean "EMAIL"?',
    ],
    [
      { campaigns: [{ ...campaign, timing: { type: 'recurring', cron: '0 6 * *' } }] },
      "campaigns[0].timing.cron: can't be used: a cron expression has five parts",
    ],
    [
      { campaigns: [{ ...campaign, timing: { type: 'once', launch: '2027-02-30' } }] },
      'campaigns[0].timing.launch: there is no such day or time',
    ],
    [
      { campaigns: [{ ...campaign, timing: { type: 'daily' } }] },
      'campaigns[0].timing.type: must be "manual", "once" or "recurring"',
    ],
  ])('%#', (file, sentence) => {
    expect(shape(file)).toContain(sentence);
  });
});

describe('what can never work is refused with a sentence', () => {
  const [control, a, b] = groups;
  test.each([
    [
      { include: ['loyl'] },
      'Campaign "spring" needs the segment "loyl", which doesn\'t exist; did you mean "loyal"?',
    ],
    [
      { include: ['loyal', 'returned'] },
      'Campaign "spring": the segment "returned" is both included and excluded.',
    ],
    [
      { groups: [control, { ...a, percent: 50 }, b] },
      'Campaign "spring": the groups "control", "a", "b" have 105 percent of their people; it must be 100.',
    ],
    [{ groups: [{ ...a, percent: 90 }] }, 'group "a" has 90 percent of their people; it must be 100.'],
    [
      { groups: [control, { ...a, percent: undefined }, b] },
      'share the same people, so each needs its percent.',
    ],
    [{ groups: [{ ...control, percent: 100 }] }, 'no group of it is sent anywhere.'],
    [{ groups: [control, { ...a, destination: undefined }, b] }, 'group "a" has no destination.'],
    [
      { groups: [control, { ...a, destination: 'acme events' }, b] },
      'goes to "acme events", a destination for events; campaigns fill audiences only.',
    ],
    [
      { groups: [{ ...control, destination: 'acme audiences' }, a, b] },
      'group "control" is the control group, which is never sent; leave out its destination and audience.',
    ],
    [
      { groups: [control, { ...a, audienceName: undefined }, b] },
      'group "a" needs an audience name (audienceName).',
    ],
    [
      { groups: [control, a, { ...b, audienceName: 'Spring A' }] },
      'the groups "a" and "b" fill the same audience "Spring A"',
    ],
    [{ groups: [control, a, { ...b, name: 'a' }] }, 'two groups are called "a".'],
    [{ audiences: 'single' }, 'one audience for all groups needs its name (audienceName).'],
    [
      {
        groups: [
          { ...a, percent: 100 },
          { ...b, percent: 100, where: { field: 'country', op: '=', value: 'US' } },
        ],
      },
      'the groups "b" never get anybody: groups without "where" come before them and take everyone.',
    ],
    [
      { attributes: { IDFA: 'idfa' } },
      'its attributes are IDFA, but "acme audiences" sends PHONE, EMAIL only.',
    ],
    [{ name: 'vip' }, 'Campaign "vip" has the name of an orchestration; give one of them another name.'],
  ])('%#', (change, sentence) => {
    expect(meaning(change)).toContain(sentence);
  });

  test('one audience name in one account, whichever of the accounts stands first in a destination', () => {
    const [one, other] = ['7654321098765432109', '7654321098765432110'];
    const destination = exampleFile.destinations.find(({ name }) => name === 'acme audiences');
    const destinations = [
      { ...destination, name: 'front', advertiserIds: [one, other] },
      { ...destination, name: 'back', advertiserIds: [other, one] },
    ];
    const [control, a, b] = groups;
    const ofBoth = [
      control,
      { ...a, destination: 'front' },
      { ...b, destination: 'back', audienceName: 'Spring A' },
    ];
    const file = parse({ segments, destinations, campaigns: [{ ...campaign, groups: ofBoth }] });
    expect(refusal(() => mergeProfile(exampleProfile, file))).toContain('fill the same audience "Spring A"');
  });

  test('a table that the source of a segment does not have', () => {
    const file = parse({ segments: [{ ...segments[0], table: 'Customers360' }] });
    expect(refusal(() => mergeProfile(EMPTY_PROFILE, file))).toContain(
      'Segment "loyal" reads the table "Customers360", which its source doesn\'t have; did you mean "Customer360"?',
    );
  });

  test('default attributes of a destination that takes none', () => {
    const ofEvents = parse({ defaultAttributes: { 'acme events': { EMAIL: 'email' } } });
    expect(refusal(() => mergeProfile(exampleProfile, ofEvents))).toContain(
      'Default attributes are for audiences; "acme events" is a destination for events.',
    );
    const ofNobody = parse({ defaultAttributes: { 'acme audience': { EMAIL: 'email' } } });
    expect(refusal(() => mergeProfile(exampleProfile, ofNobody))).toContain('did you mean "acme audiences"?');
  });

  test('groups of sub-audiences add up to 100 each', () => {
    const where = { field: 'country', op: '=', value: 'US' };
    const split = [
      { ...a, percent: 33.3, where },
      { ...b, percent: 66.7, where },
      { name: 'rest', destination: 'acme audiences', audienceName: 'Rest' },
    ];
    const file = parse({ segments, campaigns: [{ ...campaign, groups: split }] });
    expect(mergeProfile(exampleProfile, file).profile.campaigns).toHaveLength(1);
  });
});

describe('a launch in the past', () => {
  const NOW = Date.UTC(2026, 10, 22);
  const once = (launch: string) => parse({ campaigns: [{ ...campaign, timing: { type: 'once', launch } }] });
  const spring = [{ kind: 'campaign', name: 'spring' }] as const;

  test('is refused when the campaign is set up, because it would never start', () => {
    expect(() => refuseOverLaunches(once('2026-11-20'), spring, NOW)).toThrow(
      'Campaign "spring": its launch 2026-11-20 is in the past.',
    );
  });

  test('is no mistake of a campaign that was set up before', () => {
    expect(() => refuseOverLaunches(once('2026-11-20'), [], NOW)).not.toThrow();
  });

  test('is only one that is over everywhere on earth', () => {
    expect(() => refuseOverLaunches(once('2026-11-21'), spring, NOW)).not.toThrow();
    expect(() => refuseOverLaunches(once('2026-11-21T11:00'), spring, NOW)).toThrow('in the past');
  });
});
