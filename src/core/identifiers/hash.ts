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
