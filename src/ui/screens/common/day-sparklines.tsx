import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { EventDay } from '../../../core/events/plan.ts';
import { dayLines } from '../../../wizard/journeys/delivery/event-days.ts';
import { Sparkline } from '../../components/sparkline.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';

/** How many events and how much value the days had, in a row each; nothing where there is no more than one day. */
export function DaySparklines({ days }: { readonly days: readonly EventDay[] }): ReactNode {
  const { columns } = useBodySize();
  const lines = dayLines(days);
  if (lines.length === 0) return null;
  return (
    <Box marginTop={1} flexDirection="column" flexShrink={0}>
      <Toned isBold>Events by day, as they were prepared</Toned>
      {lines.map(({ id, values, words }) => (
        <Sparkline key={id} values={values} label={words} columns={Math.max(7, Math.floor(columns / 3))} />
      ))}
    </Box>
  );
}
