import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { IdentifierType } from './types.ts';

/** Always the same number of dots, so that a mask doesn't tell a length. */
const HIDDEN = '•••';
const HIDDEN_NUMBER = '•••••••';

/** The first character of a text of at least three; of a shorter one even that would be too much. */
function initial(text: string): string {
  const characters = Array.from(text);
  return characters.length < 3 ? '' : (characters[0] ?? '');
}

function maskOther(value: string): string {
  const characters = Array.from(value);
  if (characters.length < 8) return HIDDEN;
  return `${characters.slice(0, 2).join('')}${HIDDEN}${characters.slice(-2).join('')}`;
}

/** `jane@example.com` → `j•••@e•••.com`: the ending stays, because a wrong one is a common fault. */
function maskEmail(value: string): string {
  const at = value.lastIndexOf('@');
  if (at < 1) return maskOther(value);
  const domain = value.slice(at + 1);
  const dot = domain.lastIndexOf('.');
  if (dot < 1) return `${initial(value.slice(0, at))}${HIDDEN}@${HIDDEN}`;
  const ending = domain.slice(dot);
  return `${initial(value.slice(0, at))}${HIDDEN}@${initial(domain.slice(0, dot))}${HIDDEN}${ending}`;
}

/** `+14155550123` → `+1•••••••23`: how the country was written and the last two digits. */
function maskPhone(value: string): string {
  const digits = value.replace(/\D/g, '');
  if (digits.length < 7) return HIDDEN;
  const callingCode = value.includes('+') ? parsePhoneNumberFromString(value)?.countryCallingCode : undefined;
  const start = callingCode === undefined ? (value.includes('+') ? '+' : '') : `+${callingCode}`;
  return `${start}${HIDDEN_NUMBER}${digits.slice(-2)}`;
}

/**
 * The value as it may be shown: enough to recognise its form, never enough to know it. Values that aren't what
 * their type says are hidden further, and short ones altogether; an empty value stays empty.
 */
export function maskValue(type: IdentifierType | undefined, value: string): string {
  if (value.trim() === '') return '';
  if (type === 'EMAIL') return maskEmail(value.trim());
  if (type === 'PHONE' && !/[a-z@]/i.test(value)) return maskPhone(value);
  return maskOther(value.trim());
}

/** SHA-256 as hex digits: whoever has a list of addresses knows by it who is meant. */
const HASH = /^[0-9a-f]{64}$/i;

/** A copy of a value in which every text that is a hash is masked, however deep it lies. */
export function maskHashes(value: unknown): unknown {
  if (typeof value === 'string') return HASH.test(value) ? maskOther(value) : value;
  if (Array.isArray(value)) return value.map(maskHashes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, maskHashes(each)]));
}
