import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Spinner } from '../../components/spinner.tsx';
import { Toned } from '../../components/toned.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { formatCount } from '../../text/format.ts';
import { ErrorMessage } from '../common/failure.tsx';
import type { FitCount } from './use-fit-count.ts';

/** How many rows fit, while it is being counted and after. */
export function FitLine({ state, total, stop, recount }: FitCount): ReactNode {
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
        <Box flexDirection="column">
          <ErrorMessage error={state.error} />
        </Box>
      );
  }
}
