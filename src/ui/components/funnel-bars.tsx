import { Box } from 'ink';
import type { ReactNode } from 'react';
import { formatCount, formatShare } from '../../core/wording.ts';
import { useBodySize } from '../hooks/use-body-size.ts';
import { fitTo, widthOf } from '../text/width.ts';
import { type Tone, useTheme } from '../theme.ts';
import { barOf } from './bar.ts';
import { Toned } from './toned.tsx';

export interface FunnelStep {
  readonly label: string;
  readonly count: number;
  readonly tone?: Tone | undefined;
}

export interface FunnelBarsProps {
  /** From the widest to the narrowest; shares are of the first. */
  readonly steps: readonly FunnelStep[];
}

const WIDEST_BAR = 40;
const NARROWEST_BAR = 8;

/** Counts below each other with bars: what remains of the rows, step by step. */
export function FunnelBars({ steps }: FunnelBarsProps): ReactNode {
  const { columns } = useBodySize();
  const { symbols, isReadAloud } = useTheme();
  const whole = steps[0]?.count ?? 0;
  const labelColumns = Math.max(0, ...steps.map(({ label }) => widthOf(label)));
  const countColumns = Math.max(0, ...steps.map(({ count }) => widthOf(formatCount(count))));
  const shareColumns = Math.max(0, ...steps.map(({ count }) => widthOf(formatShare(count, whole))));
  const room = columns - labelColumns - countColumns - shareColumns - 6;
  const barColumns = isReadAloud || room < NARROWEST_BAR ? 0 : Math.min(WIDEST_BAR, room);
  return (
    <Box flexDirection="column" flexShrink={0}>
      {steps.map(({ label, count, tone = 'accent' }) => (
        <Toned key={label} wrap="truncate-end">
          {fitTo(label, labelColumns)}
          {'  '}
          {barColumns === 0 ? '' : <Toned tone={tone}>{barOf(count, whole, barColumns, symbols)}</Toned>}
          {barColumns === 0 ? '' : '  '}
          <Toned isBold>{fitTo(formatCount(count), countColumns, 'right')}</Toned>
          <Toned tone="muted">{`  ${fitTo(formatShare(count, whole), shareColumns, 'right')}`}</Toned>
        </Toned>
      ))}
    </Box>
  );
}
