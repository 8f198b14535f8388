import { NOTHING_WORDS, readHash, sha256 } from './hash.ts';
import { trimText } from './text.ts';
import type { IdentifierResult } from './types.ts';

/**
 * The advertiser's own id for a person: trimmed, its case kept, then SHA-256. It is opaque, so that 32 hex
 * digits are an id like any other; "null" and its like count as empty.
 */
export function normaliseExternalId(value: string): IdentifierResult {
  const id = trimText(value);
  if (NOTHING_WORDS.has(id.toLowerCase())) return { valid: false, reason: 'empty' };
  const hashed = readHash(id);
  if (hashed !== undefined && (hashed.valid || hashed.reason === 'hash-of-nothing')) return hashed;
  return { valid: true, hash: sha256(id), normalised: id };
}
