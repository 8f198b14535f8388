import { describe, expect, test } from 'vitest';
import { CUSTOMERS, type Fake, fakeServices } from '../../support/fake-services.ts';
import { SAMPLE_PROFILE } from '../../support/sample-profile.ts';
import type { Shown } from '../../support/show.tsx';
import { showWizard, walk } from '../../support/show-wizard.tsx';

const FILES = {
  '/samples/customers.csv': CUSTOMERS,
  '/samples/orders.csv': { columns: [{ name: 'order_id', type: 'VARCHAR' }], rows: [['1']] },
};

/** A new query over files, which is the first of the places that data can be in. */
async function showFiles(fake: Fake): Promise<Shown> {
  const view = await showWizard(fake, { id: 'query' });
  expect(view.frame()).toContain('In files on this machine');
  await walk(view, 'enter');
  return view;
}

describe('a new query', () => {
  test('comes from a file, its columns shown masked, its SQL proposed', async () => {
    const fake = fakeServices({ files: FILES });
    const view = await showFiles(fake);
    await view.paste('cust');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Customer360 customers.csv, 3 columns');
    expect(view.frame()).toMatch(/email +EMAIL +j•••@e•••\.com/);
    expect(view.frame()).not.toMatch(/jane|bob|4155550123/);
    await walk(view, 'enter');
    expect(view.frame()).toContain('phone AS PHONE');
    expect(view.frame()).toContain('It gives the columns EMAIL, PHONE.');
    await walk(view, 'enter', 'enter');
    expect(fake.profile().queries).toEqual([
      {
        name: 'Customer360',
        sql: 'SELECT\n  email AS EMAIL,\n  phone AS PHONE\nFROM Customer360',
        source: { engine: 'embedded', tables: { Customer360: '/samples/customers.csv' } },
      },
    ]);
  });

  test('asks which sheet of a workbook is meant, and Esc leads back to the file', async () => {
    const sheets = { '/samples/book.xlsx#Old': CUSTOMERS, '/samples/book.xlsx#Loyal': CUSTOMERS };
    const fake = fakeServices({ files: sheets });
    const view = await showFiles(fake);
    await view.paste('book');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Which part of book.xlsx is it?');
    await walk(view, 'escape');
    expect(view.frame()).toContain('Which file holds the people?');
    await walk(view, 'enter', 'down', 'enter');
    expect(view.frame()).toContain('Loyal book.xlsx#Loyal, 3 columns');
    await walk(view, 'enter', 'enter', 'enter');
    expect(fake.profile().queries[0]?.source).toMatchObject({
      tables: { Loyal: '/samples/book.xlsx#Loyal' },
    });
  });

  test('warns of values that a spreadsheet took for numbers', async () => {
    const [file = ''] = Object.keys(FILES);
    const lost = (column: string) => ({
      code: 'spreadsheet-numbers' as const,
      message: `Excel keeps 8 values of the column ${column} as numbers: leading zeros are gone.`,
    });
    const inspect = async () => [
      {
        name: 'Customer360',
        files: [file],
        columns: CUSTOMERS.columns,
        unreadable: { count: 0, examples: [] },
        notes: [lost('phone'), lost('id')],
      },
    ];
    const view = await showFiles(fakeServices({ files: FILES, sources: { inspect } }));
    await view.paste('cust');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Warning: (1 of 2) Excel keeps 8 values of the column phone');
    expect(view.frame()).toContain('Is this the right data?');
  });

  test('says at once that a file can’t be read', async () => {
    const view = await showFiles(fakeServices({ files: FILES }));
    await view.paste('/samples/gone.csv');
    await walk(view, 'enter');
    expect(view.frame()).toContain('There is no file /samples/gone.csv.');
  });

  test('shows a mistake in the SQL at its place, and goes on only without one', async () => {
    const fake = fakeServices({ files: FILES });
    const view = await showFiles(fake);
    await view.paste('cust');
    await walk(view, 'enter', 'enter', 'down', 'enter');
    expect(view.frame()).toContain('line 4, column 17');
    await view.press('up', 'up', 'home', 'right', 'right');
    await view.type('x');
    await view.settle();
    expect(view.frame()).toContain("Line 2: column xemail doesn't exist.");
    expect(view.frame()).toMatch(/✗2 .*x▏email AS EMAIL,\n +\^/);
    await walk(view, 'ctrl+s');
    expect(view.frame()).toContain('SQL');
    await walk(view, 'backspace');
    expect(view.frame()).toContain('It gives the columns EMAIL, PHONE.');
    await walk(view, 'ctrl+s');
    expect(view.frame()).toContain('Save this query');
  });

  test('keeps what was written when the SQL is left and opened again', async () => {
    const view = await showFiles(fakeServices({ files: FILES }));
    await view.paste('cust');
    await walk(view, 'enter', 'enter', 'down', 'enter');
    await view.paste(' -- mine');
    await walk(view, 'escape', 'escape', 'enter');
    expect(view.frame()).toContain('FROM Customer360 -- mine');
  });

  test('can join several files', async () => {
    const fake = fakeServices({ files: FILES });
    const view = await showFiles(fake);
    await view.paste('cust');
    await walk(view, 'enter', '3');
    await view.paste('ord');
    await walk(view, 'enter');
    expect(view.frame()).toContain('2 tables in all');
    await walk(view, '5');
    await view.press('ctrl+u');
    await view.paste('Sales');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Rename Sales');
    await walk(view, 'enter', 'enter', 'enter');
    expect(fake.profile().queries[0]?.source).toEqual({
      engine: 'embedded',
      tables: { Customer360: '/samples/customers.csv', Sales: '/samples/orders.csv' },
    });
  });
});

describe('a saved query', () => {
  const profile = {
    ...SAMPLE_PROFILE,
    queries: SAMPLE_PROFILE.queries.map((query) => ({
      ...query,
      source: { engine: 'embedded' as const, tables: { Customer360: '/samples/customers.csv' } },
    })),
  };

  test('is changed without losing its name', async () => {
    const fake = fakeServices({ profile, files: FILES });
    const view = await showWizard(fake, { id: 'query', name: 'customers' });
    await walk(view, 'up', 'enter');
    await view.paste('everyone');
    await walk(view, 'enter', 'enter');
    expect(fake.profile().queries).toEqual([{ ...profile.queries[0], description: 'everyone' }]);
  });

  test('whose file has gone can still be opened and says so', async () => {
    const fake = fakeServices({ profile: SAMPLE_PROFILE, files: FILES });
    const view = await showWizard(fake, { id: 'query', name: 'customers' });
    await walk(view, 'down', 'enter');
    expect(view.frame()).toContain('There is no file /data/customers.csv.');
  });

  test('over a server completes the names that are there, and stays where it is', async () => {
    const source = { engine: 'trino', url: 'https://trino.example.com', user: 'analyst' } as const;
    const queries = profile.queries.map((query) => ({ ...query, source }));
    const column = (name: string) => ({ name, type: 'VARCHAR' });
    const fake = fakeServices({
      profile: { ...profile, queries },
      sources: {
        inspect: async () => [
          {
            name: 'people',
            files: [],
            columns: [column('telephone_number')],
            unreadable: { count: 0, examples: [] },
          },
        ],
        describe: async () => [column('EMAIL')],
      },
    });
    const view = await showWizard(fake, { id: 'query', name: 'customers' });
    await view.paste('SELECT');
    await walk(view, 'enter', 'down', 'enter');
    await view.press('ctrl+u');
    await view.paste('SELECT telep');
    await view.press('tab');
    expect(view.frame()).toContain('SELECT telephone_number');
    await walk(view, 'enter');
    await walk(view, 'home', 'enter');
    expect(fake.profile().queries[0]?.source).toEqual(source);
  });
});

test('a file that was picked before comes with Ctrl+P', async () => {
  const fake = fakeServices({ files: FILES, typedBefore: { 'data-file': ['/samples/orders.csv'] } });
  const view = await showFiles(fake);
  await walk(view, 'ctrl+p');
  expect(view.frame()).toContain('❯ /samples/orders.csv');
  await walk(view, 'ctrl+n');
  await view.paste('cust');
  await walk(view, 'enter');
  expect(fake.services.fieldHistory.entries('data-file')).toEqual([
    '/samples/customers.csv',
    '/samples/orders.csv',
  ]);
});
