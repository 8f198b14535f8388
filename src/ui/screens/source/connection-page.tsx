import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { formatAmount } from '../../../core/wording.ts';
import { toServerSource, typedSecret } from '../../../wizard/journeys/source/server-answers.ts';
import type { ServerView } from '../../../wizard/server-service.ts';
import { Choice } from '../../components/choice.tsx';
import { Message } from '../../components/message.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useServices } from '../../navigation/services-context.ts';
import { visible } from '../../text/visible.ts';
import { Loaded } from '../common/loaded.tsx';
import { CertificateField } from './server-field-pages.tsx';
import type { ServerPageProps } from './server-page-props.ts';

/** A message, which may need three rows, and an empty one. */
const MESSAGE_ROWS = 4;
/** From here on there is a row to spare. */
const ROOMY_ROWS = 14;

const OTHER_CATALOG = {
  id: 'catalog',
  label: 'Choose the catalog again',
  description: 'Tests the connection without one first.',
} as const;

const CERTIFICATE = {
  id: 'certificate',
  label: 'Name your authority’s certificate',
  description: 'For a server of your company’s own authority.',
} as const;

/** Whether the server lets its user in, before anything is built on it. */
export function ConnectionPage(props: ServerPageProps): ReactNode {
  const { asked, note, answer, back } = props;
  const { servers } = useServices();
  const [isNaming, setNaming] = useState(false);
  const source = toServerSource(asked);
  const host = new URL(source.url).host;

  if (isNaming) return <CertificateField {...props} onSubmit={() => setNaming(false)} />;
  if (asked.view !== undefined) {
    return (
      <Connected
        text={`${visible(host)} lets ${visible(source.user)} in.`}
        view={asked.view}
        onContinue={() => answer({})}
        onAgain={() => note({ view: undefined })}
      />
    );
  }
  return (
    <Loaded
      key={JSON.stringify(source)}
      label={`Connecting to ${visible(host)}`}
      work={({ signal }) => servers.lookAround(source, typedSecret(asked), { signal })}
      onDone={(view) => note({ view })}
      onBack={back}
      retryDescription="Tests the connection once more."
      backLabel="Go back and change it"
      items={({ kind, message }) => [
        ...(kind === 'configuration' && source.catalog !== undefined ? [OTHER_CATALOG] : []),
        ...(source.url.startsWith('https:') && message.includes('certificate') ? [CERTIFICATE] : []),
      ]}
      onChoose={(id) => {
        if (id === CERTIFICATE.id) setNaming(true);
        else note({ catalog: '', schema: '' });
      }}
    >
      {() => null}
    </Loaded>
  );
}

interface ConnectedProps {
  readonly text: string;
  readonly view: ServerView;
  readonly onContinue: () => void;
  readonly onAgain: () => void;
}

function Connected({ text, view: { catalogs }, onContinue, onAgain }: ConnectedProps): ReactNode {
  const { rows } = useBodySize();
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={rows < ROOMY_ROWS ? 0 : 1}>
      <Message
        kind="success"
        text={text}
        hint={
          catalogs === undefined
            ? 'It doesn’t list its catalogs to this user: you type them.'
            : `It shows ${formatAmount(catalogs.length, 'catalog')}.`
        }
      />
      <Choice
        label="What now?"
        items={[
          { id: 'continue', label: 'Continue', description: 'Next: where the tables are.' },
          { id: 'again', label: 'Test again' },
        ]}
        rows={rows - MESSAGE_ROWS}
        onChoose={(id) => (id === 'continue' ? onContinue() : onAgain())}
      />
    </Box>
  );
}
