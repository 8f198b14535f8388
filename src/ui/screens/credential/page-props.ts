import type { CredentialAnswers } from '../../../wizard/journeys/credential/answers.ts';
import type { CredentialStep } from '../../../wizard/journeys/credential/credential-form.ts';
import type { PageProps } from '../common/use-form.ts';

export type CredentialPageProps = PageProps<CredentialStep, CredentialAnswers>;
