import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { GroupSummary } from '../../../core/delivery/events.ts';
import { groupResultInWords } from '../../../wizard/journeys/campaign/group-results.ts';
import { Toned } from '../../components/toned.tsx';
import { visible } from '../../text/visible.ts';

/** What became of each group of a campaign, a line each. */
export function GroupResults({ groups }: { readonly groups: readonly GroupSummary[] }): ReactNode {
  return (
    <Box marginTop={1} flexDirection="column" flexShrink={0}>
      <Toned isBold>Groups</Toned>
      {groups.map((group) => (
        <Toned key={group.name}>{`  ${visible(groupResultInWords(group))}`}</Toned>
      ))}
    </Box>
  );
}
