import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Spinner } from '../../components/spinner.tsx';
import { Toned } from '../../components/toned.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { formatCount } from '../../text/format.ts';
import { ErrorMessage } from '../common/failure.tsx';
import type { FitCount } from './use-fit-count.ts';

/** A count that failed may have much to tell, such as the names of all fields; the list needs its rows too. */
const FAILED_ROWS = 4;
const LOW_WINDOW_ROWS = 14;

/** Rows of the line in a body of so many rows, the one below it included. */
export function fitLineRows({ state }: FitCount, bodyRows: number): number {
  return state.status === 'failed' && bodyRows >= LOW_WINDOW_ROWS ? FAILED_ROWS : 2;
}

/** How many rows fit, while it is being counted and after. */
export function FitLine({ rows, ...count }: FitCount & { readonly rows: number }): ReactNode {
  const { state, total, stop, recount } = count;
  const isRunning = state.status === 'running';
  useKeys({
    level: 'screen',
    bindings: [
      isRunning
        ? { keys: ['ctrl+x'], hint: 'stop counting', run: stop }
        : { keys: ['ctrl+x'], hint: 'count', isEnabled: state.status !== 'done', run: recount },
    ],
  });
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
      return (
        <Box flexDirection="column" height={rows} overflow="hidden">
          <ErrorMessage error={state.error} />
        </Box>
      );
  }
}
