import { describe, expect, test } from 'vitest';
import { EMPTY_PROFILE, type Profile } from '../../../../src/core/profiles/schema.ts';
import {
  audienceDestinations,
  lastFile,
  offeredAudiences,
  proposeAudienceName,
  startRefresh,
  withRefresh,
} from '../../../../src/wizard/journeys/refresh/refresh.ts';

const ACME = {
  name: 'acme',
  kind: 'audience',
  credential: 'acme',
  advertiserIds: ['7654321098765432109'],
  audienceName: 'VIP',
} as const;

const PROFILE: Profile = {
  ...EMPTY_PROFILE,
  credentials: [{ name: 'acme', environment: 'simulator' }],
  destinations: [
    { ...ACME, advertiserIds: [...ACME.advertiserIds] },
    { ...ACME, name: 'acme events', kind: 'events', advertiserIds: ['1'], eventSource: 'offline' },
  ].map(({ audienceName, ...destination }) =>
    destination.kind === 'events' ? destination : { ...destination, audienceName },
  ) as Profile['destinations'],
};

const ANSWERS = {
  destination: 'acme',
  file: '/data/list.csv',
  sql: 'SELECT mail AS EMAIL\nFROM list',
  audienceName: 'Spring',
};

const [destination] = audienceDestinations(PROFILE);
if (destination === undefined) throw new Error('The profile has a destination for audiences.');

describe('sending a file', () => {
  test('begins with the only destination for people, and asks where there are several', () => {
    expect(startRefresh(PROFILE)).toMatchObject({ destination: 'acme', hasChoice: false });
    const two = { ...PROFILE, destinations: [...PROFILE.destinations, { ...destination, name: 'other' }] };
    expect(startRefresh(two)).toMatchObject({ destination: undefined, hasChoice: true });
    expect(startRefresh(EMPTY_PROFILE)).toMatchObject({ destination: undefined, hasChoice: false });
  });

  test('makes its own query, template and orchestration, and takes the same ones the next time', () => {
    const first = withRefresh(PROFILE, ANSWERS);
    expect(first.profile.orchestrations).toMatchObject([
      { name: first.name, set: { audienceName: 'Spring' } },
    ]);
    const second = withRefresh(first.profile, { ...ANSWERS, file: '/data/newer.csv', sql: 'SELECT 1' });
    expect(second.name).toBe(first.name);
    expect(second.profile.orchestrations).toHaveLength(1);
    expect(second.profile.queries).toMatchObject([
      { sql: 'SELECT 1', source: { tables: { newer: '/data/newer.csv' } } },
    ]);
    const other = withRefresh(second.profile, { ...ANSWERS, audienceName: 'Autumn' });
    expect(other.profile.orchestrations).toHaveLength(2);
  });

  test('never touches what somebody set up, also when it bears the name', () => {
    const first = withRefresh(PROFILE, ANSWERS);
    const theirs = {
      ...first.profile,
      queries: first.profile.queries.map(({ description: _, ...query }) => ({ ...query, sql: 'theirs' })),
    };
    const next = withRefresh(theirs, ANSWERS);
    expect(next.name).not.toBe(first.name);
    expect(next.profile.queries).toHaveLength(2);
    expect(next.profile.queries[0]).toEqual(theirs.queries[0]);
  });

  test('offers the audience of last time first, then the destination’s own, each once', () => {
    const record = {
      advertiserId: '7654321098765432109',
      audienceId: '7500000000000000001',
      channel: 'streaming',
      rules: { emailRule: 'standard', phoneRule: 'plus', idfaCase: 'upper' },
      ledgerComplete: true,
    } as const;
    const records = [
      { ...record, name: 'VIP' },
      { ...record, name: 'Winter' },
      { ...record, name: 'Elsewhere', advertiserId: '1' },
    ];
    const names = (profile: Profile, file: string) =>
      offeredAudiences(profile, destination, file, records).map(({ name }) => name);
    expect(names(PROFILE, ANSWERS.file)).toEqual(['VIP', 'Winter']);
    const { profile } = withRefresh(PROFILE, ANSWERS);
    expect(names(profile, ANSWERS.file)).toEqual(['Spring', 'VIP', 'Winter']);
    expect(names(profile, '/data/other.csv')).toEqual(['VIP', 'Winter', 'Spring']);
  });

  test('remembers the file that was sent last', () => {
    const { name, profile } = withRefresh(PROFILE, ANSWERS);
    expect(lastFile(profile, [])).toBeUndefined();
    const run = {
      id: '1',
      orchestration: name,
      kind: 'audience',
      startedAt: '',
      version: '',
      user: '',
      settings: {},
    };
    expect(lastFile(profile, [{ ...run, kind: 'audience' }])).toBe('/data/list.csv');
  });

  test.each([
    ['/data/spring-customers.csv', 'spring customers'],
    ['C:\\lists\\VIP_2026.csv.gz', 'VIP 2026'],
    ['/data/book.xlsx#Sheet 1', 'book'],
    ['/data/.csv', 'Customers'],
  ])('names an audience after %s', (file, name) => {
    expect(proposeAudienceName(file)).toBe(name);
  });
});
