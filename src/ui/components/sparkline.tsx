import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useTheme } from '../theme.ts';
import { sparks } from './bar.ts';
import { Toned } from './toned.tsx';

export interface SparklineProps {
  /** Oldest first. */
  readonly values: readonly number[];
  /** What the line is about, with its numbers in words; it is what is read aloud. */
  readonly label: string;
  /** The newest values that fit are shown. */
  readonly columns: number;
}

/** How a number went, in one row. */
export function Sparkline({ values, label, columns }: SparklineProps): ReactNode {
  const { symbols, isReadAloud } = useTheme();
  return (
    <Box columnGap={1} flexShrink={0}>
      {isReadAloud ? null : (
        <Box flexShrink={0}>
          <Toned tone="accent">{sparks(values.slice(-Math.max(1, columns)), symbols.sparks)}</Toned>
        </Box>
      )}
      <Toned tone="muted">{label}</Toned>
    </Box>
  );
}
