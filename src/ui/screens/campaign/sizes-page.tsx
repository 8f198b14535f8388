import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { CampaignSizes } from '../../../core/campaigns/measure-campaign.ts';
import { formatCount } from '../../../core/wording.ts';
import { allGroups } from '../../../wizard/journeys/campaign/groups.ts';
import { sizeWords } from '../../../wizard/journeys/campaign/sizes.ts';
import { ScrollView } from '../../components/scroll-view.tsx';
import { Table } from '../../components/table.tsx';
import { Toned } from '../../components/toned.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { visible } from '../../text/visible.ts';
import { ErrorMessage } from '../common/failure.tsx';
import type { CampaignPageProps } from './page-props.ts';
import { SizesLine } from './sizes-line.tsx';

export interface SizesPageProps extends Pick<CampaignPageProps, 'answers' | 'sizes'> {
  readonly onClose: () => void;
}

/** Everything that was counted: segments, whom they share, and groups. */
export function SizesPage({ answers, sizes: live, onClose }: SizesPageProps): ReactNode {
  useKeys({
    level: 'screen',
    bindings: [{ keys: ['escape', 'tab', 'enter'], hint: 'back to the answers', run: onClose }],
  });
  const { state, sizes } = live;
  if (state.status === 'failed') return <ErrorMessage error={state.error} />;
  if (sizes === undefined) return <SizesLine live={live} />;
  const controls = new Set(
    allGroups(answers.parts).flatMap(({ name, isControl }) => (isControl ? [name] : [])),
  );
  return (
    <ScrollView level="screen">
      <Sizes sizes={sizes} isControl={(name) => controls.has(name)} />
    </ScrollView>
  );
}

export interface SizesProps {
  readonly sizes: Omit<CampaignSizes, 'groups'> & Partial<Pick<CampaignSizes, 'groups'>>;
  readonly isControl: (group: string) => boolean;
}

/** The counts themselves, for every page that shows them. */
export function Sizes({ sizes, isControl }: SizesProps): ReactNode {
  const { groups = [], segments, overlaps } = sizes;
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1}>
      <Toned isBold>{sizeWords({ ...sizes, groups }).sentence}</Toned>
      {groups.length === 0 ? null : (
        <Table
          columns={[
            { id: 'group', title: 'Group', minColumns: 8 },
            { id: 'people', title: 'People', align: 'right', minColumns: 6 },
            { id: 'sent', title: '', minColumns: 10 },
          ]}
          rows={groups.map(({ name, people }) => [
            name,
            formatCount(people),
            isControl(name) ? 'never sent' : '',
          ])}
        />
      )}
      <Table
        columns={[
          { id: 'segment', title: 'Segment', minColumns: 8 },
          { id: 'people', title: 'People', align: 'right', minColumns: 6 },
          { id: 'use', title: '', minColumns: 8 },
        ]}
        rows={segments.map(({ name, people, included }) => [
          name,
          formatCount(people),
          included ? 'in' : 'left out',
        ])}
      />
      {overlaps.length === 0 ? null : (
        <Box flexDirection="column" flexShrink={0}>
          {overlaps.map(({ segments: [one, other], people }) => (
            <Toned key={`${one} ${other}`}>
              {`${formatCount(people)} in both ${visible(one)} and ${visible(other)}`}
            </Toned>
          ))}
        </Box>
      )}
    </Box>
  );
}
