import { type Profile, type ServerSource, type Source, sourceSegments } from './schema.ts';
import { serverSecretKey } from './source-tables.ts';

/** The secrets a server can be given. */
export const SERVER_SECRETS = ['password', 'token'] as const;
export type ServerSecret = (typeof SERVER_SECRETS)[number];

/** The sources of a profile that are servers, each as often as something reads from it. */
export function serversOf({
  queries,
  segments,
}: Pick<Profile, 'queries' | 'segments'>): readonly ServerSource[] {
  return [...queries, ...sourceSegments(segments)].flatMap(({ source }) =>
    source.engine === 'embedded' ? [] : [source],
  );
}

/** Keys of those of a server's secrets that tada keeps itself. */
function keptKeysOf(server: ServerSource): readonly string[] {
  return SERVER_SECRETS.flatMap((secret) => {
    const reference = server[secret];
    return reference !== undefined && 'keyring' in reference ? [serverSecretKey(server, secret)] : [];
  });
}

function keptKeys(profile: Pick<Profile, 'queries' | 'segments'>): ReadonlySet<string> {
  return new Set(serversOf(profile).flatMap(keptKeysOf));
}

/**
 * Keys of servers' secrets that nothing needs any more after a change of the profile; to be deleted from the
 * secret store. Several queries may share one: it goes with the last of them.
 */
export function droppedServerKeys(before: Profile, after: Profile): readonly string[] {
  const still = keptKeys(after);
  return [...keptKeys(before)].filter((key) => !still.has(key));
}

/** True where tada keeps the secret of the source itself. */
export function hasKeptSecret(source: Source): boolean {
  return source.engine !== 'embedded' && keptKeysOf(source).length > 0;
}

/** A source as it goes to another machine: what only this machine's secret store knows is left out. */
export function withoutKeptSecrets(source: Source): Source {
  if (source.engine === 'embedded') return source;
  const { password, token, ...rest } = source;
  return {
    ...rest,
    ...(password !== undefined && !('keyring' in password) && { password }),
    ...(token !== undefined && !('keyring' in token) && { token }),
  };
}

/**
 * A source as a file declares it, with the secret that tada keeps for the same user of the same server: an
 * exported file doesn't mention it, and applying that file must not forget it.
 */
export function withKeptSecrets(declared: Source, existing: Source | undefined): Source {
  if (declared.engine === 'embedded' || existing === undefined || existing.engine === 'embedded')
    return declared;
  if (declared.password !== undefined || declared.token !== undefined) return declared;
  if (serverSecretKey(declared, 'password') !== serverSecretKey(existing, 'password')) return declared;
  const { password, token } = existing;
  if (password !== undefined && 'keyring' in password) return { ...declared, password };
  if (token !== undefined && 'keyring' in token) return { ...declared, token };
  return declared;
}
