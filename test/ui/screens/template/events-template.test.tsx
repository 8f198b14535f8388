import { describe, expect, test } from 'vitest';
import type { SampleRows } from '../../../../src/core/ports/sources.ts';
import type { Profile } from '../../../../src/core/profiles/schema.ts';
import { EVENTS_PROFILE } from '../../support/events-profile.ts';
import { fakeServices } from '../../support/fake-services.ts';
import { showWizard, walk } from '../../support/show-wizard.tsx';

const SALES: SampleRows = {
  columns: ['mail', 'sold', 'total', 'clerk'].map((name) => ({ name, type: 'VARCHAR' })),
  rows: [
    ['jane@example.com', '2026-03-01 10:00:00', '12.50', 'Kim'],
    ['bob@example.org', '2026-03-01 11:00:00', '9.00', 'Lee'],
  ],
};
const FILES = { '/data/sales.csv': SALES };
const GIVEN = { id: 'template', destination: 'acme events', query: 'purchases' } as const;

function withSql(sql: string, destination: object = {}): Profile {
  return {
    ...EVENTS_PROFILE,
    destinations: EVENTS_PROFILE.destinations.map((each) => ({ ...each, ...destination })),
    queries: EVENTS_PROFILE.queries.map((each) => ({ ...each, sql })),
    templates: [],
    orchestrations: [],
  };
}

describe('a mapping for events', () => {
  test('is proposed with masked samples and saved as shown', async () => {
    const profile = withSql('SELECT mail AS email, sold AS timestamp, total AS value FROM sales');
    const fake = fakeServices({ profile, files: FILES });
    const view = await showWizard(fake, GIVEN);
    expect(view.frame()).toMatch(/email +email +j•••@e•••\.com/);
    expect(view.frame()).toContain('Every event is Purchase: no column names it.');
    expect(view.frame()).not.toMatch(/jane|bob/);
    await walk(view, 'enter', 'enter');
    expect(fake.profile().templates).toEqual([
      {
        name: 'purchases',
        destination: 'acme events',
        columns: { email: ['email'], timestamp: ['timestamp'], value: ['value'] },
      },
    ]);
  });

  test('says at once what is missing, and goes on only when it is there', async () => {
    const fake = fakeServices({ profile: withSql('SELECT sold AS moment, clerk FROM sales'), files: FILES });
    const view = await showWizard(fake, GIVEN);
    expect(view.frame()).toContain('No column gives an e-mail or a phone number and a time (timestamp).');
    await walk(view, 'home', 'enter');
    expect(view.frame()).not.toContain('Save this template');
    await view.type('timestamp');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Which column is when it happened?');
    await view.type('moment');
    await walk(view, 'enter');
    expect(view.frame()).toContain('No column gives an e-mail or a phone number.');
  });

  test('names columns that feed nothing, and gives one to the field it was meant for', async () => {
    const sql = 'SELECT mail AS email, sold AS timestamp, clerk AS evnt FROM sales';
    const fake = fakeServices({ profile: withSql(sql), files: FILES });
    const view = await showWizard(fake, GIVEN);
    expect(view.frame()).toContain('1 column not sent: evnt');
    await walk(view, 'down', 'enter');
    expect(view.frame()).toContain('Did you mean the field event?');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Which field does evnt feed?');
    expect(view.frame()).toContain('❯ event');
    await walk(view, 'enter', 'enter', 'enter');
    expect(fake.profile().templates[0]?.columns).toMatchObject({ event: ['evnt'] });
  });

  test('takes all e-mails of a person, and one column of anything else', async () => {
    const sql = 'SELECT mail AS email, clerk AS work_email, sold AS timestamp FROM sales';
    const fake = fakeServices({ profile: withSql(sql), files: FILES });
    const view = await showWizard(fake, GIVEN);
    await view.type('email');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Which columns hold email? None is possible.');
    await walk(view, 'down', 'space', 'enter');
    expect(view.frame()).toMatch(/email +email \+ work_email/);
  });
});

describe('a template for events', () => {
  test('asks exactly for what its destination leaves open', async () => {
    const open = { eventSourceId: undefined, fixedEventName: undefined };
    const profile = withSql('SELECT mail AS email, sold AS timestamp FROM sales', open);
    const fake = fakeServices({
      profile,
      files: FILES,
      credentials: {
        eventSets: async () => [
          { id: '7200000000000000001', name: 'Stores', description: undefined, autoTracking: undefined },
        ],
      },
    });
    const view = await showWizard(fake, GIVEN);
    expect(view.frame()).toContain('No column names the event; the next question asks for it.');
    await walk(view, 'enter');
    expect(view.frame()).toContain('❯ 1 Stores');
    await walk(view, 'enter');
    expect(view.frame()).toContain('What happened? No column says it.');
    await walk(view, 'enter', 'enter');
    expect(fake.profile().templates).toMatchObject([
      { eventSourceId: '7200000000000000001', fixedEventName: 'Purchase' },
    ]);
  });

  test('follows the kind of the destination that is picked for it', async () => {
    const profile = withSql('SELECT mail AS email, sold AS timestamp FROM sales');
    const view = await showWizard(fakeServices({ profile, files: FILES }), { id: 'template' });
    await walk(view, 'enter');
    expect(view.frame()).toContain('Columns of which query?');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Which columns are sent?');
    expect(view.frame()).toContain('timestamp');
  });

  test('that is saved opens at its answers', async () => {
    const fake = fakeServices({ profile: EVENTS_PROFILE, files: FILES });
    const view = await showWizard(fake, { id: 'template', name: 'purchases' });
    expect(view.frame()).toContain('Save this template');
    expect(view.frame()).toMatch(/Mapping +timestamp, email, value/);
  });
});
