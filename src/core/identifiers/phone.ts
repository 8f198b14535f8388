import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max';
import { isOtherDigest, readHash, sha256, withoutBytesMark } from './hash.ts';
import { phoneDigits } from './phone-digits.ts';
import { isPlainInternational, plainNational } from './phone-plans.ts';
import { unwrapText } from './text.ts';
import type { IdentifierRejectReason, IdentifierResult, IdentifierRules } from './types.ts';

/** E.164: digits of a whole number, the country code included. */
const MAXIMUM_DIGITS = 15;

/** No country has subscriber numbers shorter than this; fewer digits are no number in any reading. */
const MINIMUM_DIGITS = 4;

/** A number in E.164 and whether the numbering plan of its country has it; or why it can't be read as one. */
export type PhoneReading =
  | { readonly e164: string; readonly reason: IdentifierRejectReason | undefined }
  | { readonly e164: undefined; readonly reason: IdentifierRejectReason };

/**
 * Reads digits with the library. `digits` starts with `+` or is national for `country`. Possible length but no
 * such range is `invalid-number`; the other reasons are about the length.
 */
function readWithLibrary(digits: string, country: CountryCode | undefined): PhoneReading {
  const options = country === undefined ? { extract: false } : { extract: false, defaultCountry: country };
  const number = parsePhoneNumberFromString(digits, options);
  if (number?.isValid()) return { e164: number.number, reason: undefined };
  const reason = lengthProblem(digits, country);
  return number === undefined ? { e164: undefined, reason } : { e164: number.number, reason };
}

/** Reads digits that start with `+`. */
function readInternational(digits: string): PhoneReading {
  if (isPlainInternational(digits.slice(1))) return { e164: digits, reason: undefined };
  return readWithLibrary(digits, undefined);
}

function lengthProblem(digits: string, country: CountryCode | undefined): IdentifierRejectReason {
  if (/^\+?0+$/.test(digits)) return 'invalid-number';
  const problem = validatePhoneNumberLength(digits, country);
  if (problem === 'TOO_SHORT') return 'too-short';
  if (problem === 'TOO_LONG') return 'too-long';
  return 'invalid-number';
}

function isValidReading(reading: PhoneReading): boolean {
  return reading.reason === undefined;
}

/**
 * Digits without a `+`. Three traps lie here:
 * - `0044…` is international although only some countries dial `00`.
 * - `4915123456789` in Germany is `+49 151 23456789` without its plus, but the numbering plan also has room
 *   for `+49 4915123456789`. Where a number that begins with the country's own code is valid after a `+`,
 *   that reading wins; in plans of a fixed length only one of the two can be valid anyway.
 * - `14155550123` without a country could be anything, so nothing is guessed.
 */
function readNational(digits: string, country: CountryCode | undefined): PhoneReading {
  if (digits.startsWith('00')) {
    const international = readInternational(`+${digits.slice(2)}`);
    if (isValidReading(international)) return international;
  }
  if (country === undefined) {
    if (/^0+$/.test(digits)) return { e164: undefined, reason: 'invalid-number' };
    if (digits.length < MINIMUM_DIGITS) return { e164: undefined, reason: 'too-short' };
    if (digits.length > MAXIMUM_DIGITS + 2) return { e164: undefined, reason: 'too-long' };
    return { e164: undefined, reason: 'no-country' };
  }
  const plain = plainNational(digits, country);
  if (plain !== undefined) return { e164: plain, reason: undefined };
  if (digits.startsWith(getCountryCallingCode(country))) {
    const international = readInternational(`+${digits}`);
    if (isValidReading(international)) return international;
  }
  return readWithLibrary(digits, country);
}

/**
 * Reads a phone number as people write it; `text` is unwrapped already. Extensions are dropped; a `+` in front
 * of a zero is ignored, because no country code begins with one.
 */
export function readPhone(text: string, defaultCountry: string | undefined): PhoneReading {
  const digits = phoneDigits(text);
  if (digits === undefined) return { e164: undefined, reason: 'not-a-phone' };
  const country =
    defaultCountry !== undefined && isSupportedCountry(defaultCountry) ? defaultCountry : undefined;
  if (!digits.startsWith('+')) return readNational(digits, country);
  if (digits.startsWith('+0')) return readNational(digits.slice(1), country);
  return readInternational(digits);
}

/** What stands between two numbers in one text; a slash may also stand inside of one. */
const BETWEEN_NUMBERS = /[,;|&\n/]|:::|\s(?:or|and|oder|und|ou|et|o|y)\s/i;

/** True for a text with more than one phone number in it. */
export function holdsSeveralPhones(text: string, defaultCountry: string | undefined): boolean {
  const parts = text.split(BETWEEN_NUMBERS);
  return parts.filter((part) => readPhone(unwrapText(part), defaultCountry).reason === undefined).length > 1;
}

/** The string that is hashed: TikTok's documentation hashes the number with its `+`. */
export function phoneToHash(e164: string, phoneRule: IdentifierRules['phoneRule']): string {
  return phoneRule === 'plus' ? e164 : e164.slice(1);
}

/** E.164 by libphonenumber's metadata, then SHA-256. */
export function normalisePhone(
  value: string,
  rules: Pick<IdentifierRules, 'phoneRule' | 'defaultCountry'>,
): IdentifierResult {
  const text = unwrapText(value);
  if (text === '') return { valid: false, reason: 'empty' };
  const hashed = readHash(withoutBytesMark(text));
  if (hashed !== undefined) return hashed;
  const reading = readPhone(text, rules.defaultCountry);
  if (reading.reason !== undefined) {
    return { valid: false, reason: isOtherDigest(text) ? 'wrong-hash' : reading.reason };
  }
  const number = phoneToHash(reading.e164, rules.phoneRule);
  return { valid: true, hash: sha256(number), normalised: number };
}
