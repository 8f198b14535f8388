import { expect, test } from 'vitest';
import type { SourceSegment as Segment, Source } from '../../../src/core/profiles/schema.ts';
import { peopleSource } from '../../../src/core/segments/people-source.ts';

const files = (tables: Readonly<Record<string, string>>): Source => ({ engine: 'embedded', tables });
const server: Source = { engine: 'trino', url: 'https://warehouse.example', user: 'ana', catalog: 'crm' };

function segment(name: string, source: Source, table = 'people'): Segment {
  return { name, source, table };
}

test('segments of one table are one reading, so that nobody is read twice', () => {
  const source = files({ people: '/a.csv' });
  const { tables, units } = peopleSource([segment('one', source), segment('two', source)], []);
  expect(tables).toEqual({ people: ['/a.csv'] });
  expect(units.map(({ segments }) => segments.map(({ name }) => name))).toEqual([['one', 'two']]);
});

test('other files under the same name are read under another one', () => {
  const { tables, units, excludedUnits } = peopleSource(
    [segment('loyal', files({ people: '/loyal.csv' }))],
    [segment('returned', files({ people: '/returned.csv' }))],
  );
  expect(tables).toEqual({ people: ['/loyal.csv'], 'people 2': ['/returned.csv'] });
  expect(units[0]?.sql).toBe('SELECT * FROM "people"');
  expect(excludedUnits[0]?.sql).toBe('SELECT * FROM "people 2"');
});

test('a query says itself what its tables are called, so its names stay', () => {
  const own: Segment = { name: 'own', source: files({ people: '/own.csv' }), sql: 'SELECT * FROM people' };
  const { tables, units } = peopleSource([segment('loyal', files({ people: '/loyal.csv' })), own], []);
  expect(tables).toEqual({ people: ['/own.csv'], 'people 2': ['/loyal.csv'] });
  expect(units[0]?.table).toBe('people 2');
  const other: Segment = { ...own, name: 'other', source: files({ people: '/other.csv' }) };
  expect(() => peopleSource([own, other], [])).toThrow('call different files "people"');
});

test('a server is read as it is, and never together with files or with another server', () => {
  const { tables, units } = peopleSource([segment('loyal', server)], [segment('returned', server, 'back')]);
  expect(tables).toEqual(server);
  expect(units[0]?.sql).toBe('SELECT * FROM "people"');
  const mixed = [segment('loyal', server), segment('local', files({ people: '/a.csv' }))];
  expect(() => peopleSource(mixed, [])).toThrow('read different places');
});

test('a table of default attributes that nobody has is named', () => {
  const one = segment('loyal', files({ people: '/a.csv', Merged: '/merged.csv' }));
  expect(peopleSource([one], [], 'merged').attributeTable).toBe('Merged');
  expect(() => peopleSource([one], [], 'Other')).toThrow('come from the table "Other"');
});
