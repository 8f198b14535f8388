import { parseProfileFile } from '../../../src/core/profiles/parse.ts';

/** A profile file with one of everything, audiences and events. */
export const exampleFile = {
  credentials: [
    {
      name: 'acme',
      description: 'Acme Ads',
      environment: 'production',
      appId: '7000000000000000001',
      secret: { env: 'ACME_SECRET' },
      accessToken: { file: 'token.txt' },
    },
  ],
  destinations: [
    {
      name: 'acme audiences',
      kind: 'audience',
      credential: 'acme',
      advertiserIds: ['7654321098765432109'],
      audienceName: 'VIP',
      idTypes: ['PHONE', 'EMAIL'],
      defaultCountry: 'US',
      access: { adminOnly: false, restrictedPii: false },
    },
    {
      name: 'acme events',
      kind: 'events',
      credential: 'acme',
      advertiserIds: ['7654321098765432109'],
      eventSource: 'offline',
      eventSourceId: '7654321098765432108',
      fixedEventName: 'CompletePayment',
      limitedDataUse: false,
      defaultCountry: 'US',
      timeZone: 'America/Los_Angeles',
    },
  ],
  templates: [
    {
      name: 'vip',
      destination: 'acme audiences',
      columns: { EMAIL: ['email', 'work_email'], PHONE: 'phone' },
      access: { orchestrations: true, campaigns: true },
    },
    { name: 'purchases', destination: 'acme events' },
  ],
  queries: [
    {
      name: 'vip',
      sql: 'SELECT email, work_email, phone FROM Customer360',
      source: { engine: 'embedded', tables: { Customer360: 'customers.csv' } },
    },
    {
      name: 'orders',
      sqlFile: 'orders.sql',
      source: { engine: 'embedded', tables: { orders: ['a.csv', 'b.csv'] } },
    },
  ],
  orchestrations: [
    { name: 'vip', query: 'vip', template: 'vip', schedule: 'manual' },
    { name: 'purchases', query: 'orders', template: 'purchases' },
  ],
} as const;

export const exampleProfile = parseProfileFile(JSON.stringify(exampleFile), 'example.json');
