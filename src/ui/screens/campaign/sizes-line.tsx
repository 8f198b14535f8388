import { Box } from 'ink';
import type { ReactNode } from 'react';
import { overlapWords, sizeWords } from '../../../wizard/journeys/campaign/sizes.ts';
import { Spinner } from '../../components/spinner.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { visible } from '../../text/visible.ts';
import { useTheme } from '../../theme.ts';
import type { LiveSizes } from './use-sizes.ts';

const LOW_WINDOW_ROWS = 14;

/** Rows of the lines in a body of so many rows, with an empty one below them where there is room. */
export function sizesRows(bodyRows: number): number {
  return bodyRows >= LOW_WINDOW_ROWS ? 3 : 2;
}

export interface SizesLineProps {
  readonly live: LiveSizes;
  /** Said in place of the second line, such as what is wrong with the shares. */
  readonly warning?: string | undefined;
  /** The second line where nothing is wrong and no two segments share people. */
  readonly otherwise?: string | undefined;
}

/** How many people the campaign has, while they are being counted and after. */
export function SizesLine({ live, warning, otherwise = '' }: SizesLineProps): ReactNode {
  const { symbols } = useTheme();
  const { rows } = useBodySize();
  const { state, sizes } = live;
  const isRunning = state.status === 'running';
  useKeys({
    level: 'screen',
    bindings: [
      isRunning
        ? { keys: ['ctrl+x'], hint: 'stop counting', run: live.stop }
        : { keys: ['ctrl+x'], hint: 'count', isEnabled: state.status !== 'done', run: live.recount },
    ],
  });
  const [overlap = otherwise] = sizes === undefined ? [] : overlapWords(sizes);
  return (
    <Box flexDirection="column" flexShrink={0} height={sizesRows(rows)} overflow="hidden">
      <Counted live={live} />
      {warning === undefined ? (
        <Toned tone="muted" wrap="truncate-end">
          {visible(overlap)}
        </Toned>
      ) : (
        <Toned tone="warning" wrap="truncate-end">
          {symbols.warning} {visible(warning)}
        </Toned>
      )}
    </Box>
  );
}

function Counted({ live: { state } }: { readonly live: LiveSizes }): ReactNode {
  const { symbols } = useTheme();
  switch (state.status) {
    case 'idle':
      return <Toned tone="muted">Not counted.</Toned>;
    case 'running':
      return <Spinner label={state.label} />;
    case 'failed':
      return (
        <Toned tone="danger" wrap="truncate-end">
          {symbols.danger} {visible(state.error.message)}
        </Toned>
      );
    case 'done': {
      const { sentence, isNobody } = sizeWords(state.value);
      return (
        <Toned isBold tone={isNobody ? 'danger' : 'plain'} wrap="truncate-end">
          {isNobody ? `${symbols.danger} ` : ''}
          {sentence}
        </Toned>
      );
    }
  }
}
