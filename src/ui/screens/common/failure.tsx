import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { KnownError } from '../../../core/errors.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Message } from '../../components/message.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';

/** An expected error where it happened: what, and what to do next. */
export function ErrorMessage({ error }: { readonly error: KnownError }): ReactNode {
  const requestId = error.requestId === undefined ? '' : ` (request ${error.requestId})`;
  return <Message kind="error" text={`${error.message}${requestId}`} hint={error.hint} />;
}

export interface FailureProps<Id extends string> {
  readonly error: KnownError;
  readonly question?: string | undefined;
  /** The ways on, the best first. */
  readonly items: readonly ChoiceItem<Id>[];
  readonly onChoose: (id: Id) => void;
}

/** Rows that the message may take before the list gets narrow. */
const MESSAGE_ROWS = 5;

/** An error, and the ways on from it. */
export function Failure<Id extends string>(props: FailureProps<Id>): ReactNode {
  const { error, question = 'What now?', items, onChoose } = props;
  const { rows } = useBodySize();
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1}>
      <ErrorMessage error={error} />
      <Choice label={question} items={items} rows={rows - MESSAGE_ROWS} onChoose={onChoose} />
    </Box>
  );
}
