import type { ReactNode } from 'react';
import { formatCount } from '../../../core/wording.ts';
import { unreadableInWords } from '../../../wizard/journeys/segment/combination.ts';
import { Spinner } from '../../components/spinner.tsx';
import { Toned } from '../../components/toned.tsx';
import { useTheme } from '../../theme.ts';
import { FAILED_ROWS, FailedCount, LOW_WINDOW_ROWS, useCountKey } from './count-line.tsx';
import type { FitCount } from './use-fit-count.ts';

/** Rows of the line in a body of so many rows, the one below it included. */
export function fitLineRows({ state }: FitCount, unreadable: number, bodyRows: number): number {
  if (bodyRows < LOW_WINDOW_ROWS) return 2;
  if (state.status === 'failed') return FAILED_ROWS;
  return unreadable === 0 ? 2 : 3;
}

export interface FitLineProps extends FitCount {
  /** Rows that can’t be read, which nothing is known of. */
  readonly unreadable: number;
  readonly rows: number;
}

/** How many rows fit, while it is being counted and after, and how many nobody can tell about. */
export function FitLine({ unreadable, rows, ...count }: FitLineProps): ReactNode {
  const { symbols } = useTheme();
  const { state, stop, recount } = count;
  useCountKey({ status: state.status, stop, recount });
  if (state.status === 'failed') return <FailedCount error={state.error} rows={rows} />;
  return (
    <>
      <Fitting {...count} />
      {unreadable === 0 ? null : (
        <Toned tone="warning" wrap="truncate-end">
          {symbols.warning} {unreadableInWords(unreadable)}
        </Toned>
      )}
    </>
  );
}

function Fitting({ state, total }: Pick<FitCount, 'state' | 'total'>): ReactNode {
  switch (state.status) {
    case 'idle':
      return <Toned tone="muted">Not counted.</Toned>;
    case 'running':
      return <Spinner label={state.label} />;
    case 'done': {
      const of = total === undefined || total === state.value ? '' : ` of ${formatCount(total)}`;
      return (
        <Toned>
          <Toned isBold>
            {formatCount(state.value)}
            {of}
          </Toned>{' '}
          {state.value === 1 && of === '' ? 'row fits.' : 'rows fit.'}
        </Toned>
      );
    }
    case 'failed':
      return null;
  }
}
