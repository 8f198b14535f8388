import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { configurationError } from '../core/errors.ts';
import type { SecretStore } from '../core/ports/storage.ts';
import { isMissing } from '../core/system-errors.ts';
import { makeFolder } from './atomic-file.ts';
import { storageError } from './io-errors.ts';
import { writeJsonFile } from './json-file.ts';
import { withLock } from './lock-file.ts';
import { parseJson } from './parse-json.ts';
import {
  decryptSecrets,
  deriveKey,
  type EncryptedSecrets,
  encryptedSecretsSchema,
  encryptSecrets,
  type SecretsKey,
} from './secret-cipher.ts';

/** `create`: a passphrase is chosen now, for a file that doesn't exist yet. Undefined: nobody can be asked. */
export type PromptPassphrase = (purpose: 'create' | 'open') => Promise<string | undefined>;

export interface FileSecretsOptions {
  readonly path: string;
  readonly locks: string;
  /** `TADA_PASSPHRASE`. */
  readonly passphrase: string | undefined;
  readonly promptPassphrase: PromptPassphrase | undefined;
  /** Why the secrets are in a file at all; the beginning of the message when there is no passphrase. */
  readonly reason: string;
}

/** Secrets in one encrypted file (0600). A wrong passphrase rejects and leaves the file as it is. */
export function openSecretFile(options: FileSecretsOptions): Omit<SecretStore, 'kind'> {
  let typed: string | undefined;

  const unlock = async (file: EncryptedSecrets | undefined): Promise<SecretsKey> => {
    const passphrase =
      options.passphrase ||
      typed ||
      (await options.promptPassphrase?.(file === undefined ? 'create' : 'open'));
    if (passphrase === undefined || passphrase === '') throw noPassphrase(options);
    const key = await deriveKey(passphrase, file?.salt);
    if (file !== undefined && key.check !== file.check) {
      typed = undefined;
      throw configurationError(
        `The passphrase doesn't open ${options.path}.`,
        options.passphrase
          ? 'Correct TADA_PASSPHRASE and try again.'
          : 'Try again with the passphrase it was made with.',
      );
    }
    typed = passphrase;
    return key;
  };

  const change = async (apply: (secrets: Map<string, string>) => void): Promise<void> => {
    for (;;) {
      // Asking a person comes before locking: others wait for seconds, not for somebody's lunch.
      const before = readFile(options.path);
      const key = await unlock(before);
      const isDone = await withLock(options.locks, 'The file with secrets', () => {
        const now = readFile(options.path);
        if (now?.salt !== before?.salt) return false;
        const secrets = new Map(now === undefined ? [] : decrypt(options.path, now, key));
        apply(secrets);
        makeFolder(dirname(options.path));
        writeJsonFile(options.path, encryptSecrets(secrets, key));
        return true;
      });
      if (isDone) return;
    }
  };

  return {
    get: async (key) => {
      const file = readFile(options.path);
      return file === undefined ? undefined : decrypt(options.path, file, await unlock(file)).get(key);
    },
    set: (key, secret) => change((secrets) => secrets.set(key, secret)),
    delete: async (key) => {
      if (readFile(options.path) === undefined) return;
      await change((secrets) => secrets.delete(key));
    },
  };
}

function decrypt(path: string, file: EncryptedSecrets, key: SecretsKey): ReadonlyMap<string, string> {
  const secrets = decryptSecrets(file, key);
  if (secrets === undefined) throw damaged(path);
  return secrets;
}

function readFile(path: string): EncryptedSecrets | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw storageError(error, 'read', path);
  }
  const result = encryptedSecretsSchema.safeParse(parseJson(text));
  if (!result.success) throw damaged(path);
  return result.data;
}

function damaged(path: string) {
  return configurationError(
    `${path} is damaged, or was written by a newer tada.`,
    'Put back a good copy of it, or move it away and authorize the credentials again.',
  );
}

function noPassphrase({ path, reason }: FileSecretsOptions) {
  return configurationError(
    `${reason} The encrypted file ${path} needs a passphrase.`,
    'Set TADA_PASSPHRASE, or start tada in a terminal to be asked; or give the secret in the profile as {"env":"NAME"} or {"file":"path"}.',
  );
}
