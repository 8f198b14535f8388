import { KnownError } from '../../core/errors.ts';
import type { ResolveSecret } from '../../core/ports/storage.ts';
import { CREDENTIAL_SECRETS, secretKey } from '../../core/profiles/edit.ts';
import {
  type Profile,
  type SecretReference,
  type Source,
  sourceSegments,
} from '../../core/profiles/schema.ts';
import { serverSecretKey } from '../../core/profiles/source-tables.ts';
import type { MissingSecret } from '../../wizard/credential-service.ts';
import { commandForSecret } from './missing-here.ts';

const WORDS: Readonly<Record<MissingSecret['secret'], string>> = {
  secret: 'app secret',
  accessToken: 'access token',
  password: 'password',
  token: 'token',
};

/** One of the secrets that a profile refers to, and whose it is. */
export interface ReferredSecret {
  readonly kind: MissingSecret['kind'];
  readonly name: string;
  readonly secret: MissingSecret['secret'];
  readonly reference: SecretReference | undefined;
  /** Its key in tada's own secret store. */
  readonly key: string;
}

/** `access token of the credential "acme"` */
export function describeSecret({ kind, name, secret }: Omit<ReferredSecret, 'reference' | 'key'>): string {
  const whose = kind === 'credential' ? '' : 'server of the ';
  return `${WORDS[secret]} of the ${whose}${kind} "${name}"`;
}

/**
 * Every secret that things of a profile need. An app secret that nobody mentions is left out: only authorizing and
 * listing advertisers need one.
 */
export function secretsOf({
  credentials,
  queries,
  segments,
}: Pick<Profile, 'credentials' | 'queries' | 'segments'>): readonly ReferredSecret[] {
  return [
    ...credentials.flatMap((credential) =>
      CREDENTIAL_SECRETS.flatMap((secret): readonly ReferredSecret[] => {
        const reference = credential[secret];
        if (reference === undefined && secret === 'secret') return [];
        const key = secretKey(credential.name, secret);
        return [{ kind: 'credential', name: credential.name, secret, reference, key }];
      }),
    ),
    ...queries.flatMap(({ name, source }) => secretsOfServer('query', name, source)),
    ...sourceSegments(segments).flatMap(({ name, source }) => secretsOfServer('segment', name, source)),
  ];
}

function secretsOfServer(kind: 'query' | 'segment', name: string, source: Source): readonly ReferredSecret[] {
  if (source.engine === 'embedded') return [];
  return (['password', 'token'] as const).flatMap((secret) => {
    const reference = source[secret];
    const key = serverSecretKey(source, secret);
    return reference === undefined ? [] : [{ kind, name, secret, reference, key }];
  });
}

/** Which of them can't be found here, as after a profile file came from another machine. */
export async function missingSecrets(
  secrets: readonly ReferredSecret[],
  resolveSecret: ResolveSecret,
): Promise<readonly MissingSecret[]> {
  const missing: MissingSecret[] = [];
  for (const referred of secrets) {
    const { kind, name, secret, reference, key } = referred;
    if (reference === undefined) {
      missing.push({
        kind,
        name,
        secret,
        problem: `The credential "${name}" has no ${WORDS[secret]}.`,
        command: commandForSecret(reference, process.platform),
        hint: `Authorize it in the wizard (\`tada\`), or give "${secret}" in the profile as {"env":"NAME"} or {"file":"path"}.`,
      });
      continue;
    }
    try {
      await resolveSecret(reference, key);
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      missing.push({
        kind,
        name,
        secret,
        problem: `The ${describeSecret(referred)} isn't here. ${error.message}`,
        hint: error.hint,
        command: commandForSecret(reference, process.platform),
      });
    }
  }
  return missing;
}
