import type { ReactNode } from 'react';
import type { MaskedColumn } from '../../../wizard/journeys/source/mask-sample.ts';
import { Table } from '../../components/table.tsx';
import type { TableColumn } from '../../components/table-layout.ts';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useDimensions } from '../../hooks/use-dimensions.ts';
import { visible } from '../../text/visible.ts';

const COLUMNS: readonly TableColumn[] = [
  { id: 'name', title: 'Column', maxColumns: 24 },
  { id: 'type', title: 'Looks like' },
  { id: 'examples', title: 'Examples (masked)' },
];

/** Rows of a table's head. */
const HEAD_ROWS = 2;

export interface ColumnsTableProps {
  readonly columns: readonly MaskedColumn[];
  /** Rows for everything, the line about what isn't shown included. */
  readonly rows: number;
}

/** Columns with what they seem to hold. Where not all fit, those that can be sent come first. */
export function ColumnsTable({ columns, rows }: ColumnsTableProps): ReactNode {
  const { isNarrow, isReadAloud } = useDimensions();
  const { columns: width } = useBodySize();
  const room = Math.max(1, rows - (isNarrow ? 0 : HEAD_ROWS));
  const fits = isReadAloud || columns.length <= room;
  const usefulFirst = columns.toSorted(
    (one, other) => Number(other.type !== undefined) - Number(one.type !== undefined),
  );
  const shown = fits ? columns : usefulFirst.slice(0, Math.max(1, room - 1));
  return (
    <>
      {isNarrow && width < 60 ? (
        shown.map(({ name, type, examples }) => (
          <Toned key={name} wrap="truncate-end">
            {visible(name)} <Toned tone="muted">{type ?? ''} </Toned>
            {examples[0] ?? ''}
          </Toned>
        ))
      ) : (
        <Table
          columns={COLUMNS}
          rows={shown.map(({ name, type, examples }) => [name, type ?? '', examples.join('  ')])}
        />
      )}
      {fits ? null : <Toned tone="muted">and {columns.length - shown.length} more columns</Toned>}
    </>
  );
}
