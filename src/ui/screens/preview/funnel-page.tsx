import { Box } from 'ink';
import type { ReactNode } from 'react';
import { formatCount } from '../../../core/wording.ts';
import type { AnyPreview } from '../../../wizard/journeys/delivery/any-preview.ts';
import { funnelOf, typeRows } from '../../../wizard/journeys/delivery/funnel.ts';
import { FunnelBars } from '../../components/funnel-bars.tsx';
import { Table } from '../../components/table.tsx';

const COLUMNS = [
  { id: 'type', title: 'Id type', minColumns: 5 },
  { id: 'columns', title: 'Columns', minColumns: 5 },
  { id: 'valid', title: 'Valid', align: 'right', minColumns: 5 },
  { id: 'rejected', title: 'Unusable', align: 'right', minColumns: 5 },
  { id: 'empty', title: 'Empty', align: 'right', minColumns: 5 },
] as const;

/** How many rows are left at each step, what TikTok gets of them, and each id type's part. */
export function FunnelPage({ preview }: { readonly preview: AnyPreview }): ReactNode {
  const { rows, changes } = funnelOf(preview);
  const types = typeRows(preview).map(({ type, columns, valid, rejected, empty }) => [
    type,
    columns.join(' + '),
    formatCount(valid),
    formatCount(rejected),
    formatCount(empty),
  ]);
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1}>
      <FunnelBars steps={rows} />
      <FunnelBars steps={changes} />
      <Table columns={COLUMNS} rows={types} />
    </Box>
  );
}
