import { createHash } from 'node:crypto';
import { configurationError } from '../core/errors.ts';
import type { SecretStore } from '../core/ports/storage.ts';
import type { Environment, HomeFolders } from './home.ts';

/** The part of @napi-rs/keyring that is used: one entry of the system's keyring. */
export interface KeyringEntry {
  getSecret(): Promise<readonly number[] | null>;
  setSecret(secret: Uint8Array): Promise<void>;
  deleteCredential(): Promise<boolean>;
}

export interface KeyringModule {
  readonly AsyncEntry: new (
    service: string,
    user: string,
    options: { readonly linux: { readonly store: 'secret-service' } },
  ) => KeyringEntry;
}

/**
 * Secret Service on Linux, by name: left to itself the library falls back to the kernel's keyring, which
 * forgets everything at the next start.
 */
const PINNED = { linux: { store: 'secret-service' } } as const;

/**
 * Keychain, Credential Manager or Secret Service. Undefined where none works: no such service, no desktop
 * session, or the optional library isn't installed for this platform.
 */
export async function openKeyring(options: {
  readonly env: Environment;
  readonly folders: Pick<HomeFolders, 'config'>;
  readonly load: () => Promise<KeyringModule>;
}): Promise<Omit<SecretStore, 'kind'> | undefined> {
  const service = serviceName(options);
  let keyring: KeyringModule;
  try {
    keyring = await options.load();
    // Where the service is missing the entry can't even be made; asking it proves that it answers.
    await new keyring.AsyncEntry(service, 'probe', PINNED).getSecret();
  } catch {
    return undefined;
  }
  const use = async <Result>(key: string, work: (entry: KeyringEntry) => Promise<Result>) => {
    try {
      return await work(new keyring.AsyncEntry(service, key, PINNED));
    } catch (error) {
      throw configurationError(
        "The system's keyring refuses: it is locked, or it was not allowed to answer.",
        'Unlock it and try again, or set TADA_KEYRING=file to keep secrets in an encrypted file.',
        error,
      );
    }
  };
  return {
    // getSecret, not getPassword: of a locked keyring the latter says "no such entry", as if never logged in.
    get: (key) =>
      use(key, async (entry) => {
        const secret = await entry.getSecret();
        return secret === null ? undefined : Buffer.from(secret).toString('utf8');
      }),
    set: (key, secret) => use(key, (entry) => entry.setSecret(Buffer.from(secret, 'utf8'))),
    delete: async (key) => {
      await use(key, (entry) => entry.deleteCredential());
    },
  };
}

/** Profiles in different folders may use the same names for different things. */
function serviceName({
  env,
  folders,
}: {
  readonly env: Environment;
  readonly folders: Pick<HomeFolders, 'config'>;
}): string {
  if (!env.TADA_HOME) return 'tada';
  return `tada ${createHash('sha256').update(folders.config).digest('hex').slice(0, 8)}`;
}
