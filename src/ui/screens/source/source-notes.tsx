import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Warning } from '../../../core/delivery/events.ts';
import { Message } from '../../components/message.tsx';

/** Rows of the first note, which is cut where it gets longer; the preview tells all of them in full. */
const ROWS = 3;

/** Rows that {@link SourceNotes} takes. */
export function sourceNoteRows(notes: readonly Warning[]): number {
  return notes.length === 0 ? 0 : ROWS;
}

/** What is known to be wrong with a file's values: the first of it, and how much more there is. */
export function SourceNotes({ notes }: { readonly notes: readonly Warning[] }): ReactNode {
  const [first, ...others] = notes;
  if (first === undefined) return null;
  // In front, because the end of a long sentence may be cut.
  const more = others.length === 0 ? '' : `(1 of ${notes.length}) `;
  return (
    <Box maxHeight={ROWS} overflow="hidden" flexShrink={0}>
      <Message kind="warning" text={more + first.message} />
    </Box>
  );
}
