import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { KnownError } from '../../../core/errors.ts';
import type { Authorization } from '../../../wizard/credential-service.ts';
import { filled } from '../../../wizard/journeys/common/check-field.ts';
import { checkRedirectUri } from '../../../wizard/journeys/credential/credential-form.ts';
import { Message } from '../../components/message.tsx';
import { Spinner } from '../../components/spinner.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { pastedToken } from '../../text/paste.ts';
import { widthOf } from '../../text/width.ts';
import { problemText } from '../common/problem-text.ts';

export interface LinkViewProps {
  readonly authorization: Authorization;
  /** Resolves to what is wrong with the pasted text. */
  readonly onPaste: (text: string) => Promise<string | undefined>;
  /** A redirect URL in place of tada's own; a new link follows. */
  readonly onRedirectUri: (redirectUri: string) => void;
}

type Mode = 'link' | 'paste' | 'redirect';

/** Rows below which the explanations make room for the link. */
const ROOMY = 14;

/** The link, and every way for what comes of it to get back here. */
export function LinkView({ authorization, onPaste, onRedirectUri }: LinkViewProps): ReactNode {
  const services = useServices();
  const { columns, rows } = useBodySize();
  const [mode, setMode] = useState<Mode>('link');
  const [said, setSaid] = useState<string | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const { url, callbackProblem } = authorization;

  async function openLink(): Promise<void> {
    try {
      const { opened, reason } = await services.openPage(url);
      const why = reason === undefined ? '' : ` ${reason}`;
      setSaid(opened ? 'The browser opens the link.' : `The browser was not opened.${why} Copy the link.`);
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      setSaid(problemText(error));
    }
  }

  function copyLink(): void {
    services.copy(url);
    setSaid('Copied, if your terminal allows it. If not, select the link.');
  }

  async function take(text: string): Promise<void> {
    setSaid('Checking what you pasted.');
    setProblem(await onPaste(pastedToken(text)));
    setSaid(undefined);
  }

  useKeys(
    {
      level: 'field',
      bindings: [
        { keys: ['o', 'enter'], hint: 'open in browser', run: () => void openLink() },
        { keys: ['c'], hint: 'copy link', run: copyLink },
        { keys: ['p'], hint: 'paste what came back', run: () => setMode('paste') },
        { keys: ['r'], hint: 'redirect URL', run: () => setMode('redirect') },
      ],
      // A terminal that doesn't mark pastes hands them over as one long text.
      onText: (text) => void take(text),
      isForPastes: true,
      onPaste: (text) => void take(text),
    },
    mode === 'link',
  );
  useKeys(
    {
      level: 'field',
      bindings: [{ keys: ['escape'], hint: 'back to the link', run: () => setMode('link') }],
    },
    mode !== 'link',
  );

  if (mode === 'redirect') {
    return (
      <TextField
        label="Redirect URL of the app"
        history="redirect-url"
        note="Letter by letter as on the developer portal."
        isToken
        initialValue={authorization.redirectUri}
        validate={(text) => (filled(text) === undefined ? undefined : checkRedirectUri(text))}
        onSubmit={(redirectUri) => {
          setMode('link');
          onRedirectUri(redirectUri === authorization.redirectUri ? '' : redirectUri);
        }}
      />
    );
  }
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={rows < ROOMY ? 0 : 1}>
      {rows < ROOMY ? null : <Toned>Open this link, sign in to TikTok, and allow access:</Toned>}
      <Toned tone="accent" wrap="hard">
        {url}
      </Toned>
      {widthOf(url) <= columns ? null : (
        <Toned tone="muted">It is wider than this window: copy it with c to get it whole.</Toned>
      )}
      {mode === 'paste' ? (
        <TextField
          label="The address it ended at, or the code"
          isToken
          validate={onPaste}
          onSubmit={() => setMode('link')}
        />
      ) : (
        <Waiting callbackProblem={callbackProblem} isRoomy={rows >= ROOMY} />
      )}
      {said === undefined ? null : <Toned tone="muted">{said}</Toned>}
      {problem === undefined ? null : <Message kind="error" text={problem} />}
    </Box>
  );
}

interface WaitingProps {
  readonly callbackProblem: string | undefined;
  readonly isRoomy: boolean;
}

function Waiting({ callbackProblem, isRoomy }: WaitingProps): ReactNode {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {callbackProblem === undefined ? (
        <Spinner label="Waiting for the browser" />
      ) : (
        <Message
          kind="warning"
          text={`The browser can’t come back here by itself. ${callbackProblem}`}
          hint="Paste the address it ends at, with p."
        />
      )}
      {isRoomy ? (
        <Toned tone="muted">
          Someone else can do it: send them the link, and paste here what their browser’s address line shows
          at the end, even if the page is an error.
        </Toned>
      ) : null}
    </Box>
  );
}
