import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * AES-256-GCM over units of a file. A unit is a random nonce (12 bytes), the tag (16 bytes) and the encrypted
 * bytes. The unit's number is authenticated with it, so that units can't change places.
 */

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ALGORITHM = 'aes-256-gcm';

/** The key of one file under a key that may serve several: no two files share one. */
export function deriveFileKey(key: Uint8Array, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, salt, 'tada sealed events', KEY_BYTES));
}

function numberBytes(unit: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(unit));
  return bytes;
}

/** A new array of its own memory, so that it can be handed to another thread. */
export function sealUnit(key: Uint8Array, unit: number, plain: Uint8Array): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  cipher.setAAD(numberBytes(unit));
  const encrypted = cipher.update(plain);
  cipher.final();
  const sealed = new Uint8Array(NONCE_BYTES + TAG_BYTES + encrypted.length);
  sealed.set(nonce);
  sealed.set(cipher.getAuthTag(), NONCE_BYTES);
  sealed.set(encrypted, NONCE_BYTES + TAG_BYTES);
  return sealed;
}

/** Undefined when the unit was changed, is another one, or was sealed under another key. */
export function openUnit(
  key: Uint8Array,
  unit: number,
  sealed: Uint8Array,
): Uint8Array<ArrayBuffer> | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(numberBytes(unit));
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const plain = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
  try {
    decipher.final();
  } catch {
    // Nothing of what was decrypted may be used: it isn't what was sealed.
    return undefined;
  }
  return new Uint8Array(plain.buffer as ArrayBuffer, plain.byteOffset, plain.byteLength);
}
