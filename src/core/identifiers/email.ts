import { addressText } from './address-text.ts';
import { isOtherDigest, readHash, sha256, withoutBytesMark } from './hash.ts';
import { unwrapText } from './text.ts';
import type { IdentifierResult, IdentifierRules } from './types.ts';

/** RFC 5321: octets before and after the `@`, and in all. Counted in UTF-16 units, which is the same for ASCII. */
export const EMAIL_LIMITS = { local: 64, total: 254 } as const;

/** `letters` and `digits` are bodies of character classes. */
function emailPattern(letters: string, digits: string): string {
  const alphanumeric = `${letters}${digits}`;
  // An apostrophe in front would be taken off as a spreadsheet's mark.
  const first = `[${alphanumeric}!#$%&*+/=?^_\`{|}~-]`;
  const atom = `[${alphanumeric}!#$%&'*+/=?^_\`{|}~-]`;
  const label = `[${alphanumeric}](?:[${alphanumeric}-]{0,61}[${alphanumeric}])?`;
  const topLevel = `[${letters}][${alphanumeric}-]{0,61}[${alphanumeric}]`;
  const regular = `${first}${atom}*(?:\\.${atom}+)*@(?:${label}\\.)+${topLevel}`;
  // Two Japanese carriers gave out addresses with dots where the standard has none; people still use them.
  const carrier = `[${alphanumeric}._/+?-]+@(?:docomo|ezweb)\\.ne\\.jp`;
  return `^(?:${regular}|${carrier})$`;
}

/**
 * What is accepted as an e-mail address made of ASCII, after unwrapping and lowercasing: one `@`, a local part
 * of dot-separated atoms, a domain of at least two labels whose last one isn't a number. RE2-compatible; the
 * lengths of {@link EMAIL_LIMITS} are checked besides. A value with any other character is decided by
 * {@link formatEmail} alone, because engines differ in how they lowercase those.
 */
export const EMAIL_PATTERN = emailPattern('a-z', '0-9');

const ASCII_EMAIL = new RegExp(EMAIL_PATTERN);
const UNICODE_EMAIL = new RegExp(emailPattern('\\p{L}\\p{M}', '\\p{N}'), 'u');

/** The older rule's two cuts, in this order: from the first `+` to the `@`, then every dot before the `@`. */
function applyLegacyRule(email: string): string {
  const at = email.indexOf('@');
  const plus = email.indexOf('+');
  const local = email.slice(0, plus === -1 || plus > at ? at : plus).replaceAll('.', '');
  return local + email.slice(at);
}

/** The string that is hashed, or undefined when the text isn't an e-mail address. `text` is unwrapped already. */
export function formatEmail(text: string, emailRule: IdentifierRules['emailRule']): string | undefined {
  const email = text.toLowerCase();
  if (email.length > EMAIL_LIMITS.total || email.indexOf('@') > EMAIL_LIMITS.local) return undefined;
  if (!ASCII_EMAIL.test(email) && !UNICODE_EMAIL.test(email)) return undefined;
  if (emailRule === 'standard') return email;
  const cut = applyLegacyRule(email);
  return cut.startsWith('@') ? undefined : cut;
}

/**
 * Trimmed, taken out of what stands around it ({@link addressText}) and lowercased, then SHA-256, as TikTok
 * documents. International domains are taken as they are written. `legacy` is the rule of TikTok's older page and
 * of other clients.
 */
export function normaliseEmail(value: string, rules: Pick<IdentifierRules, 'emailRule'>): IdentifierResult {
  const text = unwrapText(value);
  if (text === '') return { valid: false, reason: 'empty' };
  const hashed = readHash(withoutBytesMark(text));
  if (hashed !== undefined) return hashed;
  const email = formatEmail(addressText(text), rules.emailRule);
  if (email === undefined)
    return { valid: false, reason: isOtherDigest(text) ? 'wrong-hash' : 'not-an-email' };
  return { valid: true, hash: sha256(email), normalised: email };
}
