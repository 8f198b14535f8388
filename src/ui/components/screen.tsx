import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import type { Environment } from '../../core/profiles/schema.ts';
import { BodySizeContext } from '../hooks/use-body-size.ts';
import { useDimensions } from '../hooks/use-dimensions.ts';
import { useKeyHintList, useKeys } from '../hooks/use-keys.ts';
import type { KeyHint } from '../input/key-registry.ts';
import { Banner } from './banner.tsx';
import { HelpOverlay } from './help-overlay.tsx';
import { KeyHints } from './key-hints.tsx';
import { StepLine, type StepLineProps } from './step-line.tsx';

export interface ScreenProps {
  readonly environment?: Environment | undefined;
  readonly subject?: string | undefined;
  readonly step?: StepLineProps | undefined;
  /** What `?` tells about this screen, a paragraph each. */
  readonly help?: readonly string[] | undefined;
  readonly children?: ReactNode;
}

/**
 * The frame of every screen: banner, step, body, key hints. Its height depends on the window only, so that
 * nothing jumps from page to page, and is one row less than the window's.
 */
export function Screen({ environment, subject, step, help, children }: ScreenProps): ReactNode {
  const { columns, rows, isNarrow, isReadAloud } = useDimensions();
  const hints = useKeyHintList();
  const [helpHints, setHelpHints] = useState<readonly KeyHint[] | undefined>(undefined);
  useKeys({
    level: 'screen',
    bindings: [{ keys: ['?'], hint: 'help', isEnabled: help !== undefined, run: () => setHelpHints(hints) }],
  });

  const inner = columns - 2;
  const hintRows = inner >= 100 ? 1 : 2;
  const gap = rows >= 18 ? 1 : 0;
  const bodyRows = rows - 1 - (step === undefined ? 0 : 1) - gap - hintRows - gap;
  const body = (
    <BodySizeContext value={{ columns: inner, rows: bodyRows }}>
      <Box flexDirection="column" flexShrink={0} display={helpHints === undefined ? 'flex' : 'none'}>
        {children}
      </Box>
      {helpHints === undefined ? null : (
        <HelpOverlay paragraphs={help ?? []} hints={helpHints} onClose={() => setHelpHints(undefined)} />
      )}
    </BodySizeContext>
  );

  if (isReadAloud) {
    return (
      <Box flexDirection="column">
        <Banner environment={environment} subject={subject} />
        {step === undefined ? null : <StepLine {...step} />}
        {body}
        <KeyHints columns={inner} rows={hintRows} />
      </Box>
    );
  }
  return (
    <Box flexDirection="column" height={rows} width={columns} paddingX={1} overflow="hidden">
      <Banner environment={environment} subject={isNarrow ? undefined : subject} />
      {step === undefined ? null : (
        <Box flexShrink={0}>
          <StepLine {...step} />
        </Box>
      )}
      <Box height={bodyRows} marginY={gap} flexShrink={0} flexDirection="column" overflowY="hidden">
        {body}
      </Box>
      <KeyHints columns={inner} rows={hintRows} />
    </Box>
  );
}
