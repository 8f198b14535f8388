import { describe, expect, test } from 'vitest';
import { type Profile, profileSchema } from '../../../../src/core/profiles/schema.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import { fakeServices, known } from '../../support/fake-services.ts';
import { SAMPLE_PROFILE } from '../../support/sample-profile.ts';
import { showWizard, walk } from '../../support/show-wizard.tsx';

const LIVE: Profile = profileSchema.parse({
  ...SAMPLE_PROFILE,
  credentials: [
    ...SAMPLE_PROFILE.credentials,
    { name: 'live', environment: 'production', accessToken: { keyring: true } },
  ],
  orchestrations: SAMPLE_PROFILE.orchestrations.map((each) => ({
    ...each,
    schedule: { cron: '0 6 * * 1', timeZone: 'UTC' },
  })),
});
const DESTINATIONS = { id: 'manage', kind: 'destination' } as const;
const SIZES = [
  [80, 24],
  [40, 15],
] as const;

describe('promoting a destination', () => {
  test.each(SIZES)('shows the difference, and adds it after a typed yes, in %i×%i', async (columns, rows) => {
    const fake = fakeServices({ profile: LIVE });
    const view = await showWizard(fake, DESTINATIONS, { columns, rows });
    await walk(view, 'enter');
    expect(view.frame()).toContain('5 Promote to production…');
    await walk(view, '5');
    expect(view.frame()).toContain('live');
    expect(view.frame()).not.toContain('1 acme');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Acme Essentials');
    expectToFit(view, columns, rows);
    await walk(view, 'enter');
    expect(view.frame()).toContain('❯ acme audiences (production)');
    await walk(view, 'enter');
    expect(view.frame()).toContain('PRODUCTION?');
    expect(view.frame()).toContain('Type production to go on.');
    expectToFit(view, columns, rows);
    if (columns === 80) {
      expect(view.frame()).toContain('destination "acme audiences (production)", a copy of "acme audiences"');
      expect(view.frame()).toContain('credential: "acme" → "live"');
      expect(view.frame()).toContain('schedule: 0 6 * * 1 (UTC) → by hand');
    } else {
      await view.press('down', 'pagedown');
      expect(view.frame()).toMatch(/↑ \d+ above/);
    }
    await view.paste('yes');
    await walk(view, 'enter');
    expect(fake.profile()).toEqual(LIVE);
    await view.press('ctrl+u');
    await view.paste('production');
    await walk(view, 'enter');
    expect(view.frame().replaceAll(/\s+/g, ' ')).toContain('acme audiences (production) is added;');
    if (columns === 80) {
      expect(view.frame()).toContain('acme audiences  audiences, acme (Sandbox)');
      expect(view.frame()).toContain('acme audiences (production)  audiences, live (Production)');
    }
    expect(fake.profile().destinations).toEqual([
      ...LIVE.destinations,
      { ...LIVE.destinations[0], name: 'acme audiences (production)', credential: 'live' },
    ]);
    expect(fake.profile().orchestrations.at(-1)).toMatchObject({
      name: 'VIP (production)',
      template: 'vip (production)',
      schedule: 'manual',
    });
    expectToFit(view, columns, rows);
  });

  test('goes one step back with Esc, and changes nothing on the way', async () => {
    const fake = fakeServices({ profile: LIVE });
    const view = await showWizard(fake, DESTINATIONS);
    await walk(view, 'enter', '5', 'enter', 'enter', 'enter', 'escape');
    expect(view.frame()).toContain('What is the copy called?');
    await walk(view, 'escape');
    expect(view.frame()).toContain('Which ad accounts are used in production?');
    await walk(view, 'escape');
    expect(view.frame()).toContain('Whose access to production is used?');
    await walk(view, 'escape');
    expect(view.frame()).toContain('Promote to production…');
    expect(fake.profile()).toEqual(LIVE);
  });

  test('refuses a name that is taken', async () => {
    const view = await showWizard(fakeServices({ profile: LIVE }), DESTINATIONS);
    await walk(view, 'enter', '5', 'enter', 'enter', 'ctrl+u');
    await view.paste('acme audiences');
    await walk(view, 'enter');
    expect(view.frame()).toContain('This name is taken');
  });

  test.each(SIZES)(
    'says how to get a production credential where there is none, in %i×%i',
    async (columns, rows) => {
      const view = await showWizard(fakeServices({ profile: SAMPLE_PROFILE }), DESTINATIONS, {
        columns,
        rows,
      });
      await walk(view, 'enter', '5');
      expect(view.frame().replaceAll(/\s+/g, ' ')).toContain('There is no credential for production yet.');
      expectToFit(view, columns, rows);
      await walk(view, 'enter');
      expect(view.frame()).toContain('Name of this credential');
      expect(view.frame()).not.toContain('What now?');
    },
  );

  test('goes on with typed ids where TikTok doesn’t tell the ad accounts, and warns', async () => {
    const fake = fakeServices({
      profile: LIVE,
      credentials: {
        inspect: async () => {
          throw known('network', 'TikTok can’t be reached.', 'Try again later.');
        },
      },
    });
    const view = await showWizard(fake, DESTINATIONS);
    await walk(view, 'enter', '5', 'enter');
    expect(view.frame()).toContain('TikTok can’t be reached.');
    await walk(view, '3');
    await view.paste('7000000000000000009');
    await walk(view, 'enter', 'enter');
    expect(view.frame().replaceAll(/\s+/g, ' ')).toContain('check the copy before it is run');
    await view.paste('production');
    await walk(view, 'enter');
    expect(fake.profile().destinations.at(-1)?.advertiserIds).toEqual(['7000000000000000009']);
  });

  test.each([
    ['is in production', { profile: withEnvironment('production') }],
    ['belongs to the demo', { profile: withEnvironment('simulator'), isDemo: true }],
  ])('isn’t offered for one that %s', async (_, options) => {
    const view = await showWizard(fakeServices(options), DESTINATIONS);
    await walk(view, 'enter');
    expect(view.frame()).toContain('Check the connection');
    expect(view.frame()).not.toContain('Promote');
  });
});

function withEnvironment(environment: 'production' | 'simulator'): Profile {
  const credentials = SAMPLE_PROFILE.credentials.map((each) => ({ ...each, environment }));
  return { ...SAMPLE_PROFILE, credentials };
}
