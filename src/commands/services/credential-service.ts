import { configurationError, KnownError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { ProfileStore, ResolveSecret, SecretStore } from '../../core/ports/storage.ts';
import type { TokenGrant } from '../../core/ports/tiktok.ts';
import {
  duplicateEntity,
  removeEntity,
  renameEntity,
  type SecretCopy,
  secretKey,
} from '../../core/profiles/edit.ts';
import { getEntity } from '../../core/profiles/entities.ts';
import type { Credential } from '../../core/profiles/schema.ts';
import type {
  Authorization,
  CredentialDraft,
  CredentialService,
  TokenView,
} from '../../wizard/credential-service.ts';
import { missingSecrets, secretsOf } from './missing-secrets.ts';
import { noteValidated } from './note-validated.ts';
import type { TikTokAccess } from './tiktok-access.ts';

/** tada's own callback; TikTok wants it registered with the app, character for character. */
export const DEFAULT_REDIRECT_URI = 'http://127.0.0.1:3456/callback';

export interface CredentialDependencies {
  readonly env: NodeJS.ProcessEnv;
  readonly profile: ProfileStore;
  readonly secrets: SecretStore;
  readonly resolveSecret: ResolveSecret;
  readonly tiktok: TikTokAccess;
  readonly clock: Clock;
}

/** Authorizes, inspects, saves and removes credentials; secrets go to the secret store and nowhere else. */
export function createCredentialService(dependencies: CredentialDependencies): CredentialService {
  const { profile, secrets, tiktok } = dependencies;
  const credentialNamed = (name: string) => getEntity(profile.load(), 'credential', name);

  const draftOf = async (name: string): Promise<CredentialDraft> => {
    const credential = credentialNamed(name);
    return {
      environment: credential.environment,
      appId: credential.appId,
      secret: await secretOf(dependencies, credential, 'secret'),
    };
  };

  /** A secret that isn't in its place, as after the profile came from another machine, is asked for again. */
  const draftToComplete = async (name: string): Promise<CredentialDraft> => {
    const { environment, appId, secret: reference } = credentialNamed(name);
    if (reference !== undefined && 'keyring' in reference) {
      return { environment, appId, secret: await secrets.get(secretKey(name, 'secret')) };
    }
    try {
      return await draftOf(name);
    } catch (error) {
      if (error instanceof KnownError && error.kind === 'configuration')
        return { environment, appId, secret: undefined };
      throw error;
    }
  };

  const inspectToken: CredentialService['inspectToken'] = async (draft, accessToken, onWait) => {
    const client = await tiktok.forToken({ ...draft, accessToken });
    const user = await nameOfUser(async () => (await client.userInfo({ onWait })).data.displayName);
    try {
      const { data } = await client.authorizedAdvertisers({ onWait });
      const advertisers = await client.advertisers(
        data.map(({ id }) => id),
        { onWait },
      );
      const names = new Map(data.map(({ id, name }) => [id, name]));
      return {
        user,
        advertisers: advertisers.map((each) => ({
          ...each,
          name: each.name === '' ? (names.get(each.id) ?? '') : each.name,
        })),
        advertisersProblem: undefined,
      };
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      if (error.kind === 'invalid-credentials' || error.kind === 'network') throw error;
      return {
        user,
        advertisers: [],
        advertisersProblem: `${error.message} ${error.hint}`,
      } satisfies TokenView;
    }
  };

  return {
    secretPlace: async () => {
      switch (await secrets.kind()) {
        case 'os':
          return 'the system keyring';
        case 'file':
          return 'an encrypted file on this machine';
        case 'memory':
          return 'memory only, until tada ends';
      }
    },
    authorize: async (draft, redirectUri = DEFAULT_REDIRECT_URI) =>
      await startAuthorization(dependencies, draft, redirectUri),
    inspectToken,
    draftOf: draftToComplete,
    inspect: async (name, onWait) => {
      const credential = credentialNamed(name);
      const accessToken = await secretOf(dependencies, credential, 'accessToken');
      if (accessToken === undefined) {
        throw configurationError(`The credential "${name}" has no access token yet.`, 'Authorize it.');
      }
      const view = await inspectToken(await draftOf(name), accessToken, onWait);
      await noteValidated(dependencies, name);
      return view;
    },
    save: async (credential, given) => {
      const references: { secret?: { keyring: true }; accessToken?: { keyring: true } } = {};
      for (const each of ['secret', 'accessToken'] as const) {
        const value = given[each];
        if (value === undefined) continue;
        await secrets.set(secretKey(credential.name, each), value);
        references[each] = { keyring: true };
      }
      await profile.update((current) => {
        const before = current.credentials.find(({ name }) => name === credential.name);
        const kept = {
          ...(before?.secret === undefined ? {} : { secret: before.secret }),
          ...(before?.accessToken === undefined ? {} : { accessToken: before.accessToken }),
        };
        const saved: Credential = { ...credential, ...kept, ...references };
        const others = current.credentials.filter(({ name }) => name !== credential.name);
        return { ...current, credentials: [...others, saved] };
      });
    },
    missingSecrets: async (declared) => await missingSecrets(secretsOf(declared), dependencies.resolveSecret),
    rename: async (name, newName) => {
      const reference = { kind: 'credential', name } as const;
      const { secretCopies } = renameEntity(profile.load(), reference, newName);
      await copySecrets(secrets, secretCopies);
      profile.update((current) => renameEntity(current, reference, newName).profile);
      for (const { from } of secretCopies) await secrets.delete(from);
    },
    duplicate: async (name) => {
      const reference = { kind: 'credential', name } as const;
      const { created, secretCopies } = duplicateEntity(profile.load(), reference);
      await copySecrets(secrets, secretCopies);
      profile.update((current) => duplicateEntity(current, reference, created.name).profile);
      return created.name;
    },
    remove: async (name, { revoke, withDependents = false }) => {
      const credential = credentialNamed(name);
      const reference = { kind: 'credential', name } as const;
      // What stands in the way is told before anything is revoked.
      const { secretKeys } = removeEntity(profile.load(), reference, { withDependents });
      if (revoke) await revokeToken(dependencies, credential);
      profile.update((current) => removeEntity(current, reference, { withDependents }).profile);
      for (const key of secretKeys) await secrets.delete(key);
    },
    audiences: async (name, advertiserId, onWait) => {
      const client = await tiktok.forCredential(credentialNamed(name));
      return (await client.listAudiences(advertiserId, { onWait })).data;
    },
    eventSets: async (name, advertiserId, onWait) => {
      const client = await tiktok.forCredential(credentialNamed(name));
      return (await client.listEventSets(advertiserId, { onWait })).data;
    },
    pixels: async (name, advertiserId, onWait) => {
      const client = await tiktok.forCredential(credentialNamed(name));
      return (await client.listPixels(advertiserId, { onWait })).data;
    },
    createEventSet: async (name, advertiserId, eventSet, onWait) => {
      const client = await tiktok.forCredential(credentialNamed(name));
      return (await client.createEventSet(advertiserId, eventSet, { onWait })).data.id;
    },
  };
}

async function secretOf(
  { resolveSecret }: CredentialDependencies,
  credential: Credential,
  which: 'secret' | 'accessToken',
): Promise<string | undefined> {
  const reference = credential[which];
  return reference === undefined
    ? undefined
    : await resolveSecret(reference, secretKey(credential.name, which));
}

async function nameOfUser(ask: () => Promise<string>): Promise<string | undefined> {
  try {
    return await ask();
  } catch (error) {
    // The token is known to be bad only when TikTok says so about the token itself.
    if (error instanceof KnownError && error.kind !== 'invalid-credentials' && error.kind !== 'network')
      return undefined;
    throw error;
  }
}

/** The new places are filled before the profile names them, so that no moment is without its secret. */
async function copySecrets(secrets: SecretStore, copies: readonly SecretCopy[]): Promise<void> {
  for (const { from, to } of copies) {
    const secret = await secrets.get(from);
    if (secret !== undefined) await secrets.set(to, secret);
  }
}

async function revokeToken(dependencies: CredentialDependencies, credential: Credential): Promise<void> {
  const accessToken = await secretOf(dependencies, credential, 'accessToken');
  const secret = await secretOf(dependencies, credential, 'secret');
  if (accessToken === undefined || secret === undefined || credential.appId === undefined) {
    throw configurationError(
      `The token of "${credential.name}" can't be revoked from here: the app id and the app secret are needed.`,
      'Revoke it in TikTok’s Business Center, or remove the credential without revoking.',
    );
  }
  const app = await dependencies.tiktok.app({
    environment: credential.environment,
    appId: credential.appId,
    secret,
  });
  await app.revokeToken(accessToken);
}

async function startAuthorization(
  { env, tiktok }: CredentialDependencies,
  draft: CredentialDraft,
  redirectUri: string,
): Promise<Authorization> {
  const [
    { authorizationUrl, createState },
    { parsePastedCallback },
    { startCallbackServer },
    { authorizationBaseUrl },
  ] = await Promise.all([
    import('../../tiktok/oauth/authorization-url.ts'),
    import('../../tiktok/oauth/pasted-callback.ts'),
    import('../../tiktok/oauth/callback-server.ts'),
    import('../../tiktok/environments.ts'),
  ]);
  const { appId, secret, environment } = draft;
  if (appId === undefined || secret === undefined) {
    throw configurationError(
      'Authorizing needs the app id and the app secret.',
      'Enter both, or paste an access token instead.',
    );
  }
  const authUrl = authorizationBaseUrl(environment, env);
  if (authUrl === undefined) {
    throw environment === 'simulator'
      ? configurationError(
          'The address of the simulator’s authorization page is not known.',
          'Put the authUrl that `tada simulator` prints into TADA_TIKTOK_AUTH_URL, or enter a token.',
        )
      : configurationError(
          'TikTok has no authorization page for the sandbox.',
          'Generate a token on the developer portal’s sandbox page and enter it here.',
        );
  }
  const state = createState();
  const app = await tiktok.app({ environment, appId, secret });
  const exchange = async (code: string): Promise<TokenGrant> => (await app.exchangeAuthCode(code)).data;
  const listener = await listen();
  const granted =
    listener.server === undefined
      ? new Promise<TokenGrant>(() => undefined)
      : listener.server.code.then(exchange);
  // Whoever pastes may never look at this promise.
  granted.catch(() => undefined);
  return {
    url: authorizationUrl({ authUrl, appId, state, redirectUri }),
    redirectUri,
    callbackProblem: listener.problem,
    granted,
    paste: async (text) => await exchange(parsePastedCallback(text, state)),
    close: async () => await listener.server?.close(),
  };

  async function listen() {
    const url = new URL(redirectUri);
    if (!['127.0.0.1', 'localhost'].includes(url.hostname) || url.protocol !== 'http:') {
      return {
        server: undefined,
        problem: 'The redirect URL leads elsewhere; paste what the browser shows at the end.',
      };
    }
    try {
      const server = await startCallbackServer({ port: Number(url.port || 80), path: url.pathname, state });
      return { server, problem: undefined };
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      return { server: undefined, problem: `${error.message} ${error.hint}` };
    }
  }
}
