import { describe, expect, test } from 'vitest';
import { ADVERTISER, fakeServices, known, VIEW } from '../../support/fake-services.ts';
import { SAMPLE_PROFILE } from '../../support/sample-profile.ts';
import { showWizard, walk } from '../../support/show-wizard.tsx';

const ONLY_CREDENTIAL = {
  ...SAMPLE_PROFILE,
  destinations: [],
  templates: [],
  queries: [],
  orchestrations: [],
};
const SECOND = { ...ADVERTISER, id: '7654321098765432110', name: 'Acme Outlet' };
const ANALYST = { ...ADVERTISER, id: '7654321098765432111', name: 'Acme Reports', role: 'ANALYST' as const };

describe('a new destination', () => {
  test('is saved after TikTok was asked whether it can work', async () => {
    const fake = fakeServices({ profile: ONLY_CREDENTIAL });
    const view = await showWizard(fake, { id: 'destination', kind: 'audience' });
    await walk(view, 'enter', 'enter', 'enter');
    await view.paste('VIP');
    await walk(view, 'enter', 'enter');
    await view.paste('united states');
    await walk(view, 'enter', 'enter');
    expect(view.frame()).toContain('Test the connection and save');
    expect(view.frame()).toContain('United States (US)');
    await walk(view, 'enter');
    expect(fake.profile().destinations).toEqual([
      {
        name: 'acme audiences',
        kind: 'audience',
        credential: 'acme',
        advertiserIds: [ADVERTISER.id],
        audienceName: 'VIP',
        idTypes: ['EMAIL', 'PHONE'],
        mode: 'match',
        defaultCountry: 'US',
      },
    ]);
  });

  test('can have its credential made on the spot, and goes on with it', async () => {
    const fake = fakeServices();
    const view = await showWizard(fake, { id: 'destination', kind: 'audience' });
    expect(view.frame()).toContain('❯ 1 Set up a new credential');
    await walk(view, 'enter');
    await view.paste('fresh');
    await walk(view, 'enter', 'enter', 'down', 'enter', 'enter');
    await view.paste('good-token');
    await walk(view, 'enter', 'enter', 'enter');
    expect(view.frame()).toContain('Name of this destination');
    expect(view.frame()).toContain('fresh audiences');
  });

  test('offers the advertisers it reaches, an Analyst’s not among those that can be marked', async () => {
    const view = await showWizard(
      fakeServices({
        profile: ONLY_CREDENTIAL,
        tokens: { 'good-token': { ...VIEW, advertisers: [ADVERTISER, SECOND, ANALYST] } },
      }),
      { id: 'destination', kind: 'audience' },
    );
    await walk(view, 'enter', 'enter');
    expect(view.frame()).toContain('❯ [x] Acme Essentials');
    await walk(view, 'down', 'space', 'down', 'space');
    expect(view.frame()).toContain('[x] Acme Outlet');
    expect(view.frame()).toContain('[ ] Acme Reports (not available)');
    expect(view.frame()).toContain('Admin or Operator (recommended) is needed.');
  });

  test('takes typed ids where TikTok lists none, and doubts a lost digit once', async () => {
    const fake = fakeServices({
      profile: ONLY_CREDENTIAL,
      tokens: { 'good-token': { user: 'Ada', advertisers: [], advertisersProblem: 'No app secret.' } },
    });
    const view = await showWizard(fake, { id: 'destination', kind: 'audience' });
    await walk(view, 'enter', 'enter');
    expect(view.frame()).toContain('TikTok does not list the advertisers: No app secret.');
    await view.paste('765432109876543210');
    await walk(view, 'enter');
    expect(view.frame()).toContain('has 18 digits, not 19. Enter again keeps it.');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Which audience is filled?');
  });
});

describe('saving a destination', () => {
  test('is refused where its advertiser is out of reach, whatever is chosen', async () => {
    const fake = fakeServices({
      profile: SAMPLE_PROFILE,
      tokens: { 'good-token': { ...VIEW, advertisers: [SECOND] } },
    });
    const view = await showWizard(fake, { id: 'destination', name: 'acme audiences', focus: 'mode' });
    await walk(view, 'down', 'enter', 'enter');
    expect(view.frame()).toContain('This credential does not reach 7654321098765432109.');
    expect(view.frame()).toContain('❯ 1 Change the advertiser');
    expect(view.frame()).toContain('Not saved: it can’t work like this.');
    expect(view.frame()).not.toContain('Save it');
    await walk(view, '3');
    expect(view.frame()).toMatch(/Mode +Add/);
    expect(fake.profile()).toEqual(SAMPLE_PROFILE);
  });

  test('tells why TikTok can’t be asked, and can be left', async () => {
    const fake = fakeServices({
      profile: SAMPLE_PROFILE,
      credentials: {
        inspect: async () => {
          throw known('network', 'TikTok can’t be reached.', 'Check the connection.');
        },
      },
    });
    const view = await showWizard(fake, { id: 'destination', name: 'acme audiences' });
    await walk(view, 'enter');
    expect(view.frame()).toContain('TikTok can’t be reached.');
    expect(view.frame()).toContain('Check the connection.');
    await walk(view, 'up', 'enter');
    expect(view.frame()).toContain('Test the connection and save');
    expect(fake.profile()).toEqual(SAMPLE_PROFILE);
  });

  test.each(['invalid-credentials', 'missing-permission', 'missing-scope'] as const)(
    'is refused where TikTok says %s',
    async (kind) => {
      const fake = fakeServices({
        profile: SAMPLE_PROFILE,
        credentials: {
          inspect: async () => {
            throw known(kind, 'TikTok refuses this access.', 'Authorize again.');
          },
        },
      });
      const view = await showWizard(fake, { id: 'destination', name: 'acme audiences' });
      await walk(view, 'enter');
      expect(view.frame()).toContain('TikTok refuses this access.');
      expect(view.frame()).toContain('Not saved: it can’t work like this.');
      expect(view.frame()).toContain('❯ 1 Authorize again');
      expect(view.frame()).not.toContain('Save it');
    },
  );

  test('is done untested where TikTok can’t be reached, once that is chosen', async () => {
    const fake = fakeServices({
      profile: SAMPLE_PROFILE,
      credentials: {
        inspect: async () => {
          throw known('network', 'TikTok can’t be reached.', 'Check the connection.');
        },
      },
    });
    const view = await showWizard(fake, { id: 'destination', name: 'acme audiences', focus: 'mode' });
    await walk(view, 'down', 'enter', 'enter');
    expect(view.frame()).toContain('It can’t be tested now.');
    expect(view.frame()).toContain('3 Save it untested');
    expect(fake.profile()).toEqual(SAMPLE_PROFILE);
    await walk(view, '3');
    expect(fake.profile().destinations).toMatchObject([{ name: 'acme audiences', mode: 'add' }]);
  });

  test('can be stopped while TikTok is asked', async () => {
    const fake = fakeServices({
      profile: SAMPLE_PROFILE,
      credentials: { inspect: () => new Promise(() => undefined) },
    });
    const view = await showWizard(fake, { id: 'destination', name: 'acme audiences' });
    await walk(view, 'enter');
    expect(view.frame()).toContain('Asking TikTok whether it can work');
    await walk(view, 'escape');
    expect(view.frame()).toContain('Test the connection and save');
  });
});

describe('an existing destination', () => {
  test('opens where a remedy sends to, and hands back to what asked for it', async () => {
    const fake = fakeServices({
      profile: SAMPLE_PROFILE,
      tokens: { 'good-token': { ...VIEW, advertisers: [ADVERTISER, SECOND] } },
    });
    const view = await showWizard(fake, { id: 'destination', name: 'acme audiences', focus: 'advertiser' });
    expect(view.frame()).toContain('Which ad accounts get the audience?');
    await walk(view, 'space', 'down', 'space', 'enter', 'enter');
    expect(fake.profile().destinations).toMatchObject([{ advertiserIds: [SECOND.id] }]);
  });

  test('that isn’t there is told, not a crash', async () => {
    const view = await showWizard(fakeServices(), { id: 'destination', name: 'nowhere' });
    expect(view.frame()).toContain('There is no destination “nowhere”.');
  });

  test('keeps an answer that was changed when Esc leaves it', async () => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE });
    const view = await showWizard(fake, { id: 'destination', name: 'acme audiences', focus: 'audienceName' });
    await view.type(' 2');
    await walk(view, 'escape');
    expect(view.frame()).toMatch(/Audience name +VIP 2/);
  });
});

test('answers that were left unsaved are marked as such, and can be given up', async () => {
  const fake = fakeServices({ profile: SAMPLE_PROFILE });
  const view = await showWizard(fake, { id: 'manage', kind: 'destination' });
  await walk(view, 'enter', '2');
  await view.paste('audience name');
  await walk(view, 'enter');
  await view.paste('2');
  await walk(view, 'escape');
  expect(view.frame()).not.toContain('Start over');
  await walk(view, 'escape', '2');
  expect(view.frame()).toMatch(/Audience name +VIP2/);
  await view.paste('start over');
  await walk(view, 'enter');
  expect(view.frame()).toMatch(/Audience name +VIP\n/);
  expect(view.frame()).not.toContain('Start over');
});
