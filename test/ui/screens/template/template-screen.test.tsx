import { describe, expect, test } from 'vitest';
import { CUSTOMERS, fakeServices } from '../../support/fake-services.ts';
import { SAMPLE_PROFILE } from '../../support/sample-profile.ts';
import { showWizard, walk } from '../../support/show-wizard.tsx';

const FILES = { '/data/customers.csv': CUSTOMERS };
const GIVEN = { id: 'template', destination: 'acme audiences', query: 'customers' } as const;

describe('a mapping', () => {
  test('is proposed with masked samples and saved as shown', async () => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE, files: FILES });
    const view = await showWizard(fake, GIVEN);
    expect(view.frame()).toMatch(/EMAIL +EMAIL +j•••@e•••\.com/);
    expect(view.frame()).not.toMatch(/jane|bob/);
    await walk(view, 'enter', 'enter');
    expect(fake.profile().templates[1]).toEqual({
      name: 'customers',
      destination: 'acme audiences',
      columns: { EMAIL: ['EMAIL'], PHONE: ['PHONE'] },
    });
  });

  test('can be corrected type by type', async () => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE, files: FILES });
    const view = await showWizard(fake, GIVEN);
    await walk(view, '3');
    expect(view.frame()).toContain('Which columns hold PHONE? None is possible.');
    expect(view.frame()).toContain('[x] PHONE');
    await walk(view, 'down', 'space', 'enter');
    expect(view.frame()).toMatch(/PHONE +no column/);
    await walk(view, 'enter', 'enter');
    expect(fake.profile().templates[1]?.columns).toEqual({ EMAIL: ['EMAIL'] });
  });

  test('that feeds nothing can’t be left', async () => {
    const view = await showWizard(fakeServices({ profile: SAMPLE_PROFILE, files: FILES }), GIVEN);
    await walk(view, '2', 'space', 'enter', '3', 'down', 'space', 'enter', '1');
    expect(view.frame()).toContain('No column feeds EMAIL or PHONE.');
  });

  test('says what is wrong with the query, and opens it', async () => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE, files: {} });
    const view = await showWizard(fake, GIVEN);
    expect(view.frame()).toContain('There is no file /data/customers.csv.');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Save this query');
  });
});

describe('a data template', () => {
  test('asks for its destination and query where nobody has chosen them', async () => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE, files: FILES });
    const view = await showWizard(fake, { id: 'template' });
    expect(view.frame()).toContain('Which destination is it for?');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Columns of which query?');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Which columns of customers are sent?');
  });

  test('that is saved opens at its answers', async () => {
    const view = await showWizard(fakeServices({ profile: SAMPLE_PROFILE }), { id: 'template', name: 'vip' });
    expect(view.frame()).toContain('EMAIL from EMAIL, PHONE from PHONE');
  });
});
