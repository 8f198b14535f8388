import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Warning } from '../../../core/delivery/events.ts';
import type { Environment } from '../../../core/profiles/schema.ts';
import { formatAmount } from '../../../core/wording.ts';
import type { Consent, TypedName } from '../../../wizard/journeys/delivery/consent.ts';
import { Confirm } from '../../components/confirm.tsx';
import { Message } from '../../components/message.tsx';
import { Toned } from '../../components/toned.tsx';
import { TypedConfirm } from '../../components/typed-confirm.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { useTheme } from '../../theme.ts';

export interface ConsentPageProps {
  readonly consent: Consent | TypedName;
  readonly environment: Environment;
  readonly warnings: readonly Warning[];
  /** What typing the name leads to, for the key hints; default: sending. */
  readonly typedHint?: string | undefined;
  /** What Esc leads to, for the key hints; default: not sending. */
  readonly backHint?: string | undefined;
  readonly onAgree: () => void;
  readonly onBack: () => void;
}

/** The last question before anything leaves. Enter alone never answers it with yes. */
export function ConsentPage(props: ConsentPageProps): ReactNode {
  const {
    consent,
    environment,
    warnings,
    typedHint = 'send',
    backHint = 'don’t send',
    onAgree,
    onBack,
  } = props;
  const { symbols } = useTheme();
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: backHint, run: onBack }] });
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1}>
      {environment === 'production' ? (
        <Toned tone="danger" isBold>
          {symbols.warning} PRODUCTION: real people in a real ad account. {symbols.warning}
        </Toned>
      ) : null}
      {warnings.length === 0 ? null : (
        <Toned tone="warning">
          {symbols.warning} The preview has {formatAmount(warnings.length, 'warning')}.
        </Toned>
      )}
      <Question consent={consent} typedHint={typedHint} onAgree={onAgree} onBack={onBack} />
    </Box>
  );
}

interface QuestionProps extends Pick<ConsentPageProps, 'consent' | 'onAgree' | 'onBack'> {
  readonly typedHint: string;
}

function Question({ consent, typedHint, onAgree, onBack }: QuestionProps): ReactNode {
  switch (consent.kind) {
    case 'impossible':
      return <Message kind="error" text={consent.reason} hint="Esc goes back to the review." />;
    case 'confirm':
      return (
        <Confirm
          question={consent.question}
          yes="Send"
          no="Don’t send"
          initial="no"
          onAnswer={(isYes) => (isYes ? onAgree() : onBack())}
        />
      );
    case 'type-name':
      return (
        <TypedConfirm
          question={consent.question}
          name={consent.name}
          confirmHint={typedHint}
          onConfirm={onAgree}
        />
      );
  }
}
