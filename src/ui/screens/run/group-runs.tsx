import { Box, useAnimation } from 'ink';
import type { ReactNode } from 'react';
import type { TaskStatus } from '../../../core/delivery/events.ts';
import type { Campaign } from '../../../core/profiles/campaign-schema.ts';
import { groupLines } from '../../../wizard/journeys/campaign/group-lines.ts';
import type { GroupRun } from '../../../wizard/journeys/delivery/run-state.ts';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { visible } from '../../text/visible.ts';
import { fitTo, truncate, widthOf } from '../../text/width.ts';
import { type Tone, useTheme } from '../../theme.ts';
import { signOf } from './task-list.tsx';

/** A campaign under way. */
export interface CampaignUnderWay {
  readonly campaign: Campaign;
  /** Audiences that an earlier attempt completed. */
  readonly doneBefore: readonly string[];
}

export interface GroupRunsProps extends CampaignUnderWay {
  readonly groups: readonly GroupRun[];
  readonly rows: number;
}

const TONES: Readonly<Record<TaskStatus, Tone>> = {
  waiting: 'muted',
  running: 'accent',
  completed: 'success',
  alert: 'warning',
  error: 'danger',
};

const WIDEST_NAME = 20;

/** Every group of a campaign with what is being done for it; control groups say that they are left alone. */
export function GroupRuns({ campaign, doneBefore, groups, rows }: GroupRunsProps): ReactNode {
  const { columns } = useBodySize();
  const { symbols, hasMotion } = useTheme();
  const lines = groupLines(campaign, groups, doneBefore);
  const isRunning = lines.some(({ status }) => status === 'running');
  const { frame } = useAnimation({ interval: 120, isActive: hasMotion && isRunning });
  // Where not all have room, those that are done make it.
  const left = Math.max(0, lines.length - rows);
  const done = lines.filter(({ status }) => status === 'completed').slice(0, left === 0 ? 0 : left + 1);
  const shown = lines.filter((line) => !done.includes(line)).slice(0, rows - (done.length === 0 ? 0 : 1));
  const nameColumns = Math.min(WIDEST_NAME, Math.max(...lines.map(({ name }) => widthOf(visible(name)))));
  return (
    <Box flexDirection="column" flexShrink={0} height={Math.min(rows, lines.length)} overflow="hidden">
      {done.length === 0 ? null : (
        <Toned tone="success">{`${symbols.success} ${done.length} groups done`}</Toned>
      )}
      {shown.map(({ name, status, words }) => (
        <Toned key={name} wrap="truncate-end">
          <Toned tone={TONES[status]}>{signOf(status, symbols, frame)}</Toned>{' '}
          <Toned isBold={status === 'running'} tone={status === 'waiting' ? 'muted' : 'plain'}>
            {fitTo(truncate(visible(name), nameColumns), nameColumns)}
          </Toned>
          <Toned tone="muted">{`  ${truncate(visible(words), Math.max(8, columns - nameColumns - 5))}`}</Toned>
        </Toned>
      ))}
    </Box>
  );
}
