import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { KnownError } from '../../core/errors.ts';
import type { RunFolder, SecretStore } from '../../core/ports/storage.ts';

/**
 * The key under which a run's events are sealed on disk. It is kept in the secret store, where there is one;
 * and, for machines without (a container with its token in the environment), in the run's record wrapped
 * under a key made of the access token, which whoever may resume the run has anyway.
 */
export interface RunKeys {
  create(folder: RunFolder, accessToken: string): Promise<Uint8Array>;
  /** Undefined when neither way leads to it any more. */
  find(folder: RunFolder, accessToken: string): Promise<Uint8Array | undefined>;
  /** Once nothing of a run can be resumed its sealed events are unreadable for good. */
  forget(runId: string): Promise<void>;
}

const KEY_BYTES = 32;

export function createRunKeys(secrets: SecretStore, env: NodeJS.ProcessEnv): RunKeys {
  const store = quietStore(secrets, env);
  const name = (runId: string) => `run/${runId}/key`;
  return {
    create: async (folder, accessToken) => {
      const key = randomBytes(KEY_BYTES);
      const { id } = folder.record;
      await store((kept) => kept.set(name(id), key.toString('base64')));
      const wrappedKey = wrap(key, accessToken, id);
      folder.update({ settings: { ...folder.record.settings, wrappedKey } });
      return key;
    },
    find: async (folder, accessToken) => {
      const { id, settings } = folder.record;
      const kept = await store((each) => each.get(name(id)));
      if (kept !== undefined) return Buffer.from(kept, 'base64');
      const { wrappedKey } = settings;
      return typeof wrappedKey === 'string' ? unwrap(wrappedKey, accessToken, id) : undefined;
    },
    forget: async (runId) => {
      await store((kept) => kept.delete(name(runId)));
    },
  };
}

/**
 * Asks the secret store only where that bothers nobody: a run with its token in the environment must not ask
 * a person for a passphrase, and a machine without a keyring can still deliver. The wrapped key stands in.
 */
function quietStore(secrets: SecretStore, env: NodeJS.ProcessEnv) {
  return async <T>(work: (secrets: SecretStore) => Promise<T>): Promise<T | undefined> => {
    try {
      if ((await secrets.kind()) === 'file' && !env.TADA_PASSPHRASE) return undefined;
      return await work(secrets);
    } catch (error) {
      if (error instanceof KnownError) return undefined;
      throw error;
    }
  };
}

function wrappingKey(accessToken: string, runId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', accessToken, runId, 'tada sealed events', KEY_BYTES));
}

function wrap(key: Uint8Array, accessToken: string, runId: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', wrappingKey(accessToken, runId), nonce);
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

function unwrap(wrapped: string, accessToken: string, runId: string): Uint8Array | undefined {
  const bytes = Buffer.from(wrapped, 'base64');
  if (bytes.length !== 12 + KEY_BYTES + 16) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', wrappingKey(accessToken, runId), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12 + KEY_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(12, 12 + KEY_BYTES)), decipher.final()]);
  } catch {
    // Another token than the one the run was started with.
    return undefined;
  }
}
