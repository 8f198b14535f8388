import { Box, type DOMElement, useBoxMetrics } from 'ink';
import { type ReactNode, useRef, useState } from 'react';
import { formatCount } from '../../core/wording.ts';
import { useBodySize } from '../hooks/use-body-size.ts';
import { useKeys } from '../hooks/use-keys.ts';
import type { KeyLevel } from '../input/key-registry.ts';
import { useTheme } from '../theme.ts';
import { clampOffset, type ScrollMove, scroll } from './scroll-state.ts';
import { Toned } from './toned.tsx';

export interface ScrollViewProps {
  /** Rows to use, the row of marks included; default: the whole body. */
  readonly rows?: number | undefined;
  readonly level?: KeyLevel | undefined;
  readonly isActive?: boolean | undefined;
  readonly children: ReactNode;
}

const KEYS: readonly (readonly [ScrollMove, readonly string[]])[] = [
  ['up', ['up', 'k']],
  ['down', ['down', 'j']],
  ['page-up', ['pageup']],
  ['page-down', ['pagedown', 'space']],
  ['start', ['home', 'g']],
  ['end', ['end', 'G']],
];

/** Content of any height in a given number of rows; read aloud, it is simply all there. */
export function ScrollView({
  rows,
  level = 'screen',
  isActive = true,
  children,
}: ScrollViewProps): ReactNode {
  const body = useBodySize();
  const { isReadAloud, symbols } = useTheme();
  const inner = useRef<DOMElement>(null);
  const { height: content } = useBoxMetrics(inner);
  const [wanted, setWanted] = useState(0);

  const available = rows ?? body.rows;
  const isScrolling = content > available && !isReadAloud;
  // The last row tells how much there is above and below.
  const shown = isScrolling ? available - 1 : available;
  const offset = clampOffset({ offset: wanted, content, rows: shown });
  const below = content - offset - shown;

  useKeys(
    {
      level,
      bindings: KEYS.map(([move, keys]) => ({
        keys,
        isEnabled: isScrolling,
        ...(move === 'down' ? { hint: 'scroll', label: symbols.upDown } : {}),
        run: () => setWanted(scroll({ offset, content, rows: shown }, move)),
      })),
    },
    isActive,
  );

  return (
    <Box flexDirection="column" flexShrink={0}>
      <Box
        flexDirection="column"
        overflowY="hidden"
        {...(isReadAloud ? {} : { maxHeight: shown })}
        contentOffsetY={offset}
      >
        <Box ref={inner} flexDirection="column" flexShrink={0}>
          {children}
        </Box>
      </Box>
      {isScrolling ? (
        <Toned tone="muted">
          {offset > 0 ? `${symbols.up} ${formatCount(offset)} above` : ''}
          {offset > 0 && below > 0 ? '   ' : ''}
          {below > 0 ? `${symbols.down} ${formatCount(below)} below` : ''}
        </Toned>
      ) : null}
    </Box>
  );
}
