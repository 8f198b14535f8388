import { expect, test } from 'vitest';
import { effectiveSettings } from '../../../../src/core/profiles/effective-settings.ts';
import { type Profile, profileSchema } from '../../../../src/core/profiles/schema.ts';
import { reviewRows } from '../../../../src/wizard/journeys/delivery/review.ts';
import { previewWith } from '../../../ui/support/delivery-values.ts';

const PROFILE: Profile = profileSchema.parse({
  credentials: [{ name: 'acme', environment: 'production', accessToken: { env: 'TOKEN' } }],
  destinations: [
    {
      name: 'acme audiences',
      kind: 'audience',
      credential: 'acme',
      advertiserIds: ['7654321098765432109'],
      audienceName: 'VIP',
      defaultCountry: 'US',
    },
  ],
  templates: [{ name: 'customers', destination: 'acme audiences' }],
  queries: [
    {
      name: 'all',
      sql: 'SELECT email AS EMAIL\nFROM Customer360',
      source: { engine: 'embedded', tables: { Customer360: ['/data/a.csv', '/data/b.csv'] } },
    },
  ],
  orchestrations: [{ name: 'vip', query: 'all', template: 'customers' }],
});

function rows(profile: Profile = PROFILE) {
  return reviewRows(effectiveSettings(profile, 'vip'), previewWith());
}

test('every answer is there, each with the place where it is changed', () => {
  expect(rows().map(({ label, edit }) => `${label}: ${edit.screen}`)).toEqual([
    'Environment: destination',
    'Credential: credential',
    'Advertiser: destination',
    'Destination: destination',
    'Audience: destination',
    'Mode: destination',
    'Source files: query',
    'Query: query',
    'Columns: template',
    'Rules: destination',
    'Counts: preview',
    'Orchestration: orchestration',
  ]);
});

test('production is said in capital letters', () => {
  expect(rows()[0]?.value).toContain('PRODUCTION');
});

test('a query is one line, and files are named without their folders', () => {
  const byId = new Map(rows().map(({ id, value }) => [id, value]));
  expect(byId.get('query')).toBe('SELECT email AS EMAIL FROM Customer360');
  expect(byId.get('sources')).toBe('Customer360 = a.csv and 1 more');
  expect(byId.get('mapping')).toBe('EMAIL ← EMAIL');
  expect(byId.get('counts')).toBe('7 people, 7 identifiers to add, 0 to remove and 0 unchanged');
});

test('a name given by the orchestration is changed there', () => {
  const orchestrations = PROFILE.orchestrations.map((each) => ({
    ...each,
    set: { audienceName: 'VIP spring', mode: 'add' as const },
  }));
  const found = rows({ ...PROFILE, orchestrations }).filter(({ id }) => id === 'audience' || id === 'mode');
  expect(found.map(({ value, edit }) => [value, edit.screen])).toEqual([
    ['VIP spring', 'orchestration'],
    ['add: nobody is removed', 'orchestration'],
  ]);
});
