import { describe, expect, test } from 'vitest';
import { CAMPAIGN_HELP } from '../../../../src/ui/screens/campaign/help.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import { known } from '../../support/fake-services.ts';
import { showWizard, walk } from '../../support/show-wizard.tsx';
import { campaignProfile, campaignServices } from './campaign-services.ts';

const SPRING = {
  name: 'spring',
  key: 'customer_id',
  include: ['loyal'],
  groups: [
    { name: 'control', percent: 10, control: true },
    { name: 'a', percent: 90, destination: 'acme audiences', audienceName: 'Spring A' },
  ],
};

const withSpring = (change: object = {}) => campaignProfile({ campaigns: [{ ...SPRING, ...change }] });

describe.each([
  { columns: 80, rows: 24 },
  { columns: 40, rows: 15 },
  { columns: 120, rows: 40 },
])('in $columns × $rows', (size) => {
  test('a campaign of three groups is built, counted on the way', async () => {
    const fake = campaignServices(campaignProfile());
    const view = await showWizard(fake, { id: 'manage', kind: 'campaign' }, size);
    const seen = (text: string | RegExp) => {
      expect(view.frame()).toMatch(text);
      expect(view.frame()).not.toMatch(/jane|bob/);
      expectToFit(view, size.columns, size.rows);
    };
    seen('Set up a new campaign');
    await walk(view, 'enter');
    seen('What is the campaign called');
    await walk(view, 'enter');
    seen('A name is needed');
    await view.paste('spring');
    await walk(view, 'enter');
    seen(/loyal +1,234 rows/);
    await walk(view, 'enter');
    seen('Mark at least one');
    await walk(view, 'space', 'enter');
    seen('Which column tells people apart');
    seen(/❯ 1 customer_id/);
    await walk(view, 'enter');
    seen('Whose people are left out');
    seen(/returned +1,000 people/);
    await walk(view, 'down', 'space');
    seen('It has no column customer_id');
    await walk(view, 'up', 'space');
    seen('1,000 people, 100 left out');
    await walk(view, 'enter');
    seen(/control +10% +90 people, control/);
    await walk(view, 'down');
    seen(/a +90% +810 people/);
    await walk(view, 'down', 'down', 'enter', 'enter');
    await walk(view, 'down', 'down', 'down');
    seen(/b +45% +405 people/);
    await walk(view, 'up', 'up', 'enter', 'enter', 'ctrl+u');
    await view.paste('200');
    await walk(view, 'enter');
    seen('at most 100 percent');
    await walk(view, 'ctrl+u');
    await view.paste('5');
    await walk(view, 'enter');
    seen('5 percent are missing');
    await walk(view, 'up', 'enter');
    seen('Into which groups');
    await walk(view, 'down', 'down', 'down', 'down', 'down', 'enter', 'up', 'up');
    seen(/b +47%/);
    await walk(view, 'up', 'up');
    seen(/control +5%/);
    await walk(view, 'up', 'enter');
    seen('How many audiences are filled');
    await walk(view, 'enter');
    seen('a → spring a');
    await walk(view, 'down', 'enter');
    seen(/acme events \(not available\)/);
    await walk(view, 'down', 'enter');
    seen(/takes\s+events/);
    await walk(view, 'up', 'enter', 'ctrl+u');
    await view.paste('First');
    await walk(view, 'enter');
    seen('a → First');
    await walk(view, 'enter');
    seen('What is sent');
    seen('PHONE ← mobile');
    await walk(view, 'enter');
    seen('How is it started');
    await walk(view, 'enter');
    seen('Campaign spring');
    seen(/1,000 people, 100 left\s+out/);
    await walk(view, 'tab');
    seen(/control +45 +never sent|Group: control/);
    expect(fake.measured.filter(({ isOnlyGroups }) => isOnlyGroups !== true)).toHaveLength(3);
    await walk(view, 'tab', 'enter');
    seen('spring is saved');
    expect(fake.profile().campaigns).toEqual([
      {
        name: 'spring',
        key: 'customer_id',
        include: ['loyal'],
        exclude: ['returned'],
        attributes: { EMAIL: ['email'], PHONE: ['mobile'] },
        groups: [
          { name: 'control', percent: 5, control: true },
          { name: 'a', percent: 48, destination: 'acme audiences', audienceName: 'First' },
          { name: 'b', percent: 47, destination: 'acme audiences', audienceName: 'spring b' },
        ],
        audiences: 'separate',
      },
    ]);
  });
});

test('sub-audiences are made of conditions, have groups of their own, and can go again', async () => {
  const fake = campaignServices(withSpring());
  const view = await showWizard(fake, { id: 'campaign', name: 'spring', focus: 'groups' });
  expect(view.frame()).toContain('Split people by a condition first');
  await walk(view, '6');
  expect(view.frame()).toContain('Who is in this sub-audience?');
  await walk(view, '1');
  expect(view.frame()).toContain('A sub-audience needs a condition');
  await walk(view, '2', '5');
  expect(view.frame()).toContain('country …');
  await walk(view, 'enter');
  await view.paste('US');
  await walk(view, 'enter');
  expect(view.frame()).toContain('People that fit all of these');
  await walk(view, '1');
  expect(view.frame()).toContain('Groups of: country is US');
  expect(view.frame()).toMatch(/b +100%/);
  await walk(view, '1');
  expect(view.frame()).toMatch(/country is US +1 group, 1,000 people/);
  expect(view.frame()).toMatch(/everybody else +2 groups/);
  await walk(view, '3');
  expect(view.frame()).toContain('Groups of: everybody else');
  await walk(view, '6');
  expect(view.frame()).toContain('Add everybody else');
  await walk(view, '4');
  expect(view.frame()).toMatch(/everybody else +1 group/);
  await walk(view, '1', 'down', 'enter');
  expect(fake.measured.at(-1)?.groups).toEqual([
    { name: 'b', where: { field: 'country', op: '=', value: 'US' } },
    { name: 'a' },
  ]);
});

test('a campaign that starts by itself has a launch and a schedule, checked while they are typed', async () => {
  const fake = campaignServices(withSpring());
  const view = await showWizard(fake, { id: 'campaign', name: 'spring', focus: 'start' });
  await walk(view, '2');
  expect(view.frame()).toContain('When is its launch?');
  await view.paste('2020-01-01');
  await walk(view, 'enter');
  expect(view.frame()).toContain('This launch is in the past');
  await walk(view, 'escape');
  const again = await showWizard(fake, { id: 'campaign', name: 'spring', focus: 'start' });
  await walk(again, '3');
  expect(again.frame()).toContain('When does it run?');
  await again.paste('0 6 30 2 *');
  await walk(again, 'enter');
  expect(again.frame()).toContain('it never comes');
  await walk(again, 'ctrl+u');
  await again.paste('every Monday 06:00');
  expect(again.frame()).toContain('0 6 * * 1');
  await walk(again, 'enter');
  expect(again.frame()).toContain('Again and again: every Monday 06:00');
  await walk(again, 'enter');
  expect(fake.profile().campaigns[0]?.timing).toEqual({
    type: 'recurring',
    cron: '0 6 * * 1',
    timeZone: 'UTC',
  });
});

test('everybody left out, and a destination that has gone, are said in the review', async () => {
  const all = campaignServices(withSpring({ exclude: ['returned'] }), 1000);
  const view = await showWizard(all, { id: 'campaign', name: 'spring' });
  expect(view.frame()).toContain('All 1,000 people are left out: nobody would be sent.');
  const gone = campaignServices(withSpring());
  const { profile } = gone.services;
  const services = {
    ...gone.services,
    profile: { ...profile, load: () => ({ ...profile.load(), destinations: [] }) },
  };
  const other = await showWizard({ ...gone, services }, { id: 'campaign', name: 'spring' });
  expect(other.frame()).toContain('There is no destination acme audiences any more');
});

test('what was answered is still there after leaving in the middle, until it is given up', async () => {
  const fake = campaignServices(campaignProfile());
  const view = await showWizard(fake, { id: 'manage', kind: 'campaign' });
  await walk(view, 'enter');
  await view.paste('spring');
  await walk(view, 'enter', 'space', 'escape', 'escape');
  expect(view.frame()).toContain('Set up a new campaign');
  await walk(view, 'enter', 'enter');
  expect(view.frame()).toContain('[x] loyal');
});

test('a segment is set up on the way, and comes back marked', async () => {
  const fake = campaignServices(campaignProfile());
  const view = await showWizard(fake, { id: 'campaign' });
  await view.paste('spring');
  await walk(view, 'enter', 'ctrl+o');
  expect(view.frame()).toContain('What is the segment called?');
  await view.paste('everybody');
  await walk(view, 'enter');
  expect(view.frame()).toContain('The data of the segment loyal');
  await walk(view, '2', '1', 'enter');
  expect(view.frame()).toContain('[x] everybody');
  expect(view.frame()).toContain('[ ] loyal');
  await walk(view, 'enter');
  expect(view.frame()).toContain('Which column tells people apart?');
});

test('whoever is left out may be set up on the spot, though every segment there is is in', async () => {
  const only = campaignProfile().segments.filter(({ name }) => name === 'loyal');
  const view = await showWizard(campaignServices(campaignProfile({ segments: only })), { id: 'campaign' });
  await view.paste('spring');
  await walk(view, 'enter', 'space', 'enter', 'enter');
  expect(view.frame()).toContain('Is somebody left out?');
  await walk(view, '2');
  expect(view.frame()).toContain('What is the segment called?');
  await view.paste('staff');
  await walk(view, 'enter', '2', '1', 'enter');
  expect(view.frame()).toContain('Whose people are left out?');
  expect(view.frame()).toContain('[x] staff');
});

test('without a segment the first one is set up; a file that has gone is told, with the way to put it right', async () => {
  const none = campaignServices(campaignProfile({ segments: [] }));
  const view = await showWizard(none, { id: 'campaign' });
  await view.paste('spring');
  await walk(view, 'enter');
  expect(view.frame()).toContain('There is no segment yet');
  const fake = campaignServices(withSpring());
  const describe = async () => {
    throw known('source-unreadable', 'There is no file /samples/customers.csv.', 'Check the path.');
  };
  const services = { ...fake.services, sources: { ...fake.services.sources, describe } };
  const broken = await showWizard({ ...fake, services }, { id: 'campaign', name: 'spring', focus: 'key' });
  expect(broken.frame()).toContain('There is no file /samples/customers.csv.');
  expect(broken.frame()).toContain('Change the segment loyal');
  await walk(broken, 'escape');
  expect(broken.frame()).toContain('Campaign spring');
});

test('a campaign is renamed with a warning, and its copy is known to fill the same audiences', async () => {
  const fake = campaignServices(withSpring());
  const view = await showWizard(fake, { id: 'manage', kind: 'campaign' });
  await walk(view, 'enter');
  for (const action of ['Preview', 'Run', 'Count', 'Open and change', 'Duplicate', 'Rename', 'Remove']) {
    expect(view.frame()).toContain(action);
  }
  await walk(view, '6');
  expect(view.frame()).toContain('people come into other groups');
  await walk(view, 'escape', '5');
  expect(view.frame()).toContain('fills the audiences of spring');
  expect(fake.profile().campaigns.map(({ name }) => name)).toEqual(['spring', 'spring copy']);
  const copy = await showWizard(fake, { id: 'campaign', name: 'spring copy' });
  expect(copy.frame()).toContain('Spring A is filled by the campaign spring, too');
});

test('every page tells on ? what it is for, without its inner words', () => {
  for (const paragraphs of Object.values(CAMPAIGN_HELP)) {
    expect(paragraphs.join(' ').length).toBeGreaterThan(20);
    expect(paragraphs.join(' ')).not.toMatch(/JSON|schema|reducer|undefined/);
  }
});

test('segments made of segments are in or left out like any other', async () => {
  const combine = { key: 'customer_id', any: ['loyal'], without: ['returned'] };
  const { segments } = campaignProfile();
  const fake = campaignServices(campaignProfile({ segments: [{ name: 'keepers', combine }, ...segments] }));
  const view = await showWizard(fake, { id: 'campaign' });
  await view.paste('spring');
  await walk(view, 'enter', 'space', 'enter');
  expect(view.frame()).toMatch(/❯ 1 customer_id/);
  await walk(view, 'enter');
  expect(view.frame()).toMatch(/loyal +1,000 people/);
  await walk(view, 'down', 'space');
  expect(fake.measured.at(-1)).toMatchObject({
    include: [{ name: 'keepers', combine: { any: [{ name: 'loyal', table: 'people' }] } }],
    exclude: [{ name: 'returned' }],
  });
});
