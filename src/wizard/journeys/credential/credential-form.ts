import { credentialSchema, type Environment } from '../../../core/profiles/schema.ts';
import { filled, problemOf } from '../common/check-field.ts';
import { defineForm } from '../common/form.ts';
import { DESCRIPTION_STEP, NAME_STEP } from '../common/steps.ts';
import { type CredentialAnswers, keepsToken, methodOf } from './answers.ts';

export type CredentialStep =
  | 'name'
  | 'environment'
  | 'method'
  | 'appId'
  | 'secret'
  | 'browser'
  | 'token'
  | 'description'
  | 'redirectUri'
  | 'review';

const ENVIRONMENT_NAMES: Readonly<Record<Environment, string>> = {
  production: 'Production',
  sandbox: 'Sandbox',
  simulator: 'Simulator',
};

export function environmentName(environment: Environment): string {
  return ENVIRONMENT_NAMES[environment];
}

/** What is wrong with the app id; without a browser it may be left out. */
export function checkAppId(answers: CredentialAnswers): string | undefined {
  const appId = filled(answers.appId);
  if (appId !== undefined) return problemOf(credentialSchema.shape.appId, appId);
  return methodOf(answers) === 'browser' ? 'The browser needs the app id.' : undefined;
}

/** What is wrong with the app secret; a saved one may stay. */
export function checkSecret(answers: CredentialAnswers): string | undefined {
  const hasSecret = filled(answers.secret) !== undefined || answers.storedSecret !== undefined;
  return methodOf(answers) === 'browser' && !hasSecret ? 'The browser needs the app secret.' : undefined;
}

/** A redirect URL is registered with the app and compared character for character. */
export function checkRedirectUri(text: string): string | undefined {
  const redirectUri = filled(text);
  if (redirectUri === undefined) return undefined;
  const isWeb = URL.canParse(redirectUri) && /^https?:$/.test(new URL(redirectUri).protocol);
  return isWeb ? undefined : 'A redirect URL starts with https:// or http://.';
}

/** TikTok must have accepted the token, or the saved one must still belong to the app. */
export function checkAccess(answers: CredentialAnswers): string | undefined {
  return answers.view !== undefined || keepsToken(answers) ? undefined : 'Not authorized yet.';
}

/** Who the token speaks for, as far as it is known. */
export function accessInWords(answers: CredentialAnswers): string {
  const { view, saved } = answers;
  if (view !== undefined) {
    const count = view.advertisers.length;
    const user = view.user ?? 'accepted';
    return count === 0 ? user : `${user}, ${count} ${count === 1 ? 'advertiser' : 'advertisers'}`;
  }
  if (!keepsToken(answers)) return 'none';
  const { lastValidated } = saved ?? {};
  return lastValidated === undefined
    ? 'kept, not checked yet'
    : `kept, accepted ${lastValidated.slice(0, 10)}`;
}

function secretInWords({ secret, storedSecret }: CredentialAnswers): string {
  if (secret.trim() !== '') return 'entered';
  return storedSecret === undefined ? 'none' : 'kept';
}

/** Setting up a credential: what it is called, how its token comes, and what TikTok says about it. */
export const CREDENTIAL_FORM = defineForm<CredentialStep, CredentialAnswers>('review', [
  NAME_STEP,
  {
    id: 'environment',
    title: 'Environment',
    isSkipped: ({ isDemo, isAuthorizeOnly }) => isDemo || isAuthorizeOnly,
    inWords: ({ environment }) => environmentName(environment),
  },
  {
    id: 'method',
    title: 'Authorize',
    isSkipped: ({ environment }) => environment === 'sandbox',
    inWords: (answers) => (methodOf(answers) === 'browser' ? 'in the browser' : 'with an access token'),
  },
  {
    id: 'appId',
    title: 'App id',
    isSkipped: (answers) => answers.isAuthorizeOnly && checkAppId(answers) === undefined,
    check: checkAppId,
    inWords: ({ appId }) => (appId.trim() === '' ? 'none' : appId),
  },
  {
    id: 'secret',
    title: 'App secret',
    isSkipped: (answers) =>
      filled(answers.appId) === undefined || (answers.isAuthorizeOnly && answers.storedSecret !== undefined),
    check: checkSecret,
    inWords: secretInWords,
  },
  {
    id: 'browser',
    title: 'Access',
    isSkipped: (answers) => methodOf(answers) !== 'browser',
    check: checkAccess,
    inWords: accessInWords,
  },
  {
    id: 'token',
    title: 'Access',
    isSkipped: (answers) => methodOf(answers) !== 'token',
    check: checkAccess,
    inWords: accessInWords,
  },
  DESCRIPTION_STEP,
  {
    id: 'redirectUri',
    title: 'Redirect URL',
    isOptional: true,
    isSkipped: (answers) => methodOf(answers) !== 'browser',
    check: ({ redirectUri }) => checkRedirectUri(redirectUri),
    inWords: ({ redirectUri }) => (redirectUri.trim() === '' ? 'this machine' : redirectUri),
  },
  { id: 'review', title: 'Review' },
]);
