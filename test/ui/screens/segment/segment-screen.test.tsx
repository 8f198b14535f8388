import { describe, expect, test } from 'vitest';
import type { SampleRows } from '../../../../src/core/ports/sources.ts';
import { type Profile, profileSchema, sourceSegments } from '../../../../src/core/profiles/schema.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import { type Fake, type FakeOptions, fakeServices } from '../../support/fake-services.ts';
import { SAMPLE_PROFILE } from '../../support/sample-profile.ts';
import { showWizard, walk } from '../../support/show-wizard.tsx';

const PEOPLE: SampleRows = {
  columns: ['email', 'orders', 'country'].map((name) => ({ name, type: 'VARCHAR' })),
  rows: [
    ['jane.doe@example.com', '3', 'US'],
    ['bob@example.org', '1', 'CA'],
  ],
};

/** Answers every count with the number of its turn, and remembers the SQL. */
function servicesWith(options: FakeOptions = {}): { readonly fake: Fake; readonly counted: string[] } {
  const counted: string[] = [];
  const fake = fakeServices({
    files: { '/samples/people.csv': PEOPLE },
    ...options,
    sources: {
      count: async (_, sql) => {
        counted.push(sql);
        return sql.includes('WHERE') ? 1234 : 100_000;
      },
      describe: async () => PEOPLE.columns,
      ...options.sources,
    },
  });
  return { fake, counted };
}

function withSegment(segment: object): Profile {
  const source = { engine: 'embedded', tables: { people: '/samples/people.csv' } };
  return profileSchema.parse({ ...SAMPLE_PROFILE, segments: [{ name: 'loyal', source, ...segment }] });
}

/** What is kept of the first segment's conditions. */
function filterOf(fake: Fake): unknown {
  return sourceSegments(fake.profile().segments)[0]?.filter;
}

test('rows that can’t be read are told beside every count, which doesn’t have them', async () => {
  const { fake } = servicesWith({
    sources: {
      inspect: async () => [
        {
          name: 'people',
          files: ['/samples/people.csv'],
          columns: PEOPLE.columns,
          unreadable: { count: 3, examples: [] },
        },
      ],
    },
  });
  const view = await showWizard(fake, { id: 'segment' });
  await view.paste('loyal');
  await walk(view, 'enter', 'enter');
  await view.paste('people');
  await walk(view, 'enter');
  expect(view.frame()).toContain('100,000 rows fit.');
  expect(view.frame()).toContain('▲ 3 rows can’t be read: left out.');
});

describe.each([
  { columns: 80, rows: 24 },
  { columns: 40, rows: 15 },
])('in $columns × $rows', (size) => {
  test('a segment is made of a file and conditions, counted on the way', async () => {
    const { fake } = servicesWith();
    const view = await showWizard(fake, { id: 'manage', kind: 'segment' }, size);
    await walk(view, 'enter');
    await view.paste('loyal');
    await walk(view, 'enter', 'enter');
    await view.paste('people');
    await walk(view, 'enter');
    expect(view.frame()).toContain('100,000 rows fit.');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Which field?');
    expect(view.frame()).toMatch(/email +j•••@e•••\.com/);
    expect(view.frame()).not.toMatch(/jane|bob/);
    await walk(view, 'down', 'enter');
    expect(view.frame()).toContain('orders …');
    await view.paste('>=');
    await walk(view, 'enter');
    await walk(view, 'enter');
    expect(view.frame()).toContain('is an empty text');
    await view.paste('3');
    await walk(view, 'enter');
    expect(view.frame()).toContain('1,234 of 100,000 rows fit.');
    expect(view.frame()).toContain('orders is at least 3');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Segment loyal');
    await walk(view, 'enter');
    expect(view.frame()).toContain('loyal is saved.');
    expect(fake.profile().segments).toEqual([
      {
        name: 'loyal',
        source: { engine: 'embedded', tables: { people: '/samples/people.csv' } },
        table: 'people',
        filter: { field: 'orders', op: '>=', value: 3 },
      },
    ]);
  });
});

test('every page fits into a small window, however long its texts are', async () => {
  const size = { columns: 40, rows: 15 };
  const long = 'a_field_with_a_name_that_is_longer_than_the_window_is_wide';
  const filter = {
    any: [
      { field: 'country', op: 'in', value: Array.from({ length: 50 }, (_, index) => `Country ${index}`) },
      { all: [{ field: 'orders', op: 'between', value: [1, 5] }] },
      { field: long, op: 'contains', value: 'jane.doe@example.com' },
    ],
  };
  const { fake } = servicesWith({ profile: withSegment({ table: 'people', filter }) });
  const view = await showWizard(fake, { id: 'segment', name: 'loyal' }, size);
  const pages: readonly (readonly [shown: string, ...keys: string[]])[] = [
    ['Segment loyal', 'down', 'down', 'enter'],
    ['looks at', 'down', 'down', 'enter'],
    ['Change it', 'enter'],
    ['Which field?', 'enter'],
    ['country …', 'enter'],
    ['Separate the values', 'escape', 'escape', 'escape'],
    ['Continue', 'up', 'enter'],
    ['Back to the', 'escape'],
    ['Continue'],
  ];
  for (const [shown, ...keys] of pages) {
    expect(view.frame()).toContain(shown);
    expect(view.frame()).not.toContain('jane');
    expectToFit(view, size.columns, size.rows);
    await walk(view, ...keys);
  }
});

test('a table is chosen where the data have several', async () => {
  const source = {
    engine: 'embedded',
    tables: { orders: '/samples/orders.csv', people: '/samples/people.csv' },
  };
  const { fake } = servicesWith({
    profile: profileSchema.parse({ queries: [{ name: 'joined', sql: 'SELECT 1', source }] }),
    files: {
      '/samples/people.csv': PEOPLE,
      '/samples/orders.csv': { columns: [{ name: 'id', type: 'VARCHAR' }], rows: [['1']] },
    },
  });
  const view = await showWizard(fake, { id: 'segment' });
  await view.paste('loyal');
  await walk(view, 'enter');
  expect(view.frame()).toContain('The data of the query joined  orders, people');
  await walk(view, '2');
  expect(view.frame()).toMatch(/1 orders +1 column\n.*2 people +3 columns/);
  await walk(view, '2', '1', 'enter');
  expect(fake.profile().segments).toEqual([{ name: 'loyal', source, table: 'people' }]);
});

test('a file that has gone is told, and the conditions wait for it', async () => {
  const { fake } = servicesWith({ profile: withSegment({ table: 'people' }), files: {} });
  const view = await showWizard(fake, { id: 'segment', name: 'loyal' });
  await walk(view, 'down', 'down', 'enter');
  expect(view.frame()).toContain('There is no file /samples/people.csv.');
  expect(view.frame()).toContain('Try again');
  await walk(view, '2');
  expect(view.frame()).toContain('Save this segment');
});

describe('a saved segment', () => {
  const filter = {
    all: [
      { field: 'orders', op: '>=', value: 3 },
      { field: 'country', op: 'in', value: ['US', 'CA'] },
    ],
  };

  test('is opened at its review, and its conditions are changed one by one', async () => {
    const { fake } = servicesWith({ profile: withSegment({ table: 'people', filter }) });
    const view = await showWizard(fake, { id: 'segment', name: 'loyal' });
    expect(view.frame()).toContain('orders is at least 3 and country is one of US, CA');
    await walk(view, 'down', 'down', 'enter');
    expect(view.frame()).toContain('Rows that fit all of these');
    await walk(view, '3', '2');
    expect(view.frame()).not.toContain('orders is at least 3');
    await walk(view, '3', '1');
    await walk(view, 'enter', 'enter');
    expect(view.frame()).toContain('US, CA');
    await view.paste(', MX');
    await walk(view, 'enter', '1', 'enter');
    expect(filterOf(fake)).toEqual({
      field: 'country',
      op: 'in',
      value: ['US', 'CA', 'MX'],
    });
  });

  test('gets a group, which is opened, left and removed', async () => {
    const { fake } = servicesWith({ profile: withSegment({ table: 'people', filter }) });
    const view = await showWizard(fake, { id: 'segment', name: 'loyal' });
    await walk(view, 'down', 'down', 'enter', '6', 'enter', '1');
    expect(view.frame()).toContain('Remove this group');
    expect(view.frame()).toContain('email is empty');
    await walk(view, 'escape');
    expect(view.frame()).toContain('any of these: email is empty');
    await walk(view, '6');
    expect(view.frame()).toContain('Rows that fit any of these');
    await walk(view, '5', '4');
    expect(view.frame()).not.toContain('email is empty');
    await walk(view, '1', 'enter');
    expect(filterOf(fake)).toEqual({ any: filter.all });
  });

  test('with a filter that isn’t built here shows it, and keeps it', async () => {
    const deep = { not: filter };
    const { fake } = servicesWith({ profile: withSegment({ table: 'people', filter: deep }) });
    const view = await showWizard(fake, { id: 'segment', name: 'loyal' });
    await walk(view, 'down', 'down', 'enter');
    expect(view.frame()).toContain('stays as it is');
    expect(view.frame()).toMatch(/not all of these:\s+orders is at least 3/);
    await walk(view, 'enter');
    expect(view.frame()).toMatch(/Conditions +not \(orders is at least 3/);
    await walk(view, 'enter');
    expect(filterOf(fake)).toEqual(deep);
  });

  test('names a field that its file doesn’t have, and isn’t saved with it', async () => {
    const gone = { field: 'visits', op: '>', value: 1 };
    const { fake } = servicesWith({ profile: withSegment({ table: 'people', filter: gone }) });
    const view = await showWizard(fake, { id: 'segment', name: 'loyal' });
    await walk(view, 'down', 'down', 'enter');
    expect(view.frame()).toContain('looks at the field "visits"');
    expect(view.frame()).toContain('no such field');
    await walk(view, '1');
    expect(view.frame()).toContain('people has no field visits');
  });
});

test('a newer file is read under the name that the segment’s table has', async () => {
  const filter = { field: 'orders', op: '>=', value: 3 };
  const files = { '/samples/people.csv': PEOPLE, '/samples/newer.csv': PEOPLE };
  const { fake } = servicesWith({ profile: withSegment({ table: 'people', filter }), files });
  const view = await showWizard(fake, { id: 'segment', name: 'loyal' });
  await walk(view, 'down', 'enter');
  await view.press('ctrl+u');
  await view.paste('/samples/newer.csv');
  await walk(view, 'enter', 'enter');
  expect(fake.profile().segments).toEqual([
    {
      name: 'loyal',
      source: { engine: 'embedded', tables: { people: '/samples/newer.csv' } },
      table: 'people',
      filter,
    },
  ]);
});

describe('the conditions', () => {
  const filter = { field: 'orders', op: '>=', value: 3 };

  test('are shown as SQL, which becomes a query of its own', async () => {
    const { fake } = servicesWith({ profile: withSegment({ table: 'people', filter }) });
    const view = await showWizard(fake, { id: 'manage', kind: 'segment' });
    await walk(view, 'enter', '2', 'down', 'down', 'enter', '5');
    expect(view.frame()).toContain('FROM "people"');
    await walk(view, '2');
    expect(view.frame()).toContain('Saved as the query loyal.');
    expect(fake.profile().queries.at(-1)).toMatchObject({
      name: 'loyal',
      sql: expect.stringContaining('>= 3'),
      source: { engine: 'embedded', tables: { people: '/samples/people.csv' } },
    });
    expect(fake.profile().segments).toHaveLength(1);
  });

  test('are counted until a key stops it, and again when asked', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const { fake } = servicesWith({
      profile: withSegment({ table: 'people', filter }),
      sources: {
        count: (_, __, call) => {
          signals.push(call?.signal);
          return new Promise(() => undefined);
        },
      },
    });
    const view = await showWizard(fake, { id: 'segment', name: 'loyal' });
    await walk(view, 'down', 'down', 'enter');
    expect(view.frame()).toContain('Counting the rows that fit');
    await walk(view, 'ctrl+x');
    expect(view.frame()).toContain('Not counted.');
    expect(signals.at(-1)?.aborted).toBe(true);
    await walk(view, 'ctrl+x');
    expect(signals.at(-1)?.aborted).toBe(false);
  });

  test('are asked of the data of something saved, without picking its file again', async () => {
    const { fake } = servicesWith({ profile: withSegment({ table: 'people', filter }) });
    const view = await showWizard(fake, { id: 'segment' });
    await view.paste('new');
    await walk(view, 'enter', '2');
    expect(view.frame()).toContain('100,000 rows fit.');
    await walk(view, '1', 'enter');
    expect(fake.profile().segments.at(-1)).toEqual({
      name: 'new',
      source: { engine: 'embedded', tables: { people: '/samples/people.csv' } },
      table: 'people',
    });
  });
});
