import { hash } from 'node:crypto';
import type { IdentifierResult } from './types.ts';

/** SHA-256 of the text's UTF-8 bytes, as 64 lowercase hex digits. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

/** A value that is a SHA-256 already, in either case. RE2-compatible; applied to the unwrapped value. */
export const SHA256_PATTERN = '^[0-9a-fA-F]{64}$';

/**
 * MD5, SHA-1 or SHA-512: TikTok's audiences are built from SHA-256 here, and a hash can't be turned into
 * another one. RE2-compatible; applied to the unwrapped value.
 */
export const WRONG_HASH_PATTERN = '^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{128})$';

const SHA256 = new RegExp(SHA256_PATTERN);
const WRONG_HASH = new RegExp(WRONG_HASH_PATTERN);

/** SHA-224 and SHA-384 in hexadecimal digits; 32 bytes in base64, which may be a SHA-256 or something encrypted. */
const OTHER_DIGEST = /^(?:[0-9a-f]{56}|[0-9a-f]{96}|[a-z0-9+/_-]{43}=)$/i;

const WRITTEN_AS_BYTES = /^(?:0x|\\x)([0-9a-f]{64})$/i;

/** Databases write the bytes of a hash as `0x…` or `\\x…`; every other text is given back. */
export function withoutBytesMark(text: string): string {
  return WRITTEN_AS_BYTES.exec(text)?.[1] ?? text;
}

/** True for a text that is no e-mail address or phone number but very likely a digest that can't be used. */
export function isOtherDigest(text: string): boolean {
  return OTHER_DIGEST.test(text);
}

/** What systems write where there is nothing, in lowercase. */
export const NOTHING_WORDS: ReadonlySet<string> = new Set([
  '',
  ' ',
  'null',
  'none',
  'nil',
  'undefined',
  'nan',
  'na',
  'n/a',
  'n.a.',
  '#n/a',
  '\\n',
  '-',
  '--',
  '.',
  '0',
  '?',
  '@',
  '+',
  '+1',
  '""',
  "''",
  '[]',
  '{}',
  'unknown',
  'empty',
  'not available',
  'not provided',
  'false',
  '00000000-0000-0000-0000-000000000000',
]);

/** How systems spell the same word. */
function spellings(word: string): readonly string[] {
  return [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)];
}

/**
 * SHA-256 values that stand for nobody: hashes of the empty string, of "null" and their like, and 64 equal
 * digits. A pipeline that hashes before it checks fills whole columns with one of these.
 */
export const HASHES_OF_NOTHING: ReadonlySet<string> = new Set([
  ...[...NOTHING_WORDS, 'NaN', 'N/a'].flatMap(spellings).map(sha256),
  '0'.repeat(64),
  'f'.repeat(64),
]);

/**
 * Recognises a value that was hashed before it came here; undefined when it is none. A SHA-256 is never
 * hashed again. Hashes have at least 32 characters, so short values are turned away without a pattern.
 */
export function readHash(text: string): IdentifierResult | undefined {
  if (text.length < 32) return undefined;
  if (SHA256.test(text)) {
    const digest = text.toLowerCase();
    if (HASHES_OF_NOTHING.has(digest)) return { valid: false, reason: 'hash-of-nothing' };
    return { valid: true, hash: digest, normalised: undefined };
  }
  return WRONG_HASH.test(text) ? { valid: false, reason: 'wrong-hash' } : undefined;
}
