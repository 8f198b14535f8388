import { describe, expect, test } from 'vitest';
import { findEventField } from '../../../../src/core/events/fields.ts';
import {
  areDemoEventTables,
  DEMO_EVENTS_SQL,
  demoEventTables,
  proposeEventsSql,
} from '../../../../src/wizard/journeys/query/events-sql.ts';
import { mainTable, viewTable } from '../../../../src/wizard/journeys/source/look.ts';

const SALES = {
  columns: ['sold at', 'mail', 'order_id', 'total', 'event_set_id', 'clerk'].map((name) => ({
    name,
    type: 'VARCHAR',
  })),
  rows: [['2026-03-01 10:00:00', 'jane@example.com', 'A1', '12.50', '7200000000000000001', 'Kim']],
};
const PEOPLE = {
  columns: ['mail', 'phone'].map((name) => ({ name, type: 'VARCHAR' })),
  rows: [['jane@example.com', '+14155550123']],
};
const INFO = { files: ['/x.csv'], columns: [], unreadable: { count: 0, examples: [] } };

describe('the proposed query for events', () => {
  test('takes what looks like event fields under their names, and leaves the source to the destination', () => {
    expect(proposeEventsSql('sales', SALES)).toBe(
      'SELECT\n  mail AS email,\n  total AS value,\n  order_id\nFROM sales',
    );
  });

  test('is every column where nothing looks like one', () => {
    const clerks = { columns: [{ name: 'clerk', type: 'VARCHAR' }], rows: [['Kim']] };
    expect(proposeEventsSql('order', clerks)).toBe('SELECT\n  *\nFROM "order"');
  });

  test('starts from the table with most event fields, not from the one with most people', () => {
    const sales = viewTable({ ...INFO, name: 'sales' }, SALES, 'events');
    const people = viewTable({ ...INFO, name: 'people' }, PEOPLE, 'events');
    expect(mainTable([people, sales])).toBe(sales);
    expect(
      mainTable([
        viewTable({ ...INFO, name: 'people' }, PEOPLE),
        viewTable({ ...INFO, name: 'sales' }, SALES),
      ])?.name,
    ).toBe('people');
  });
});

describe('the demo’s query', () => {
  test('names nothing but event fields, and takes the e-mail from its column', () => {
    const names = [...DEMO_EVENTS_SQL.matchAll(/ AS (\w+)$/gm)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => findEventField(name) === undefined)).toEqual([]);
    expect(DEMO_EVENTS_SQL).toMatch(/mc\.email AS email/);
    expect(DEMO_EVENTS_SQL).not.toMatch(/'mc\.email'/);
  });

  test('is proposed for the demo’s own tables only', () => {
    const tables = demoEventTables('/samples');
    expect(areDemoEventTables(tables, '/samples')).toBe(true);
    expect(areDemoEventTables(tables.slice(1), '/samples')).toBe(false);
    for (const { name } of tables) expect(DEMO_EVENTS_SQL).toContain(` ${name} `);
  });
});
