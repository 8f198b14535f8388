import { type ReactNode, useRef, useState } from 'react';
import type { TokenView } from '../../../wizard/credential-service.ts';
import { draftOf, withChange } from '../../../wizard/journeys/credential/answers.ts';
import { TextField } from '../../components/text-field.tsx';
import { useServices } from '../../navigation/services-context.ts';
import { problemOf } from '../common/problem-text.ts';
import { waitInWords } from '../common/task-state.ts';
import { AccessView } from './access-view.tsx';
import type { CredentialPageProps } from './page-props.ts';

/** An access token from elsewhere: TikTok is asked about it before it is kept. */
export function TokenPage(props: CredentialPageProps): ReactNode {
  const { answers, note } = props;
  const { credentials } = useServices();
  const found = useRef<TokenView>(undefined);
  const [wait, setWait] = useState<string | undefined>(undefined);

  async function validate(accessToken: string): Promise<string | undefined> {
    if (accessToken === '') return 'Paste the token; it is checked before it is kept.';
    const problem = await problemOf(async () => {
      found.current = await credentials.inspectToken(draftOf(answers), accessToken, (notice) =>
        setWait(waitInWords(notice.reason, notice.seconds)),
      );
    });
    setWait(undefined);
    return problem;
  }

  if (answers.view !== undefined) return <AccessView {...props} view={answers.view} />;
  return (
    <TextField
      label="Access token"
      note={wait ?? 'Masked here, checked with TikTok, never in a file as text.'}
      isMasked
      submitHint="check"
      initialValue={answers.accessToken}
      validate={validate}
      onChange={(accessToken) => note(withChange(answers, { accessToken }))}
      onSubmit={(accessToken) => note({ accessToken, view: found.current })}
    />
  );
}
