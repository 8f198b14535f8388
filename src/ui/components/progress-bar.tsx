import { Box } from 'ink';
import type { ReactNode } from 'react';
import { formatAmount, formatCount, formatDuration, formatShare } from '../../core/wording.ts';
import { useBodySize } from '../hooks/use-body-size.ts';
import { useTheme } from '../theme.ts';
import { barOf } from './bar.ts';
import { Toned } from './toned.tsx';

export interface ProgressBarProps {
  readonly done: number;
  /** Undefined while unknown: then there is no bar, only the count. */
  readonly total: number | undefined;
  /** What is counted, in the plural, such as `rows`. */
  readonly unit: string;
  /** Per second; 0 while unknown. */
  readonly rate: number;
}

/** How far a task is, how fast, and how long it will take, in numbers and as a bar. */
export function ProgressBar({ done, total, unit, rate }: ProgressBarProps): ReactNode {
  const { columns } = useBodySize();
  const { symbols, isReadAloud } = useTheme();
  const width = Math.max(10, Math.min(40, columns - 8));
  return (
    <Box flexDirection="column" flexShrink={0} aria-role="progressbar">
      {total === undefined || isReadAloud ? null : (
        <Toned wrap="truncate-end">
          <Toned tone="accent">{barOf(done, total, width, symbols)}</Toned> {formatShare(done, total)}
        </Toned>
      )}
      <Toned tone="muted" wrap="truncate-end">
        {progressText({ done, total, unit, rate })}
      </Toned>
    </Box>
  );
}

/** `1,200 of 10,000 rows · 350/s · about 26 s left`; parts that aren't known are left out. */
export function progressText({ done, total, unit, rate }: ProgressBarProps): string {
  const count =
    total === undefined
      ? formatAmount(done, unit, unit)
      : `${formatCount(done)} of ${formatCount(total)} ${unit}`;
  const parts = [count];
  if (rate > 0) {
    parts.push(`${rate < 10 ? rate.toFixed(1) : formatCount(Math.round(rate))}/s`);
  }
  if (rate > 0 && total !== undefined && total > done) {
    parts.push(`about ${formatDuration((total - done) / rate)} left`);
  }
  return parts.join(' · ');
}
