import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Table } from '../../../src/ui/components/table.tsx';
import { fitColumns, layoutRow, type TableColumn } from '../../../src/ui/components/table-layout.ts';
import { widthOf } from '../../../src/ui/text/width.ts';
import { show } from '../support/show.tsx';

const COLUMNS: readonly TableColumn[] = [
  { id: 'name', title: 'Name' },
  { id: 'size', title: 'Size', align: 'right' },
  { id: 'state', title: 'State', minColumns: 10 },
];

describe('a table', () => {
  test('has columns as wide as their content on the screen', async () => {
    const view = await show(
      <Table
        columns={COLUMNS}
        rows={[
          ['客户', '1,204', 'ready'],
          ['VIP', '9', 'too small'],
        ]}
      />,
    );
    expect(view.frame()).toBe(
      ['Name   Size  State', '────  ─────  ─────────', '客户  1,204  ready', 'VIP       9  too small'].join(
        '\n',
      ),
    );
  });

  test('cuts the widest first, never wraps, and drops what a terminal would act on', async () => {
    const view = await show(
      <Table columns={COLUMNS} rows={[['a very long name of an audience\u001b[2J', '1', 'ready\nnow']]} />,
      { columns: 40 },
    );
    const lines = view.frame().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[2]).toBe('a very long name of an…     1  ready now');
  });

  test('stands closer together where the titles would be cut otherwise', () => {
    expect(fitColumns(COLUMNS, [['VIP', '9', 'ok']], 15)).toEqual({ gap: 1, widths: [4, 4, 5] });
    expect(fitColumns(COLUMNS, [['VIP', '9', 'ok']], 17)).toEqual({ gap: 2, widths: [4, 4, 5] });
  });

  test('becomes a list of titles and values where there is no room, or no eyes', async () => {
    const rows = [['VIP', '9', 'ready']];
    const wide = [...COLUMNS, { id: 'id', title: 'Audience id', minColumns: 40 }];
    const narrow = await show(<Table columns={wide} rows={[['VIP', '9', 'ready', '7'.repeat(40)]]} />, {
      columns: 40,
    });
    expect(narrow.frame()).toContain('Name: VIP\nSize: 9\nState: ready');
    const aloud = await show(<Table columns={COLUMNS} rows={rows} />, { appearance: { isReadAloud: true } });
    expect(aloud.frame()).toBe('Name: VIP\nSize: 9\nState: ready');
  });

  test('says when it is empty', async () => {
    const view = await show(<Table columns={COLUMNS} rows={[]} emptyText="No runs yet." />);
    expect(view.frame()).toBe('No runs yet.');
  });

  test('never takes more columns than it has', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 }),
        fc.integer({ min: 20, max: 90 }),
        (rows, room) => {
          const layout = fitColumns(COLUMNS, rows, room);
          for (const row of rows) {
            if (layout !== undefined) {
              expect(widthOf(layoutRow(COLUMNS, row, layout, '…'))).toBeLessThanOrEqual(room);
            }
          }
        },
      ),
    );
  });
});
