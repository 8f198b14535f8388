import { type Profile, profileSchema } from '../../../src/core/profiles/schema.ts';

/** Everything set up once, for events into an event set of stores. */
export const EVENTS_PROFILE: Profile = profileSchema.parse({
  credentials: [
    {
      name: 'acme',
      environment: 'sandbox',
      appId: '7000000000000000001',
      secret: { keyring: true },
      accessToken: { keyring: true },
    },
  ],
  destinations: [
    {
      name: 'acme events',
      kind: 'events',
      credential: 'acme',
      advertiserIds: ['7654321098765432109'],
      eventSource: 'offline',
      eventSourceId: '7654321098765432109',
      fixedEventName: 'Purchase',
      defaultCountry: 'US',
      timeZone: 'America/Los_Angeles',
    },
  ],
  templates: [
    {
      name: 'purchases',
      destination: 'acme events',
      columns: { email: ['email'], timestamp: ['timestamp'], value: ['value'] },
    },
  ],
  queries: [
    {
      name: 'purchases',
      sql: 'SELECT email AS email, sold AS timestamp, total AS value FROM sales',
      source: { engine: 'embedded', tables: { sales: '/data/sales.csv' } },
    },
  ],
  orchestrations: [{ name: 'purchases', query: 'purchases', template: 'purchases' }],
});
