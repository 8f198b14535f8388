import { Box, type DOMElement, useBoxMetrics } from 'ink';
import { type ReactNode, useRef, useState } from 'react';
import type { KnownError } from '../../../core/errors.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Message } from '../../components/message.tsx';
import { ScrollView } from '../../components/scroll-view.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { useTheme } from '../../theme.ts';
import { CopyableRequestId, requestIdRows } from './request-id.tsx';

/** An expected error where it happened: what, and what to do next. */
export function ErrorMessage({ error }: { readonly error: KnownError }): ReactNode {
  const { message, hint, requestId } = error;
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Message kind="error" text={message} hint={hint} />
      {requestId === undefined ? null : <CopyableRequestId id={requestId} />}
    </Box>
  );
}

/** An error that is all there is to show; Esc and Enter go back. */
export function ErrorPage({
  error,
  onBack,
}: {
  readonly error: KnownError;
  readonly onBack: () => void;
}): ReactNode {
  useKeys({ level: 'screen', bindings: [{ keys: ['escape', 'enter'], hint: 'back', run: onBack }] });
  return <ErrorMessage error={error} />;
}

export interface FailureProps<Id extends string> {
  readonly error: KnownError;
  readonly question?: string | undefined;
  /** The ways on, the best first. */
  readonly items: readonly ChoiceItem<Id>[];
  readonly onChoose: (id: Id) => void;
}

/** The question, and what is told about a way on. */
const ROWS_AROUND_WAYS = 3;
/** More ways than these are moved through. */
const MOST_WAYS = 4;
/** From here on there are rows to spare. */
const ROOMY_ROWS = 14;

/**
 * An error, and the ways on from it. In a small window the end of a long message gives way to them, never its
 * beginning or the request id; Tab shows all of it.
 */
export function Failure<Id extends string>(props: FailureProps<Id>): ReactNode {
  const { error, question = 'What now?', items, onChoose } = props;
  const { rows, columns } = useBodySize();
  const { isReadAloud } = useTheme();
  const [isReading, setReading] = useState(false);
  const message = useRef<DOMElement>(null);
  const { height } = useBoxMetrics(message);
  const { requestId } = error;
  const gap = rows < ROOMY_ROWS ? 0 : 1;
  const idRows = requestIdRows(requestId, columns);
  const wayRows = Math.min(items.length, MOST_WAYS) + ROWS_AROUND_WAYS;
  const room = Math.max(2, rows - wayRows - idRows - gap);
  const isCut = height > room && !isReadAloud;
  useKeys(
    { level: 'screen', bindings: [{ keys: ['tab'], hint: 'all of it', run: () => setReading(true) }] },
    isCut && !isReading,
  );

  if (isReading) return <WholeError error={error} onClose={() => setReading(false)} />;
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Box
        flexDirection="column"
        flexShrink={0}
        overflowY="hidden"
        {...(isReadAloud ? {} : { maxHeight: room })}
      >
        <Box ref={message} flexDirection="column" flexShrink={0}>
          <Message kind="error" text={error.message} hint={error.hint} />
        </Box>
      </Box>
      {requestId === undefined ? null : <CopyableRequestId id={requestId} />}
      <Box marginTop={gap} flexDirection="column" flexShrink={0}>
        <Choice
          label={question}
          items={items}
          rows={Math.max(wayRows, rows - Math.min(height, room) - idRows - gap)}
          onChoose={onChoose}
        />
      </Box>
    </Box>
  );
}

interface WholeErrorProps {
  readonly error: KnownError;
  readonly onClose: () => void;
}

function WholeError({ error, onClose }: WholeErrorProps): ReactNode {
  useKeys({
    level: 'field',
    bindings: [{ keys: ['escape', 'tab', 'enter'], hint: 'back', run: onClose }],
  });
  return (
    <ScrollView>
      <ErrorMessage error={error} />
    </ScrollView>
  );
}
