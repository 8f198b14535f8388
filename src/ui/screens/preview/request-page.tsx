import { Box } from 'ink';
import { type ReactNode, useMemo, useState } from 'react';
import { formatAmount, formatCount } from '../../../core/wording.ts';
import type { PreviewedRequest } from '../../../wizard/delivery-service.ts';
import { type ScrollMove, scroll } from '../../components/scroll-state.ts';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { visible } from '../../text/visible.ts';
import { useTheme } from '../../theme.ts';
import { foldLines, requestLines } from './request-text.ts';

const KEYS: readonly (readonly [ScrollMove, readonly string[]])[] = [
  ['up', ['up', 'k']],
  ['down', ['down', 'j']],
  ['page-up', ['pageup']],
  ['page-down', ['pagedown', 'space']],
  ['start', ['home', 'g']],
  ['end', ['end', 'G']],
];

export interface RequestPageProps {
  readonly request: PreviewedRequest | undefined;
  readonly rows: number;
}

/**
 * The first request, letter by letter. It has thousands of lines, so only those in view are drawn: laying out
 * all of them would take seconds.
 */
export function RequestPage({ request, rows }: RequestPageProps): ReactNode {
  const { columns } = useBodySize();
  const { symbols, isReadAloud } = useTheme();
  const lines = useMemo(
    () => (request === undefined ? [] : foldLines(requestLines(request).map(visible), columns)),
    [request, columns],
  );
  const [offset, setOffset] = useState(0);
  const shown = isReadAloud ? lines.length : Math.max(1, rows - 1);
  const extent = { offset, content: lines.length, rows: shown };
  const below = Math.max(0, lines.length - offset - shown);
  useKeys({
    level: 'screen',
    bindings: KEYS.map(([move, keys]) => ({
      keys,
      isEnabled: lines.length > shown,
      ...(move === 'down' ? { hint: 'scroll', label: symbols.upDown } : {}),
      run: () => setOffset(scroll(extent, move)),
    })),
  });
  if (request === undefined) return <Toned>Nothing would be sent: everything is there already.</Toned>;
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Toned wrap="truncate-end">{lines.slice(offset, offset + shown).join('\n')}</Toned>
      {isReadAloud || lines.length <= shown ? null : (
        <Toned tone="muted">
          {`${symbols.up} ${formatCount(offset)}   ${symbols.down} ${formatAmount(below, 'line')}`}
        </Toned>
      )}
    </Box>
  );
}
