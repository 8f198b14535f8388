import { expect, test } from 'vitest';
import {
  accessForUses,
  accessWithMarks,
  templateAccessInWords,
} from '../../../../src/wizard/journeys/common/access.ts';
import { fakeServices } from '../../support/fake-services.ts';
import { SAMPLE_PROFILE } from '../../support/sample-profile.ts';
import { showWizard, walk } from '../../support/show-wizard.tsx';

const SIZES = [
  [80, 24],
  [40, 20],
] as const;

test.each(SIZES)(
  'a destination says who may use it, and is marked for administrators, in %i×%i',
  async (columns, rows) => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE });
    const view = await showWizard(fake, { id: 'destination', name: 'acme audiences' }, { columns, rows });
    await view.paste('who may');
    expect(view.frame()).toContain('Who may use it');
    await walk(view, 'enter');
    expect(view.frame()).toContain('[ ] For administrators only');
    await walk(view, 'space', 'enter');
    await view.paste('save');
    await walk(view, 'enter');
    const saved = () => fake.profile().destinations.find(({ name }) => name === 'acme audiences');
    expect(saved()?.access).toEqual({ adminOnly: true });
  },
);

test('a new audience of a destination can be filled from customer files', async () => {
  const fake = fakeServices({ profile: SAMPLE_PROFILE });
  const view = await showWizard(fake, { id: 'destination', name: 'acme audiences' });
  await view.paste('channel');
  await walk(view, 'enter', 'down', 'enter');
  await view.paste('save');
  await walk(view, 'enter');
  expect(fake.profile().destinations.find(({ name }) => name === 'acme audiences')).toMatchObject({
    channel: 'file',
  });
});

test('a template is taken out of campaigns', async () => {
  const fake = fakeServices({ profile: SAMPLE_PROFILE });
  const [template] = SAMPLE_PROFILE.templates;
  const view = await showWizard(fake, { id: 'template', name: template?.name ?? '' });
  expect(view.frame()).toContain('orchestrations, campaigns');
  await walk(view, 'down', 'down', 'down', 'down', 'enter', 'down', 'space', 'enter');
  expect(view.frame()).toMatch(/What it is for +orchestrations$/m);
  await walk(view, 'enter');
  expect(fake.profile().templates[0]?.access).toEqual({ campaigns: false });
});

test('what is left as everyone expects it is not written down', () => {
  expect(accessWithMarks([])).toBeUndefined();
  expect(accessForUses(['orchestrations', 'campaigns', 'restrictedPii'], 'audience')).toBeUndefined();
  // Events never go through campaigns, so nothing is said of them.
  expect(accessForUses(['orchestrations', 'restrictedPii'], 'events')).toBeUndefined();
  expect(accessForUses([], 'events')).toEqual({ orchestrations: false, restrictedPii: false });
  expect(templateAccessInWords({ orchestrations: false, restrictedPii: false }, 'events')).toBe(
    'nothing; not under restricted PII',
  );
});
