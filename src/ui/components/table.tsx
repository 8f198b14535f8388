import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useBodySize } from '../hooks/use-body-size.ts';
import { visible } from '../text/visible.ts';
import { useTheme } from '../theme.ts';
import { fitColumns, layoutRow, type TableColumn } from './table-layout.ts';
import { Toned } from './toned.tsx';

export interface TableProps {
  readonly columns: readonly TableColumn[];
  /** Cells as text, in the order of the columns; whatever a terminal would act on is taken out of them. */
  readonly rows: readonly (readonly string[])[];
  readonly emptyText?: string | undefined;
}

/**
 * Rows in columns of the right width for any script. Where the window is too narrow for a table, and where it
 * is read aloud, every row becomes a list of titles and values.
 */
export function Table({ columns, rows, emptyText = 'No rows.' }: TableProps): ReactNode {
  const { columns: available } = useBodySize();
  const { isReadAloud, symbols } = useTheme();
  if (rows.length === 0) {
    return <Toned tone="muted">{emptyText}</Toned>;
  }
  const safeRows = rows.map((row) => row.map(visible));
  const layout = isReadAloud ? undefined : fitColumns(columns, safeRows, available);
  if (layout === undefined) {
    return <Records columns={columns} rows={safeRows} />;
  }
  const header = columns.map(({ title }) => title);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Toned isBold wrap="truncate-end">
        {layoutRow(columns, header, layout, symbols.ellipsis)}
      </Toned>
      <Toned tone="muted" wrap="truncate-end">
        {layoutRow(
          columns,
          layout.widths.map((width) => symbols.rule.repeat(width)),
          layout,
          '',
        )}
      </Toned>
      {numbered(safeRows).map(([key, row]) => (
        <Toned key={key} wrap="truncate-end">
          {layoutRow(columns, row, layout, symbols.ellipsis)}
        </Toned>
      ))}
    </Box>
  );
}

function Records({ columns, rows }: Pick<TableProps, 'columns' | 'rows'>): ReactNode {
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1}>
      {numbered(rows).map(([key, row]) => (
        <Box key={key} flexDirection="column">
          {columns.map(({ id, title }, column) => (
            <Toned key={id}>
              <Toned tone="muted">{title}:</Toned> {row[column] ?? ''}
            </Toned>
          ))}
        </Box>
      ))}
    </Box>
  );
}

/** Rows have no identity of their own but their place. */
function numbered(rows: readonly (readonly string[])[]): readonly (readonly [string, readonly string[]])[] {
  return rows.map((row, index) => [`row ${index}`, row]);
}
