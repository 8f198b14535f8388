import type { CredentialAnswers } from '../../../wizard/journeys/credential/answers.ts';
import type { CredentialStep } from '../../../wizard/journeys/credential/credential-form.ts';
import type { PageProps } from '../common/use-form.ts';

export interface CredentialPageProps extends PageProps<CredentialStep, CredentialAnswers> {
  readonly save: () => void;
}
