import type { ReactNode } from 'react';
import { useTheme } from '../theme.ts';
import { Toned } from './toned.tsx';

export interface StepLineProps {
  /** 1-based, among the steps that aren't skipped. */
  readonly number: number;
  readonly total: number;
  readonly title: string;
}

/** Where we are: `Step 2 of 6 · Destination`. */
export function StepLine({ number, total, title }: StepLineProps): ReactNode {
  const { symbols } = useTheme();
  return (
    <Toned wrap="truncate-end">
      <Toned tone="muted">
        Step {number} of {total} {symbols.dot}{' '}
      </Toned>
      <Toned isBold>{title}</Toned>
    </Toned>
  );
}
