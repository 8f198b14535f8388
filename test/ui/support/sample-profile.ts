import type { Profile } from '../../../src/core/profiles/schema.ts';
import { profileSchema } from '../../../src/core/profiles/schema.ts';

/** Everything set up once, for an audience called VIP. */
export const SAMPLE_PROFILE: Profile = profileSchema.parse({
  credentials: [
    {
      name: 'acme',
      environment: 'sandbox',
      appId: '7000000000000000001',
      secret: { keyring: true },
      accessToken: { keyring: true },
      lastValidated: '2026-02-03T04:05:06.000Z',
    },
  ],
  destinations: [
    {
      name: 'acme audiences',
      kind: 'audience',
      credential: 'acme',
      advertiserIds: ['7654321098765432109'],
      audienceName: 'VIP',
      idTypes: ['EMAIL', 'PHONE'],
      defaultCountry: 'US',
    },
  ],
  templates: [
    { name: 'vip', destination: 'acme audiences', columns: { EMAIL: ['EMAIL'], PHONE: ['PHONE'] } },
  ],
  queries: [
    {
      name: 'customers',
      sql: 'SELECT email AS EMAIL, phone AS PHONE FROM Customer360',
      source: { engine: 'embedded', tables: { Customer360: '/data/customers.csv' } },
    },
  ],
  orchestrations: [{ name: 'VIP', query: 'customers', template: 'vip' }],
});
