import { expect, test } from 'vitest';
import { type Profile, profileSchema } from '../../../../src/core/profiles/schema.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import { CUSTOMERS, fakeServices } from '../../support/fake-services.ts';
import { SAMPLE_PROFILE } from '../../support/sample-profile.ts';
import { showWizard, walk } from '../../support/show-wizard.tsx';

const FILES = { '/data/customers.csv': CUSTOMERS };
const DESTINATIONS = { id: 'manage', kind: 'destination' } as const;
const SIZES = [
  [80, 24],
  [40, 15],
] as const;

test.each(SIZES)(
  'what is sent by default is chosen from a table with masked samples, in %i×%i',
  async (columns, rows) => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE, files: FILES });
    const view = await showWizard(fake, DESTINATIONS, { columns, rows });
    await walk(view, 'enter', '6');
    expect(view.frame()).toContain('Which table has the people’s data?');
    expect(view.frame()).toContain('Customer360');
    await walk(view, 'enter');
    expect(view.frame()).toContain('EMAIL ← email');
    expect(view.frame()).toContain('PHONE ← phone');
    expectToFit(view, columns, rows);
    await walk(view, '3');
    expect(view.frame()).toContain('Which columns hold PHONE?');
    expect(view.frame()).not.toContain('4155550123');
    // None of them, and back to the overview by Esc without a change of the other.
    await walk(view, 'escape', '3', 'down', 'down', 'space', 'enter');
    expect(view.frame()).toContain('PHONE ← not sent');
    await walk(view, '1');
    expect(view.frame().replaceAll(/\s+/g, ' ')).toContain(
      'acme audiences is sent EMAIL ← email by default.',
    );
    expect(fake.profile().defaultAttributes).toEqual({
      'acme audiences': { table: 'Customer360', EMAIL: ['email'] },
    });
  },
);

test('what is there is shown, and can be taken away', async () => {
  const profile: Profile = profileSchema.parse({
    ...SAMPLE_PROFILE,
    defaultAttributes: { 'acme audiences': { table: 'Customer360', EMAIL: ['customer_id'] } },
  });
  const fake = fakeServices({ profile, files: FILES });
  const view = await showWizard(fake, DESTINATIONS);
  await walk(view, 'enter', '6', 'enter');
  expect(view.frame()).toContain('EMAIL ← customer_id');
  await walk(view, 'escape', '2');
  expect(view.frame()).toContain('Nothing is sent to acme audiences by default any more.');
  expect(fake.profile().defaultAttributes).toEqual({});
});

test('a new template starts with it, where the query has its columns', async () => {
  const profile: Profile = profileSchema.parse({
    ...SAMPLE_PROFILE,
    queries: [{ ...SAMPLE_PROFILE.queries[0], sql: 'SELECT * FROM Customer360' }],
    defaultAttributes: { 'acme audiences': { EMAIL: ['Customer_Id'], PHONE: ['mobile'] } },
  });
  const given = { id: 'template', destination: 'acme audiences', query: 'customers' } as const;
  const view = await showWizard(fakeServices({ profile, files: FILES }), given);
  expect(view.frame()).toMatch(/EMAIL +customer_id/);
  expect(view.frame()).toMatch(/PHONE +phone/);
  await view.press('down');
  expect(view.frame()).toContain('It is what the destination is sent by default.');
});

test('a destination for events has nothing of the kind, and without a table there is nothing to choose', async () => {
  const profile: Profile = profileSchema.parse({
    credentials: SAMPLE_PROFILE.credentials,
    destinations: [
      { name: 'shop', kind: 'events', credential: 'acme', advertiserIds: ['1'], eventSource: 'web' },
      ...SAMPLE_PROFILE.destinations,
    ],
  });
  const view = await showWizard(fakeServices({ profile }), DESTINATIONS);
  await walk(view, '1');
  expect(view.frame()).not.toContain('by default');
  await walk(view, 'escape', '2', '6');
  expect(view.frame()).toContain('Nothing that is set up reads a table yet.');
});
