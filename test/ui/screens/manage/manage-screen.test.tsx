import { describe, expect, test } from 'vitest';
import type { Profile } from '../../../../src/core/profiles/schema.ts';
import { CUSTOMERS, fakeServices, known } from '../../support/fake-services.ts';
import { SAMPLE_PROFILE } from '../../support/sample-profile.ts';
import { showWizard, walk } from '../../support/show-wizard.tsx';

describe('what is set up', () => {
  test('is listed with what to know of each', async () => {
    const view = await showWizard(fakeServices({ profile: SAMPLE_PROFILE }), {
      id: 'manage',
      kind: 'credential',
    });
    expect(view.frame()).toContain('acme  Sandbox, checked 2026-02-03');
    expect(view.frame()).toContain('Set up a new credential');
  });

  test('gets another name everywhere', async () => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE });
    const view = await showWizard(fake, { id: 'manage', kind: 'destination' });
    await walk(view, 'enter', '4');
    await view.press('ctrl+u');
    await view.paste('best');
    await walk(view, 'enter');
    expect(view.frame()).toContain('acme audiences is now called best.');
    expect(fake.profile().destinations).toMatchObject([{ name: 'best' }]);
    expect(fake.profile().templates).toMatchObject([{ destination: 'best' }]);
  });

  test('is duplicated under a free name', async () => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE });
    const view = await showWizard(fake, { id: 'manage', kind: 'query' });
    await walk(view, 'enter', '2');
    expect(view.frame()).toContain('Saved as customers copy.');
    expect(fake.profile().queries.map(({ name }) => name)).toEqual(['customers', 'customers copy']);
  });

  test('goes with what can’t work without it only when its name is typed', async () => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE });
    const view = await showWizard(fake, { id: 'manage', kind: 'query' });
    await walk(view, 'enter', '4');
    expect(view.frame()).toMatch(/removed as well: orchestration\s+"VIP"\./);
    await view.paste('custom');
    await walk(view, 'enter');
    expect(fake.profile()).toEqual(SAMPLE_PROFILE);
    await view.paste('ers');
    await walk(view, 'enter');
    expect(view.frame()).toContain('customers is removed.');
    expect(fake.profile()).toMatchObject({ queries: [], orchestrations: [], templates: [{ name: 'vip' }] });
  });

  test('stays when the question is answered as it stands', async () => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE });
    const view = await showWizard(fake, { id: 'manage', kind: 'orchestration' });
    await walk(view, 'enter', '6', 'enter');
    expect(fake.profile()).toEqual(SAMPLE_PROFILE);
    expect(view.frame()).toContain('Preview');
  });

  test('of TikTok’s access asks whether the token is revoked, and keeps everything when that fails', async () => {
    const asked: unknown[] = [];
    const fake = fakeServices({
      profile: SAMPLE_PROFILE,
      credentials: {
        remove: async (...args) => {
          asked.push(args);
          throw known('network', 'TikTok can’t be reached.', 'Try again later.');
        },
      },
    });
    const view = await showWizard(fake, { id: 'manage', kind: 'credential' });
    await walk(view, 'enter', '5', 'enter');
    await view.paste('acme');
    await walk(view, 'enter');
    expect(asked).toEqual([['acme', { revoke: true, withDependents: true }]]);
    expect(view.frame()).toContain('TikTok can’t be reached.');
    expect(fake.profile()).toEqual(SAMPLE_PROFILE);
  });
});

describe('an orchestration', () => {
  test('is previewed and run from the list', async () => {
    const view = await showWizard(fakeServices({ profile: SAMPLE_PROFILE }), {
      id: 'manage',
      kind: 'orchestration',
    });
    await walk(view, 'enter', '2');
    expect(view.frame()).toContain('opened {"id":"review","orchestration":"VIP"}');
  });

  test('is made of a query and a template, and named after its audience', async () => {
    const fake = fakeServices({
      profile: { ...SAMPLE_PROFILE, orchestrations: [] },
      files: { '/data/customers.csv': CUSTOMERS },
    });
    const view = await showWizard(fake, { id: 'orchestration' });
    await walk(view, 'enter', 'enter', 'enter');
    expect(fake.profile().orchestrations).toEqual([{ name: 'VIP', query: 'customers', template: 'vip' }]);
  });
});

describe('segments and campaigns', () => {
  const profile: Profile = {
    ...SAMPLE_PROFILE,
    segments: [
      {
        name: 'loyal',
        source: { engine: 'embedded', tables: { people: '/data/customers.csv' } },
        table: 'people',
      },
    ],
    campaigns: [
      {
        name: 'spring',
        key: 'id',
        include: ['loyal'],
        groups: [
          { name: 'control', percent: 10, control: true },
          { name: 'a', percent: 90, destination: 'acme audiences', audienceName: 'A' },
        ],
      },
    ],
  };

  test('are listed and counted', async () => {
    const fake = fakeServices({ profile });
    const asked: string[] = [];
    const services = {
      ...fake.services,
      delivery: {
        ...fake.services.delivery,
        previewSegment: async (name: string) => {
          asked.push(name);
          return { name, rows: 71111, unreadable: 3, sql: 'SELECT 1' };
        },
      },
    };
    const view = await showWizard({ ...fake, services }, { id: 'manage', kind: 'segment' });
    expect(view.frame()).toContain('loyal  people');
    await walk(view, 'enter', '1');
    expect(view.frame()).toContain('loyal has 71,111 rows now. 3 rows can’t be read: left out.');
    expect(asked).toEqual(['loyal']);
  });

  test('go together; of the empty list of campaigns a new one is begun', async () => {
    const fake = fakeServices({ profile });
    const view = await showWizard(fake, { id: 'manage', kind: 'segment' });
    await walk(view, 'enter', '5');
    expect(view.frame()).toMatch(/removed as well: campaign\s+"spring"\./);
    await view.paste('loyal');
    await walk(view, 'enter');
    expect(fake.profile()).toMatchObject({ segments: [], campaigns: [] });
    expect(view.frame()).toContain('Set up a new segment');
    const campaigns = await showWizard(fake, { id: 'manage', kind: 'campaign' });
    expect(campaigns.frame()).toContain('Set up a new campaign');
  });
});
