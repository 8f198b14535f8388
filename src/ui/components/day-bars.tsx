import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { DayOfEvents } from '../../core/events/event-days.ts';
import { formatAmount } from '../../core/wording.ts';
import { useBodySize } from '../hooks/use-body-size.ts';
import { fitTo, widthOf } from '../text/width.ts';
import { useTheme } from '../theme.ts';
import { barOf } from './bar.ts';
import { Toned } from './toned.tsx';

export interface DayBarsProps {
  readonly days: readonly DayOfEvents[];
  /** What a day is worth, in words; it stands behind its count. */
  readonly describe: (day: DayOfEvents) => string;
}

const LONGEST_BAR = 24;

/** A row a day: its date, a bar, how many, and what they are worth. */
export function DayBars({ days, describe }: DayBarsProps): ReactNode {
  const { columns } = useBodySize();
  const { symbols, isReadAloud } = useTheme();
  const most = Math.max(0, ...days.map(({ events }) => events));
  const counts = days.map(({ events }) => formatAmount(events, 'event'));
  const countColumns = Math.max(0, ...counts.map(widthOf));
  const bar = Math.max(4, Math.min(LONGEST_BAR, Math.floor(columns / 4)));
  return (
    <Box flexDirection="column" flexShrink={0}>
      {days.map((day, index) => (
        <Toned key={day.day} wrap="truncate-end">
          {day.day}{' '}
          {isReadAloud ? '' : <Toned tone="accent">{`${barOf(day.events, most, bar, symbols)} `}</Toned>}
          {fitTo(counts[index] ?? '', countColumns, 'right')}
          {day.values.length === 0 ? '' : `  ${describe(day)}`}
        </Toned>
      ))}
    </Box>
  );
}
