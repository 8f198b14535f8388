import { expect, test } from 'vitest';
import { profileSchema } from '../../../../src/core/profiles/schema.ts';
import { audiencePlace } from '../../../../src/ui/screens/result/audience-place.ts';

const profile = profileSchema.parse({
  credentials: [{ name: 'acme', environment: 'simulator' }],
  destinations: [
    {
      name: 'acme audiences',
      kind: 'audience',
      credential: 'acme',
      advertiserIds: ['7000000000000000001', '7000000000000000002'],
      audienceName: 'VIP',
    },
  ],
  templates: [{ name: 'vip', destination: 'acme audiences' }],
  queries: [
    {
      name: 'vip',
      sql: 'SELECT email AS EMAIL FROM People',
      source: { engine: 'embedded', tables: { People: '/people.csv' } },
    },
  ],
  orchestrations: [{ name: 'vip', query: 'vip', template: 'vip' }],
});
const vip = { audienceId: '42', name: 'vip', group: undefined };

test('an audience is asked about in the account it is in, whichever stands first in the destination', () => {
  const record = { advertiserId: '7000000000000000002', audienceId: '42' };
  expect(audiencePlace(profile, [record], vip)).toEqual({
    credential: 'acme',
    advertiserId: '7000000000000000002',
  });
});

test('one this machine knows nothing of is asked about in the first account', () => {
  const others = [
    { advertiserId: '7000000000000000002', audienceId: '43' },
    { advertiserId: '7000000000000000003', audienceId: '42' },
  ];
  expect(audiencePlace(profile, others, vip).advertiserId).toBe('7000000000000000001');
});
