import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';

/**
 * Version 1 of the encrypted file: scrypt (N = 2^17, r = 8, p = 1; about a third of a second and 128 MB, once)
 * makes the key from the passphrase, AES-256-GCM encrypts, and everything outside the ciphertext is
 * authenticated with it. The numbers are part of the version and not of the file, so that nobody who can
 * write to it can weaken them.
 */
const VERSION = 1;
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 } as const;
const KEY_BYTES = 32;

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);

export const encryptedSecretsSchema = z.object({
  format: z.literal('tada secrets'),
  version: z.literal(VERSION),
  salt: base64,
  /** Tells a wrong passphrase from a damaged file. */
  check: base64,
  nonce: base64,
  tag: base64,
  data: base64,
});
export type EncryptedSecrets = z.infer<typeof encryptedSecretsSchema>;

export interface SecretsKey {
  readonly salt: string;
  readonly check: string;
  readonly key: Buffer;
}

const derived = new Map<string, Promise<SecretsKey>>();

/** The key of a passphrase and a salt; worked out once in a process. */
export function deriveKey(
  passphrase: string,
  salt: string = randomBytes(16).toString('base64'),
): Promise<SecretsKey> {
  // Composed and decomposed accents look the same when typed on different systems.
  const normalised = passphrase.normalize('NFC');
  const name = `${salt} ${createHash('sha256').update(normalised).digest('base64')}`;
  const known = derived.get(name);
  if (known !== undefined) return known;
  const deriving = new Promise<SecretsKey>((resolve, reject) => {
    scrypt(normalised, Buffer.from(salt, 'base64'), 2 * KEY_BYTES, SCRYPT, (error, bytes) => {
      if (error !== null) return reject(error);
      const check = createHash('sha256').update(bytes.subarray(KEY_BYTES)).digest().subarray(0, 8);
      resolve({ salt, check: check.toString('base64'), key: bytes.subarray(0, KEY_BYTES) });
    });
  });
  derived.set(name, deriving);
  return deriving;
}

export function encryptSecrets(
  secrets: ReadonlyMap<string, string>,
  { salt, check, key }: SecretsKey,
): EncryptedSecrets {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(authenticated(salt, check));
  const data = Buffer.concat([cipher.update(JSON.stringify([...secrets]), 'utf8'), cipher.final()]);
  return {
    format: 'tada secrets',
    version: VERSION,
    salt,
    check,
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  };
}

/** Undefined when the file was changed by anything but tada. */
export function decryptSecrets(
  file: EncryptedSecrets,
  { key }: SecretsKey,
): ReadonlyMap<string, string> | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(file.nonce, 'base64'), {
      authTagLength: 16,
    });
    decipher.setAAD(authenticated(file.salt, file.check));
    decipher.setAuthTag(Buffer.from(file.tag, 'base64'));
    const text = Buffer.concat([
      decipher.update(Buffer.from(file.data, 'base64')),
      decipher.final(),
    ]).toString('utf8');
    return new Map(z.array(z.tuple([z.string(), z.string()])).parse(JSON.parse(text)));
  } catch {
    return undefined;
  }
}

function authenticated(salt: string, check: string): Buffer {
  return Buffer.from(`tada secrets ${VERSION} ${salt} ${check}`, 'utf8');
}
