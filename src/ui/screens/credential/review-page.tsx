import { Box } from 'ink';
import type { ReactNode } from 'react';
import { reviewRows } from '../../../wizard/journeys/common/form.ts';
import { CREDENTIAL_FORM } from '../../../wizard/journeys/credential/credential-form.ts';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { AnswersReview } from '../common/answers-review.tsx';
import type { CredentialPageProps } from './page-props.ts';
import { useSecretPlace } from './use-secret-place.ts';

/** Rows below which only the answers are shown. */
const ROOMY = 14;

/** Every answer once more, before the credential is kept. */
export function ReviewPage({ answers, edit, save, startOver }: CredentialPageProps): ReactNode {
  const place = useSecretPlace();
  const { rows } = useBodySize();
  const isRoomy = rows >= ROOMY;
  return (
    <Box flexDirection="column" flexShrink={0}>
      <AnswersReview
        label={`Credential ${answers.name}`}
        saveLabel={answers.isAuthorizeOnly ? 'Save the new access' : 'Save this credential'}
        answers={reviewRows(CREDENTIAL_FORM, answers)}
        rows={isRoomy ? rows - 1 : rows}
        onSave={save}
        onStartOver={startOver}
        onEdit={edit}
      />
      {isRoomy ? <Toned tone="muted">{place}</Toned> : null}
    </Box>
  );
}
