import { describe, expect, test } from 'vitest';
import type { SampleRows } from '../../../../src/core/ports/sources.ts';
import { type Profile, profileSchema } from '../../../../src/core/profiles/schema.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import { type Fake, fakeServices } from '../../support/fake-services.ts';
import { SAMPLE_PROFILE } from '../../support/sample-profile.ts';
import { showWizard, walk } from '../../support/show-wizard.tsx';

const PEOPLE: SampleRows = {
  columns: ['email', 'customer_id', 'orders'].map((name) => ({ name, type: 'VARCHAR' })),
  rows: [['jane.doe@example.com', '17', '3']],
};

const source = { engine: 'embedded', tables: { people: '/samples/people.csv' } };
const plain = (name: string) => ({
  name,
  source,
  table: 'people',
  filter: { field: 'orders', op: '>', value: 3 },
});
const combined = (name: string, lists: object) => ({ name, combine: { key: 'customer_id', ...lists } });

function profileWith(...segments: readonly object[]): Profile {
  return profileSchema.parse({ ...SAMPLE_PROFILE, segments: [...segments] });
}

/** Counts are made of what is asked: people, rows, and rows that are nobody's. */
function servicesWith(profile: Profile): { readonly fake: Fake; readonly counted: string[] } {
  const counted: string[] = [];
  const fake = fakeServices({
    profile,
    files: { '/samples/people.csv': PEOPLE },
    sources: {
      count: async (_, sql) => {
        counted.push(sql);
        return 2;
      },
      describe: async () => PEOPLE.columns,
      sample: async (_, sql) => {
        if (!sql.includes('count(DISTINCT')) return PEOPLE;
        counted.push(sql);
        return { columns: [], rows: [['1300', '1200']] };
      },
    },
  });
  const delivery = {
    ...fake.services.delivery,
    previewSegment: async (name: string) => ({ name, rows: 1234, unreadable: 0, sql: 'SELECT 1' }),
  };
  return { fake: { ...fake, services: { ...fake.services, delivery } }, counted };
}

const LONG = 'people of the newsletter who opened at least three issues since the spring';
const THREE = [plain('loyal'), plain('returned'), plain(LONG)];

describe.each([
  { columns: 80, rows: 24 },
  { columns: 40, rows: 15 },
])('in $columns × $rows', (size) => {
  test('a segment is made of others, told apart by what tells people apart, and counted on the way', async () => {
    const { fake, counted } = servicesWith(profileWith(...THREE));
    const view = await showWizard(fake, { id: 'segment' }, size);
    await view.paste('keepers');
    await walk(view, 'enter');
    await walk(view, '5');
    expect(view.frame()).toContain('Nobody is in yet.');
    expect(counted).toEqual([]);
    await walk(view, 'enter', 'space', 'down', 'down', 'space', 'enter');
    expect(view.frame()).toContain('1,200 people in 1,300 rows');
    expect(view.frame()).toContain('2 rows have no customer_id');
    expectToFit(view, size.columns, size.rows);
    await walk(view, 'down', 'down', 'enter', 'down', 'space', 'enter');
    expect(view.frame()).toContain('In none of: returned');
    expect(counted.at(-1)).toContain('stray');
    expect(counted.some((sql) => sql.includes('NOT IN'))).toBe(true);
    expectToFit(view, size.columns, size.rows);
    await walk(view, 'down', 'down', 'enter');
    expect(view.frame()).toContain('Back to the segments');
    expectToFit(view, size.columns, size.rows);
    await walk(view, 'escape');
    for (let row = 6; row > 1; row -= 1) await walk(view, 'up');
    await walk(view, 'enter');
    expect(view.frame()).toContain('loyal or people of');
    await walk(view, 'enter');
    expect(fake.profile().segments.at(-1)).toEqual(
      combined('keepers', { any: ['loyal', LONG], without: ['returned'] }),
    );
  });
});

describe('a saved one', () => {
  const saved = combined('both', { all: ['loyal', 'returned'] });
  const outer = combined('outer', { any: ['both'] });

  test('is changed: who can’t be in and left out changes sides, and whose rows are sent can be chosen', async () => {
    const { fake } = servicesWith(profileWith(...THREE, saved, outer));
    const view = await showWizard(fake, { id: 'segment', name: 'both' });
    await walk(view, '2');
    expect(view.frame()).toContain('Rows of: loyal');
    await walk(view, '5', 'down', 'enter');
    expect(view.frame()).toContain('In all of: returned, loyal');
    // What is made of it isn't among what it can be made of.
    await walk(view, '4');
    expect(view.frame()).not.toContain('outer');
    expect(view.frame()).not.toContain('both');
    await walk(view, 'space', 'enter');
    expect(view.frame()).toContain('In all of: returned');
    expect(view.frame()).toContain('In none of: loyal');
    // Esc out of a list keeps what was marked.
    await walk(view, '2', 'down', 'down', 'space', 'escape');
    expect(view.frame()).toContain('In any of: people of the newsletter');
    await walk(view, '1', '1');
    expect(fake.profile().segments.at(-2)).toEqual(
      combined('both', { any: [LONG], all: ['returned'], without: ['loyal'] }),
    );
  });

  test('becomes a query with the SQL that was shown', async () => {
    const { fake } = servicesWith(profileWith(...THREE, saved));
    const view = await showWizard(fake, { id: 'segment', name: 'both' });
    await walk(view, '2', '7', '2');
    expect(fake.profile().queries.at(-1)).toMatchObject({
      name: 'both',
      source: { tables: { people: ['/samples/people.csv'] } },
    });
    expect(fake.profile().queries.at(-1)?.sql).toContain('IN (');
  });

  test('takes what is made of it along when it is removed, and says so', async () => {
    const { fake } = servicesWith(profileWith(...THREE, saved, outer));
    const view = await showWizard(fake, { id: 'manage', kind: 'segment' });
    expect(view.frame()).toMatch(/both +loyal and returned/);
    await view.paste('1');
    await walk(view, '5');
    expect(view.frame()).toContain('outer');
    expect(fake.profile().segments).toHaveLength(5);
  });
});
