import { readHash, sha256, withoutBytesMark } from './hash.ts';
import { unwrapText } from './text.ts';
import type { IdentifierResult, IdentifierRules } from './types.ts';

/** An advertising id, after unwrapping. RE2-compatible. */
export const UUID_PATTERN = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$';

/** What a device reports once its owner has opted out of tracking, with dashes or without. RE2-compatible. */
export const ALL_ZERO_PATTERN = '^(?:0{8}-0{4}-0{4}-0{4}-0{12}|0{32})$';

const UUID = new RegExp(UUID_PATTERN);
const ALL_ZERO = new RegExp(ALL_ZERO_PATTERN);

/**
 * The string that is hashed, whatever the text is: Apple's id in the case the rules say (TikTok's own example
 * hashes upper case), Google's in lowercase.
 */
export function formatDeviceId(
  type: 'IDFA' | 'AAID',
  text: string,
  idfaCase: IdentifierRules['idfaCase'],
): string {
  const id = unwrapText(text);
  return type === 'IDFA' && idfaCase === 'upper' ? id.toUpperCase() : id.toLowerCase();
}

/**
 * A UUID with its dashes, then SHA-256. 32 hex digits without dashes are refused as a wrong hash: they can't
 * be told from an MD5.
 */
export function normaliseDeviceId(
  type: 'IDFA' | 'AAID',
  value: string,
  rules: Pick<IdentifierRules, 'idfaCase'>,
): IdentifierResult {
  const text = unwrapText(value);
  if (text === '') return { valid: false, reason: 'empty' };
  if (ALL_ZERO.test(text)) return { valid: false, reason: 'all-zero' };
  const hashed = readHash(withoutBytesMark(text));
  if (hashed !== undefined) return hashed;
  if (!UUID.test(text)) return { valid: false, reason: 'not-a-uuid' };
  const id = formatDeviceId(type, text, rules.idfaCase);
  return { valid: true, hash: sha256(id), normalised: id };
}
