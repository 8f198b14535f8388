import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Spinner } from '../../components/spinner.tsx';
import { Toned } from '../../components/toned.tsx';
import { useKeys } from '../../hooks/use-keys.ts';

export interface WorkingProps {
  readonly label: string;
  /** Why nothing happens at the moment. */
  readonly wait?: string | undefined;
  readonly onCancel?: (() => void) | undefined;
}

/** Something is being done; Esc leaves it. */
export function Working({ label, wait, onCancel }: WorkingProps): ReactNode {
  useKeys({
    level: 'field',
    bindings: [
      { keys: ['escape'], hint: 'stop', isEnabled: onCancel !== undefined, run: () => onCancel?.() },
    ],
  });
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Spinner label={label} />
      {wait === undefined ? null : <Toned tone="muted">{wait}</Toned>}
    </Box>
  );
}
