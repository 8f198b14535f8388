import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { RowCounts } from '../../../core/delivery/events.ts';
import type { CampaignPreview } from '../../../core/delivery/preview-campaign.ts';
import { formatCount } from '../../../core/wording.ts';
import { sizeWords } from '../../../wizard/journeys/campaign/sizes.ts';
import { FunnelBars } from '../../components/funnel-bars.tsx';
import { Table } from '../../components/table.tsx';
import { Toned } from '../../components/toned.tsx';
import { useDimensions } from '../../hooks/use-dimensions.ts';

interface PageProps {
  readonly preview: CampaignPreview;
}

/** Each group with its people, and each audience with what it would get. */
export function GroupsPreview({ preview }: PageProps): ReactNode {
  const { groups, audiences } = preview;
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1}>
      <Toned isBold>{sizeWords(preview).sentence}</Toned>
      <Table
        columns={[
          { id: 'group', title: 'Group', minColumns: 6 },
          { id: 'people', title: 'People', align: 'right', minColumns: 6 },
          { id: 'where', title: 'Sent to', minColumns: 8 },
        ]}
        rows={groups.map(({ name, people, control, audienceName = '', destination = '' }) => [
          name,
          formatCount(people),
          control ? 'nobody: control group' : `${audienceName} (${destination})`,
        ])}
      />
      <Table
        columns={[
          { id: 'audience', title: 'Audience', minColumns: 8 },
          { id: 'add', title: 'To add', align: 'right', minColumns: 6 },
          { id: 'stay', title: 'Unchanged', align: 'right', minColumns: 6 },
          { id: 'remove', title: 'To remove', align: 'right', minColumns: 6 },
        ]}
        rows={audiences.map(({ audienceName, delivery: { added = 0, unchanged = 0, removed = 0 } }) => [
          audienceName,
          formatCount(added),
          formatCount(unchanged),
          formatCount(removed),
        ])}
      />
      <Toned tone="muted">Audiences are counted in identifiers: a person may have several.</Toned>
    </Box>
  );
}

/** The funnel of all groups together, and each group's part of it. */
export function RowsPreview({ preview }: PageProps): ReactNode {
  const { rows, groups } = preview;
  const { isNarrow } = useDimensions();
  // A narrow window has no room for all of them; the funnel tells how many are unique.
  const hasUnique = !isNarrow;
  const cells = (name: string, counts: RowCounts, isControl: boolean) =>
    cellsOf(name, counts, isControl).filter((_, column) => hasUnique || column !== UNIQUE_COLUMN);
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1}>
      <FunnelBars
        steps={[
          { label: 'Rows of its people', count: rows.read },
          { label: 'Not in the control group', count: rows.read - (rows.control ?? 0) },
          { label: 'Valid', count: rows.valid },
          { label: 'Unique people', count: rows.unique },
        ]}
      />
      <Table
        columns={[
          { id: 'group', title: 'Group', minColumns: 6 },
          { id: 'read', title: 'Rows', align: 'right', minColumns: 5 },
          { id: 'valid', title: 'Valid', align: 'right', minColumns: 5 },
          ...(hasUnique ? [{ id: 'unique', title: 'Unique', align: 'right', minColumns: 5 } as const] : []),
          { id: 'rejected', title: 'Unusable', align: 'right', minColumns: 5 },
        ]}
        rows={[
          ...groups.map((group) => cells(group.name, group.rows, group.control)),
          cells('all', rows, false),
        ]}
      />
    </Box>
  );
}

/** Where {@link cellsOf} has it. */
const UNIQUE_COLUMN = 3;

/** Nothing of a control group is ever looked at for sending. */
function cellsOf(name: string, rows: RowCounts, isControl: boolean): readonly string[] {
  const of = (count: number) => (isControl ? 'not sent' : formatCount(count));
  return [name, formatCount(rows.read), of(rows.valid), of(rows.unique), of(rows.rejected)];
}
