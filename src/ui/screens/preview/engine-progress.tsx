import type { ReactNode } from 'react';
import { formatShare } from '../../../core/wording.ts';
import { barOf } from '../../components/bar.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useTheme } from '../../theme.ts';

export interface EngineProgressProps {
  readonly done: number;
  readonly total: number | undefined;
  readonly unit: 'rows' | 'people' | 'events' | 'percent';
  /** Per second; 0 while unknown. */
  readonly rate: number;
}

/** How far something is; where only a share is known, a bar and the share are all there is to tell. */
export function EngineProgress({ done, total, unit, rate }: EngineProgressProps): ReactNode {
  const { columns } = useBodySize();
  const { symbols, isReadAloud } = useTheme();
  if (unit !== 'percent') return <ProgressBar done={done} total={total} unit={unit} rate={rate} />;
  const width = Math.max(10, Math.min(40, columns - 8));
  return (
    <Toned wrap="truncate-end">
      {isReadAloud ? '' : <Toned tone="accent">{barOf(done, 100, width, symbols)}</Toned>}
      {` ${formatShare(done, 100)}`}
    </Toned>
  );
}
