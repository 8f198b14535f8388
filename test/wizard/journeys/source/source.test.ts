import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { embeddedSourceSchema } from '../../../../src/core/profiles/schema.ts';
import { mainTable, namesIn, viewTable } from '../../../../src/wizard/journeys/source/look.ts';
import { maskSample } from '../../../../src/wizard/journeys/source/mask-sample.ts';
import { checkTableName, proposeTableName } from '../../../../src/wizard/journeys/source/table-name.ts';
import {
  addTable,
  checkRename,
  fromSource,
  pickFirst,
  removeTable,
  renameTable,
  toSource,
} from '../../../../src/wizard/journeys/source/tables.ts';

describe('a table’s name', () => {
  test.each([
    ['/data/customers.csv', 'Customer360'],
    ['Customer_360.parquet', 'Customer360'],
    ['C:\\data\\orders 2024-01.csv.gz', 'orders_2024_01'],
    ['2024 people.csv', 'data_2024_people'],
    ['顧客.csv', '顧客'],
    ['---.csv', 'data'],
    ['Merged_Customers.ndjson', 'Merged_Customers'],
    ['/data/customers.xlsx#Sheet1', 'Customer360'],
    ['/data/book.xlsx#Loyal people', 'Loyal_people'],
    ['/data/shop.duckdb#main.orders', 'main_orders'],
  ])('of %s is %s', (file, name) => {
    expect(proposeTableName(file)).toBe(name);
  });

  test('is one the profile accepts, whatever the file is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (file) => {
        expect(checkTableName(proposeTableName(file))).toBeUndefined();
      }),
    );
  });

  test('can’t begin with a digit or be empty', () => {
    expect(checkTableName('')).toBeDefined();
    expect(checkTableName('1st')).toBeDefined();
    expect(checkTableName('a b-c')).toBeUndefined();
  });
});

describe('the tables of a source', () => {
  const one = addTable([], '/data/customers.csv');

  test('get names that are free', () => {
    const two = addTable(one, '/other/Customers.csv');
    expect(two.map(({ name }) => name)).toEqual(['Customer360', 'Customer360_2']);
    expect(addTable(two, '/data/customers.csv')).toBe(two);
  });

  test('are renamed to names that SQL can tell apart', () => {
    const two = addTable(one, '/data/orders.csv');
    expect(checkRename(two, 'orders', 'CUSTOMER360')).toBeDefined();
    expect(checkRename(two, 'orders', 'Orders')).toBeUndefined();
    expect(renameTable(two, 'orders', ' Sales ').map(({ name }) => name)).toEqual(['Customer360', 'Sales']);
    expect(removeTable(two, 'orders')).toEqual(one);
  });

  test('keep the others when the first file is picked anew', () => {
    const two = addTable(one, '/data/orders.csv');
    expect(pickFirst(two, '/data/people.csv').map(({ name }) => name)).toEqual(['people', 'orders']);
    expect(pickFirst(two, '/data/customers.csv')).toBe(two);
  });

  test('come back from a profile as they were saved', () => {
    const tables = [
      { name: 'A', files: ['/a.csv'] },
      { name: 'B', files: ['/b1.csv', '/b2.csv'] },
    ];
    expect(fromSource(embeddedSourceSchema.parse(toSource(tables)))).toEqual(tables);
  });
});

const SAMPLE = {
  columns: [
    { name: 'contact', type: 'VARCHAR' },
    { name: 'city', type: 'VARCHAR' },
  ],
  rows: [
    ['jane.doe@example.com', 'Springfield'],
    [null, 'Berlin'],
    ['bob@example.org', ' '],
  ],
};

describe('a sample', () => {
  test('shows what columns hold without one readable value', () => {
    const columns = maskSample(SAMPLE);
    expect(columns[0]).toMatchObject({ name: 'contact', type: 'EMAIL' });
    const shown = JSON.stringify(columns.map(({ examples }) => examples));
    for (const value of ['jane', 'doe', 'bob', 'Springfield', 'Berlin']) expect(shown).not.toContain(value);
    expect(columns[0]?.examples).toHaveLength(2);
  });

  test('never shows a long value, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 8 }), { minLength: 1 }), (values) => {
        const [column] = maskSample({
          columns: [{ name: 'x', type: 'VARCHAR' }],
          rows: values.map((value) => [value]),
        });
        for (const example of column?.examples ?? [])
          expect(values.map((value) => value.trim())).not.toContain(example);
      }),
    );
  });

  test('makes the table with most identifiers the main one', () => {
    const info = { files: ['/x.csv'], columns: SAMPLE.columns, unreadable: { count: 0, examples: [] } };
    const cities = viewTable(
      { ...info, name: 'cities' },
      { columns: [{ name: 'city', type: 'VARCHAR' }], rows: [['Berlin']] },
    );
    const people = viewTable({ ...info, name: 'order' }, SAMPLE);
    expect(mainTable([cities, people])).toBe(people);
    expect(people.proposedSql).toBe('SELECT\n  contact AS EMAIL\nFROM "order"');
    expect(cities.proposedSql).toBe('SELECT\n  *\nFROM cities');
    expect(namesIn([cities, people])).toEqual(['cities', 'city', '"order"', 'contact']);
  });
});
