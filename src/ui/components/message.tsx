import { Box } from 'ink';
import type { ReactNode } from 'react';
import { visibleLines } from '../text/visible.ts';
import { type Symbols, type Tone, useTheme } from '../theme.ts';
import { Toned } from './toned.tsx';

export type MessageKind = 'info' | 'success' | 'warning' | 'error';

interface Look {
  readonly tone: Tone;
  readonly symbol: keyof Pick<Symbols, 'info' | 'success' | 'warning' | 'danger'>;
  readonly word: string;
}

const LOOKS: Readonly<Record<MessageKind, Look>> = {
  info: { tone: 'accent', symbol: 'info', word: 'Note' },
  success: { tone: 'success', symbol: 'success', word: 'Done' },
  warning: { tone: 'warning', symbol: 'warning', word: 'Warning' },
  error: { tone: 'danger', symbol: 'danger', word: 'Error' },
};

export interface MessageProps {
  readonly kind: MessageKind;
  /** One sentence; more lines only where a place in a text is shown. */
  readonly text: string;
  /** What to do next, as one sentence. */
  readonly hint?: string | undefined;
}

/** A sentence with its sign and word, and the next step below it. */
export function Message({ kind, text, hint }: MessageProps): ReactNode {
  const { symbols } = useTheme();
  const { tone, symbol, word } = LOOKS[kind];
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Toned>
        <Toned tone={tone} isBold>
          {symbols[symbol]} {word}:
        </Toned>{' '}
        {visibleLines(text)}
      </Toned>
      {hint === undefined ? null : (
        <Box paddingLeft={2}>
          <Toned>{visibleLines(hint)}</Toned>
        </Box>
      )}
    </Box>
  );
}
