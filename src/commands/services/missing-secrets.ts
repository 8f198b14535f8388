import { KnownError } from '../../core/errors.ts';
import type { ResolveSecret } from '../../core/ports.ts';
import { CREDENTIAL_SECRETS, type CredentialSecret, secretKey } from '../../core/profiles/edit.ts';
import type { Credential } from '../../core/profiles/schema.ts';
import type { MissingSecret } from '../../wizard/services.ts';

const WORDS: Readonly<Record<CredentialSecret, string>> = {
  secret: 'app secret',
  accessToken: 'access token',
};

/**
 * Which of a credential's secrets can't be found here, as after a profile file came from another machine. An app
 * secret that nobody mentions is no problem: only authorizing and listing advertisers need one.
 */
export async function missingSecrets(
  credential: Credential,
  resolveSecret: ResolveSecret,
): Promise<readonly MissingSecret[]> {
  const { name } = credential;
  const missing: MissingSecret[] = [];
  for (const secret of CREDENTIAL_SECRETS) {
    const reference = credential[secret];
    if (reference === undefined) {
      if (secret === 'secret') continue;
      missing.push({
        credential: name,
        secret,
        problem: `The credential "${name}" has no ${WORDS[secret]}.`,
        hint: `Authorize it in the wizard (\`tada\`), or give "${secret}" in the profile as {"env":"NAME"} or {"file":"path"}.`,
      });
      continue;
    }
    try {
      await resolveSecret(reference, secretKey(name, secret));
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      missing.push({
        credential: name,
        secret,
        problem: `The ${WORDS[secret]} of the credential "${name}" isn't here. ${error.message}`,
        hint: error.hint,
      });
    }
  }
  return missing;
}
