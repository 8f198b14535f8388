import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { configurationError } from '../core/errors.ts';
import type { SecretStore } from '../core/ports/storage.ts';
import { openSecretFile, type PromptPassphrase } from './file-secrets.ts';
import type { Environment, HomeFolders } from './home.ts';
import { type KeyringModule, openKeyring } from './keyring-secrets.ts';

export { resolveSecret } from './resolve-secret.ts';

export interface SecretStoreOptions {
  readonly env: Environment;
  readonly folders: Pick<HomeFolders, 'config' | 'locks'>;
  readonly promptPassphrase?: PromptPassphrase | undefined;
  /** Told once, in one sentence, when the keyring can't be used and the encrypted file is. */
  readonly notify?: ((message: string) => void) | undefined;
  /** The library behind the system's keyring; loaded only when it is asked. */
  readonly loadKeyring?: (() => Promise<KeyringModule>) | undefined;
}

interface Chosen {
  readonly kind: 'os' | 'file' | 'memory';
  readonly store: Omit<SecretStore, 'kind'>;
}

/**
 * Where tada keeps secrets, by `TADA_KEYRING`: `os` (the default where it works), `file` or `memory`. Nothing
 * is loaded, asked or written before the first call, so a profile whose secrets are all in the environment
 * needs neither keyring nor passphrase. Calls reject with kind `configuration` when there is no way to keep
 * a secret, telling the ways there are.
 */
export function openSecretStore(options: SecretStoreOptions): SecretStore {
  let choosing: Promise<Chosen> | undefined;
  const chosen = () => {
    choosing ??= choose(options);
    return choosing;
  };
  return {
    kind: async () => (await chosen()).kind,
    get: async (key) => (await chosen()).store.get(key),
    set: async (key, secret) => (await chosen()).store.set(key, secret),
    delete: async (key) => (await chosen()).store.delete(key),
  };
}

async function choose(options: SecretStoreOptions): Promise<Chosen> {
  const { env } = options;
  switch (env.TADA_KEYRING || 'os') {
    case 'memory':
      return { kind: 'memory', store: inMemory() };
    case 'file':
      return { kind: 'file', store: inFile(options, 'Secrets are kept in a file (TADA_KEYRING).') };
    case 'os': {
      const load = options.loadKeyring ?? (() => import('@napi-rs/keyring'));
      const store = await openKeyring({ env, folders: options.folders, load });
      if (store !== undefined) return { kind: 'os', store };
      const reason = "The system's keyring can't be used here.";
      options.notify?.(
        `${reason} Secrets are kept in the encrypted file ${secretsPath(options)}; TADA_KEYRING=file chooses that without asking the keyring.`,
      );
      return { kind: 'file', store: inFile(options, reason) };
    }
    default:
      throw configurationError(
        'TADA_KEYRING is none of os, file and memory.',
        'Set it to one of them, or leave it out.',
      );
  }
}

/** True when secrets are kept in the encrypted file already. */
export function hasSecretFile(folders: Pick<HomeFolders, 'config'>): boolean {
  return existsSync(secretsPath({ folders }));
}

function secretsPath({ folders }: { readonly folders: Pick<HomeFolders, 'config'> }): string {
  return join(folders.config, 'secrets.json');
}

function inFile(options: SecretStoreOptions, reason: string): Omit<SecretStore, 'kind'> {
  return openSecretFile({
    path: secretsPath(options),
    locks: options.folders.locks,
    passphrase: options.env.TADA_PASSPHRASE,
    promptPassphrase: options.promptPassphrase,
    reason,
  });
}

function inMemory(): Omit<SecretStore, 'kind'> {
  const secrets = new Map<string, string>();
  return {
    get: async (key) => secrets.get(key),
    set: async (key, secret) => {
      secrets.set(key, secret);
    },
    delete: async (key) => {
      secrets.delete(key);
    },
  };
}
