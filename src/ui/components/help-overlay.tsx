import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useKeys } from '../hooks/use-keys.ts';
import type { KeyHint } from '../input/key-registry.ts';
import { widthOf } from '../text/width.ts';
import { hintWords } from './key-hints-layout.ts';
import { ScrollView } from './scroll-view.tsx';
import { Toned } from './toned.tsx';

export interface HelpOverlayProps {
  readonly paragraphs: readonly string[];
  /** The keys of the screen below, as they were when help was opened. */
  readonly hints: readonly KeyHint[];
  readonly onClose: () => void;
}

/** What this screen is about and every key that works on it. */
export function HelpOverlay({ paragraphs, hints, onClose }: HelpOverlayProps): ReactNode {
  useKeys({
    level: 'overlay',
    isExclusive: true,
    bindings: [{ keys: ['escape', '?', 'enter', 'q'], hint: 'close help', run: onClose }],
  });
  const words = hintWords(hints);
  const keyColumns = Math.max(0, ...words.map(({ key }) => widthOf(key)));
  return (
    <ScrollView level="overlay">
      {paragraphs.map((paragraph) => (
        <Box key={paragraph} marginBottom={1}>
          <Toned>{paragraph}</Toned>
        </Box>
      ))}
      {words.map(({ key, text }) => (
        <Box key={`${key} ${text}`} columnGap={2}>
          <Box width={keyColumns} flexShrink={0}>
            <Toned isBold>{key}</Toned>
          </Box>
          <Toned>{text}</Toned>
        </Box>
      ))}
    </ScrollView>
  );
}
