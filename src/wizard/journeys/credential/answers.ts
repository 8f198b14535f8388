import { namesOf } from '../../../core/profiles/entities.ts';
import type { Credential, Environment, Profile } from '../../../core/profiles/schema.ts';
import type { CredentialDraft, TokenView } from '../../credential-service.ts';
import type { SimulatorAccess } from '../../services.ts';
import { filled, freeName } from '../common/check-field.ts';

/** How the token comes to tada. */
export type AuthorizationMethod = 'browser' | 'token';

/** A credential as it is being set up; secrets stay in memory until they are handed over to be kept. */
export interface CredentialAnswers {
  /** The saved one it started from; its name stays. */
  readonly saved: Credential | undefined;
  /** Only the token is replaced; everything else stays as it is. */
  readonly isAuthorizeOnly: boolean;
  /** True while the built-in simulator runs: there is no environment to choose then. */
  readonly isDemo: boolean;
  /** Names that a new credential can't have. */
  readonly taken: readonly string[];
  readonly name: string;
  readonly description: string;
  readonly environment: Environment;
  readonly method: AuthorizationMethod;
  readonly appId: string;
  /** As typed; empty for a saved credential whose secret stays where it is. */
  readonly secret: string;
  /** The secret of a saved credential, for asking TikTok; it isn't saved again. */
  readonly storedSecret: string | undefined;
  /** Empty: tada's own callback on this machine. */
  readonly redirectUri: string;
  /** As typed or granted; empty for a saved credential whose token stays where it is. */
  readonly accessToken: string;
  /** What TikTok said about the token; undefined while it wasn't asked. */
  readonly view: TokenView | undefined;
}

/** A new credential; in the demo everything is there already. */
export function newCredential(profile: Profile, simulator: SimulatorAccess | undefined): CredentialAnswers {
  const taken = namesOf(profile, 'credential');
  return {
    saved: undefined,
    isAuthorizeOnly: false,
    isDemo: simulator !== undefined,
    taken,
    name: simulator === undefined ? '' : freeName('demo', taken),
    description: '',
    environment: simulator === undefined ? 'production' : 'simulator',
    method: simulator === undefined ? 'browser' : 'token',
    appId: simulator?.appId ?? '',
    secret: simulator?.secret ?? '',
    storedSecret: undefined,
    redirectUri: '',
    accessToken: simulator?.accessToken ?? '',
    view: undefined,
  };
}

/** A saved credential, to be changed or authorized again. */
export function savedCredential(
  saved: Credential,
  draft: CredentialDraft,
  options: { readonly isAuthorizeOnly: boolean; readonly isDemo: boolean },
): CredentialAnswers {
  return {
    saved,
    ...options,
    taken: [],
    name: saved.name,
    description: saved.description ?? '',
    environment: saved.environment,
    method: 'browser',
    appId: saved.appId ?? '',
    secret: '',
    storedSecret: draft.secret,
    redirectUri: saved.redirectUri ?? '',
    accessToken: '',
    view: undefined,
  };
}

/** The way that will be gone. TikTok's sandbox has no authorization page: its tokens come from its portal. */
export function methodOf({ environment, method }: CredentialAnswers): AuthorizationMethod {
  return environment === 'sandbox' ? 'token' : method;
}

/** What TikTok is asked with. */
export function draftOf(answers: CredentialAnswers): CredentialDraft {
  return {
    environment: answers.environment,
    appId: filled(answers.appId),
    secret: filled(answers.secret) ?? answers.storedSecret,
  };
}

/** True while the token that is saved still belongs to this app and environment. */
export function keepsToken({ saved, environment, appId }: CredentialAnswers): boolean {
  return (
    saved?.accessToken !== undefined && saved.environment === environment && saved.appId === filled(appId)
  );
}

/** A change of what a token belongs to makes what TikTok said about it meaningless. */
export function withChange(
  answers: CredentialAnswers,
  change: Partial<Pick<CredentialAnswers, 'environment' | 'appId' | 'secret' | 'accessToken'>>,
): Partial<CredentialAnswers> {
  const keys = ['environment', 'appId', 'secret', 'accessToken'] as const;
  const isChanged = keys.some((key) => change[key] !== undefined && change[key] !== answers[key]);
  return isChanged ? { ...change, view: undefined } : change;
}

export interface CredentialToSave {
  readonly credential: Omit<Credential, 'secret' | 'accessToken'>;
  readonly secrets: { readonly secret?: string | undefined; readonly accessToken?: string | undefined };
}

/** What is saved; `now` (ISO time) is noted where TikTok has just accepted the token. */
export function toSave(answers: CredentialAnswers, now: string): CredentialToSave {
  const description = filled(answers.description);
  const appId = filled(answers.appId);
  const redirectUri = filled(answers.redirectUri);
  const lastValidated = answers.view === undefined ? answers.saved?.lastValidated : now;
  return {
    credential: {
      name: answers.name.trim(),
      environment: answers.environment,
      ...(description === undefined ? {} : { description }),
      ...(appId === undefined ? {} : { appId }),
      ...(redirectUri === undefined ? {} : { redirectUri }),
      ...(lastValidated === undefined ? {} : { lastValidated }),
    },
    secrets: {
      secret: filled(answers.secret),
      // A token that TikTok hasn't seen is never saved.
      accessToken: answers.view === undefined ? undefined : filled(answers.accessToken),
    },
  };
}
