import type { ReactNode } from 'react';
import { Spinner } from '../../components/spinner.tsx';
import { Toned } from '../../components/toned.tsx';
import { formatCount } from '../../text/format.ts';
import { FAILED_ROWS, FailedCount, LOW_WINDOW_ROWS, useCountKey } from './count-line.tsx';
import type { FitCount } from './use-fit-count.ts';

/** Rows of the line in a body of so many rows, the one below it included. */
export function fitLineRows({ state }: FitCount, bodyRows: number): number {
  return state.status === 'failed' && bodyRows >= LOW_WINDOW_ROWS ? FAILED_ROWS : 2;
}

/** How many rows fit, while it is being counted and after. */
export function FitLine({ rows, ...count }: FitCount & { readonly rows: number }): ReactNode {
  const { state, total, stop, recount } = count;
  useCountKey({ status: state.status, stop, recount });
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
      return <FailedCount error={state.error} rows={rows} />;
  }
}
