import { configurationError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { ResolveSecret } from '../../core/ports/storage.ts';
import type { TikTok, TikTokApp } from '../../core/ports/tiktok.ts';
import { secretKey } from '../../core/profiles/edit.ts';
import type { Credential, Environment } from '../../core/profiles/schema.ts';

/** Clients for TikTok; the adapter's code is loaded when the first one is asked for. */
export interface TikTokAccess {
  /** Multiplies every wait for TikTok; 1 unless TADA_WAIT_SCALE says otherwise. */
  readonly waitScale: number;
  /** The credential's access token; rejects with `configuration` where there is none, or nowhere to send it. */
  tokenOf(credential: Credential): Promise<string>;
  /** A client with the credential's token; rejects with `configuration` where it has none. */
  forCredential(credential: Credential): Promise<TikTok>;
  forToken(access: {
    readonly environment: Environment;
    readonly accessToken: string;
    readonly appId: string | undefined;
    readonly secret: string | undefined;
  }): Promise<TikTok>;
  app(access: {
    readonly environment: Environment;
    readonly appId: string;
    readonly secret: string;
  }): Promise<TikTokApp>;
}

export interface TikTokAccessDependencies {
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly resolveSecret: ResolveSecret;
}

/** Wires the TikTok adapter to the environment's addresses and to the credential's secrets. */
export function createTikTokAccess({ env, clock, resolveSecret }: TikTokAccessDependencies): TikTokAccess {
  const waitScale = waitScaleOf(env);
  const forToken: TikTokAccess['forToken'] = async ({ environment, accessToken, appId, secret }) => {
    const [{ createTikTok }, { apiBaseUrl }] = await Promise.all([
      import('../../tiktok/client.ts'),
      import('../../tiktok/environments.ts'),
    ]);
    return createTikTok({
      baseUrl: apiBaseUrl(environment, env),
      accessToken,
      ...(appId === undefined ? {} : { appId }),
      ...(secret === undefined ? {} : { secret }),
      environment,
      clock,
      waitScale,
    });
  };
  const tokenOf: TikTokAccess['tokenOf'] = async (credential) => {
    if (credential.accessToken === undefined) {
      throw configurationError(
        `The credential "${credential.name}" has no access token yet.`,
        'Authorize it in the wizard, or give it an accessToken in the profile file.',
      );
    }
    const { apiBaseUrl } = await import('../../tiktok/environments.ts');
    apiBaseUrl(credential.environment, env);
    return await resolveSecret(credential.accessToken, secretKey(credential.name, 'accessToken'));
  };
  return {
    waitScale,
    forToken,
    tokenOf,
    forCredential: async (credential) => {
      const accessToken = await tokenOf(credential);
      // The app's secret is needed for a few calls only: a missing one must not stop a delivery.
      const secret = await optionalSecret(credential, resolveSecret);
      return await forToken({
        environment: credential.environment,
        accessToken,
        appId: credential.appId,
        secret,
      });
    },
    app: async ({ environment, appId, secret }) => {
      const [{ createTikTokApp }, { apiBaseUrl }] = await Promise.all([
        import('../../tiktok/client.ts'),
        import('../../tiktok/environments.ts'),
      ]);
      return createTikTokApp({
        baseUrl: apiBaseUrl(environment, env),
        appId,
        secret,
        environment,
        clock,
        waitScale,
      });
    },
  };
}

async function optionalSecret(
  credential: Credential,
  resolveSecret: ResolveSecret,
): Promise<string | undefined> {
  if (credential.secret === undefined) return undefined;
  try {
    return await resolveSecret(credential.secret, secretKey(credential.name, 'secret'));
  } catch {
    return undefined;
  }
}

function waitScaleOf(env: NodeJS.ProcessEnv): number {
  const text = env.TADA_WAIT_SCALE;
  if (text === undefined || text === '') return 1;
  const scale = Number(text);
  if (Number.isFinite(scale) && scale >= 0) return scale;
  throw configurationError(
    'TADA_WAIT_SCALE is not a number.',
    'It multiplies every wait; set it to a number such as 0.05, or leave it out.',
  );
}
