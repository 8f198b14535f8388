import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Fault } from '../../../core/remedies/faults.ts';
import { remedyOf } from '../../../core/remedies/remedies.ts';
import type { Said } from '../../../wizard/journeys/remedies/repair-state.ts';
import { ScrollView } from '../../components/scroll-view.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { visible } from '../../text/visible.ts';
import { type Tone, useTheme } from '../../theme.ts';
import { RequestId, requestIdRows } from '../common/request-id.tsx';

/** TikTok's codes have five digits; three are the HTTP status of an answer that wasn't TikTok's. */
export function answerOf({ code, message, explanation }: Fault): string {
  const words = visible(message);
  if (code === undefined) return words === visible(explanation) ? '' : words;
  if (code < 1000) return `The answer was HTTP ${code}${words === '' ? '' : `: ${words}`}`;
  return `TikTok: ${words === '' ? 'no message' : `“${words}”`} (code ${code})`;
}

export interface FaultSummaryProps {
  readonly fault: Fault;
  /** What failed, in a few words. */
  readonly headline: string;
  readonly verified: readonly string[];
  readonly said: Said | undefined;
  /** Rows it may take; what doesn't fit is on the page of details. */
  readonly rows: number;
  /** Where there is room for one sentence it is what the failure means; the details say what failed. */
  readonly isShort: boolean;
}

const SAID_TONES: Readonly<Record<Said['kind'], Tone>> = {
  success: 'success',
  info: 'accent',
  error: 'danger',
};

/** What failed and what TikTok said about it, above the list of what can be done. */
export function FaultSummary(props: FaultSummaryProps): ReactNode {
  const { fault, headline, verified, said, rows, isShort } = props;
  const { symbols, isReadAloud } = useTheme();
  const answer = answerOf(fault);
  const { requestId } = fault;
  const { columns } = useBodySize();
  // The id keeps its place at the end, whatever of the words above has to give way.
  const wordRows = Math.max(1, rows - requestIdRows(requestId, columns));
  return (
    <Box flexDirection="column" flexShrink={0} {...(isReadAloud ? {} : { height: rows })}>
      <Box
        flexDirection="column"
        flexShrink={0}
        overflowY="hidden"
        {...(isReadAloud ? {} : { maxHeight: wordRows })}
      >
        <Box flexShrink={0}>
          <Toned>
            <Toned tone="danger" isBold>
              {symbols.danger} {isShort ? '' : `${headline} `}
            </Toned>
            {visible(fault.explanation)}
          </Toned>
        </Box>
        {said === undefined ? null : (
          <Box flexShrink={0}>
            <Toned tone={SAID_TONES[said.kind]}>{visible(said.text)}</Toned>
          </Box>
        )}
        {answer === '' ? null : (
          <Box flexShrink={0}>
            <Toned>{answer}</Toned>
          </Box>
        )}
        {verified.map((sentence) => (
          <Box key={sentence} flexShrink={0}>
            <Toned tone="muted">
              {symbols.success} {visible(sentence)}
            </Toned>
          </Box>
        ))}
      </Box>
      {requestId === undefined ? null : <RequestId id={requestId} />}
    </Box>
  );
}

export interface FaultDetailsProps extends Pick<FaultSummaryProps, 'fault' | 'headline' | 'verified'> {
  readonly onBack: () => void;
}

/** Everything there is to know about a failure, on a page of its own. */
export function FaultDetails({ fault, headline, verified, onBack }: FaultDetailsProps): ReactNode {
  const { symbols } = useTheme();
  useKeys({ level: 'screen', bindings: [{ keys: ['escape', 'tab', 'enter'], hint: 'back', run: onBack }] });
  const { causes, involves, nextStep } = remedyOf(fault.kind);
  return (
    <ScrollView>
      <Toned tone="danger" isBold>
        {symbols.danger} {headline}
      </Toned>
      <Toned>{visible(fault.explanation)}</Toned>
      {fault.requestId === undefined ? null : <RequestId id={fault.requestId} />}
      <Toned tone="muted">{fault.kind}</Toned>
      {answerOf(fault)
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => (
          <Toned key={line}>{line}</Toned>
        ))}
      <Sentences title="What can be the reason" sentences={causes} />
      <Sentences title="What it has to do with" sentences={involves} />
      <Sentences title="What is fine" sentences={verified} />
      <Sentences title="What to do" sentences={[nextStep]} />
    </ScrollView>
  );
}

function Sentences(props: { readonly title: string; readonly sentences: readonly string[] }): ReactNode {
  const { symbols } = useTheme();
  if (props.sentences.length === 0) return null;
  return (
    <Box marginTop={1} flexDirection="column" flexShrink={0}>
      <Toned isBold>{props.title}</Toned>
      {props.sentences.map((sentence) => (
        <Toned key={sentence}>{`${symbols.info} ${visible(sentence)}`}</Toned>
      ))}
    </Box>
  );
}
