import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Choice } from '../../components/choice.tsx';
import { Message } from '../../components/message.tsx';
import { useKeys } from '../../hooks/use-keys.ts';

export interface DonePageProps {
  readonly text: string;
  /** What follows from it. */
  readonly hint?: string | undefined;
  /** To the list, asked for anew. */
  readonly onList: () => void;
}

/** What was done with an audience, until it was read. */
export function DonePage({ text, hint, onList }: DonePageProps): ReactNode {
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back to the list', run: onList }] });
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Message kind="success" text={text} hint={hint} />
      <Choice
        label="What now?"
        items={[{ id: 'list', label: 'Back to the list' }]}
        rows={4}
        onChoose={onList}
      />
    </Box>
  );
}
