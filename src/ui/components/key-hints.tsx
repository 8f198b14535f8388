import { Box, useApp } from 'ink';
import { Fragment, type ReactNode, useLayoutEffect } from 'react';
import { useKeyHintList } from '../hooks/use-keys.ts';
import { useNotice } from '../hooks/use-leave.ts';
import { GAP, type HintWord, hintWords, layoutHints } from './key-hints-layout.ts';
import { Toned } from './toned.tsx';

export interface KeyHintsProps {
  readonly columns: number;
  /** Rows reserved, whether they are needed or not, so that nothing jumps. */
  readonly rows: number;
}

/** What the keys do at this moment, or the notice about the last key. */
export function KeyHints({ columns, rows }: KeyHintsProps): ReactNode {
  const hints = useKeyHintList();
  const words = hintWords(hints);
  const notice = useNotice();
  const { waitUntilRenderFlush } = useApp();
  // A screen's keys are known when it stands; its hints are drawn at once, not with the next frame of a clock.
  useLayoutEffect(() => {
    if (hints.length > 0) void waitUntilRenderFlush();
  }, [hints, waitUntilRenderFlush]);
  return (
    <Box flexDirection="column" height={rows} flexShrink={0}>
      {notice === undefined ? (
        layoutHints(words, columns, rows).map((row) => <HintRow key={row[0]?.key ?? ''} row={row} />)
      ) : (
        <Toned tone="warning">{notice}</Toned>
      )}
    </Box>
  );
}

function HintRow({ row }: { readonly row: readonly HintWord[] }): ReactNode {
  return (
    <Toned wrap="truncate-end">
      {row.map(({ key, text }, index) => (
        <Fragment key={`${key} ${text}`}>
          {index === 0 ? '' : ' '.repeat(GAP)}
          <Toned isBold>{key}</Toned> <Toned tone="muted">{text}</Toned>
        </Fragment>
      ))}
    </Toned>
  );
}
