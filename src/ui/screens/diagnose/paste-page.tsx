import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Fault } from '../../../core/remedies/faults.ts';
import { formatAmount } from '../../../core/wording.ts';
import {
  NOTHING_PASTED,
  type PastedAnswer,
  reducePaste,
  SUCCEEDED,
  UNREADABLE,
} from '../../../wizard/journeys/diagnose/answer-words.ts';
import { Message } from '../../components/message.tsx';
import { Toned } from '../../components/toned.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { useLiveReducer } from '../../hooks/use-live-reducer.ts';
import { visible } from '../../text/visible.ts';

export interface PastePageProps {
  readonly onFault: (fault: Fault) => void;
  readonly onBack: () => void;
}

/**
 * Takes an answer of TikTok's that somebody copied, in one piece or in many. The text is never drawn: what was
 * sent to TikTok may be in it.
 */
export function PastePage({ onFault, onBack }: PastePageProps): ReactNode {
  const [pasted, dispatch, read] = useLiveReducer(reducePaste, () => NOTHING_PASTED);

  /** A paste is complete by itself; typed text is, when the person says so. */
  function explain({ diagnosis }: PastedAnswer): void {
    if (diagnosis.type === 'fault') onFault(diagnosis.fault);
  }

  const isEmpty = pasted.text === '';
  useKeys({
    level: 'field',
    bindings: [
      { keys: ['ctrl+s'], hint: 'explain', isEnabled: !isEmpty, run: () => explain(read()) },
      { keys: ['enter'], isEnabled: !isEmpty, run: () => void dispatch({ type: 'add', text: '\n' }) },
      { keys: ['backspace'], isEnabled: !isEmpty, run: () => void dispatch({ type: 'delete' }) },
      {
        keys: ['ctrl+u'],
        hint: 'clear',
        isEnabled: !isEmpty,
        run: () => void dispatch({ type: 'clear' }),
      },
      { keys: ['escape'], hint: 'back', run: onBack },
    ],
    onText: (text) => void dispatch({ type: 'add', text }),
    onPaste: (text) => explain(dispatch({ type: 'add', text })),
    onInterrupt: () => {
      if (read().text === '') return undefined;
      dispatch({ type: 'clear' });
      return 'What was pasted is cleared.';
    },
  });

  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1}>
      <Toned isBold>Paste TikTok’s answer</Toned>
      <Box flexDirection="column" flexShrink={0}>
        <Toned>The error body, a line of a log, or a gateway’s page.</Toned>
        <Toned>It stays on this machine and isn’t shown.</Toned>
      </Box>
      <Finding pasted={pasted} />
    </Box>
  );
}

function Finding({ pasted: { text, diagnosis } }: { readonly pasted: PastedAnswer }): ReactNode {
  if (text === '') return <Toned tone="muted">Nothing is pasted yet.</Toned>;
  const size = `${formatAmount(text.split('\n').length, 'line')}, ${formatAmount(text.length, 'character')}`;
  switch (diagnosis.type) {
    case 'fault':
      return <Message kind="info" text={`${size}: ${visible(diagnosis.fault.explanation)}`} />;
    case 'success':
      return <Message kind="success" text={SUCCEEDED} />;
    case 'unreadable':
      return <Message kind="warning" text={`${size}. ${UNREADABLE}`} hint={diagnosis.hint} />;
  }
}
