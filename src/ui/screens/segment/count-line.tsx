import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { KnownError } from '../../../core/errors.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { ErrorMessage } from '../common/failure.tsx';
import type { TaskState } from '../common/task-state.ts';

/** Lines that say how many belong to a segment, while it is put together. */

/** What failed may have much to tell, such as the names of all fields; the list below needs its rows too. */
export const FAILED_ROWS = 4;
/** Bodies with fewer rows have none to spare. */
export const LOW_WINDOW_ROWS = 14;

export interface CountKey {
  readonly status: TaskState<unknown>['status'];
  readonly stop: () => void;
  readonly recount: () => void;
  /** False while there is nothing to count. */
  readonly isAsked?: boolean;
}

/** Ctrl+X stops a count, and starts it again. */
export function useCountKey({ status, stop, recount, isAsked = true }: CountKey): void {
  useKeys({
    level: 'screen',
    bindings: [
      status === 'running'
        ? { keys: ['ctrl+x'], hint: 'stop counting', run: stop }
        : { keys: ['ctrl+x'], hint: 'count', isEnabled: isAsked && status !== 'done', run: recount },
    ],
  });
}

/** Why nothing could be counted, in no more than so many rows. */
export function FailedCount({
  error,
  rows,
}: {
  readonly error: KnownError;
  readonly rows: number;
}): ReactNode {
  return (
    <Box flexDirection="column" height={rows} overflow="hidden">
      <ErrorMessage error={error} />
    </Box>
  );
}
