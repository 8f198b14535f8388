import { holdsSeveralAddresses } from '../../core/identifiers/address-text.ts';
import { sha256 } from '../../core/identifiers/hash.ts';
import { normaliseIdentifier } from '../../core/identifiers/index.ts';
import { holdsSeveralPhones, phoneToHash } from '../../core/identifiers/phone.ts';
import { isPlaceholder, PLACEHOLDER_HASHES } from '../../core/identifiers/placeholders.ts';
import { unwrapText } from '../../core/identifiers/text.ts';
import type {
  AudienceIdType,
  IdentifierRejectReason,
  IdentifierResult,
  IdentifierRules,
} from '../../core/identifiers/types.ts';
import { judgePhone } from './phone-judge.ts';
import { CODE, rejectCode } from './value-codes.ts';

const MD5_DIGITS = 32;

/** Answers that are remembered: columns repeat what isn't an identifier, such as "n/a". */
const REMEMBERED = 20_000;
/** Longer values don't come again, and would fill the memory. */
const REMEMBERED_LENGTH = 200;

/** What became of a value: its code and, when it is usable, the 64 hex digits of its hash. */
export interface Answer {
  readonly code: number;
  readonly hash: string | undefined;
}

/** The core's word about the values of a type. */
export function coreAnswers(type: AudienceIdType, rules: IdentifierRules): (value: string) => Answer {
  const remembered = new Map<string, Answer>();
  return (value) => {
    const known = remembered.get(value);
    if (known !== undefined) return known;
    const answer = answerTo(type, value, rules);
    if (value.length > REMEMBERED_LENGTH) return answer;
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(value, answer);
    return answer;
  };
}

function answerTo(type: AudienceIdType, value: string, rules: IdentifierRules): Answer {
  const result = judge(type, value, rules);
  if (!result.valid) {
    return { code: rejectedCode(type, value, result.reason, rules), hash: undefined };
  }
  const isNone =
    result.normalised === undefined
      ? PLACEHOLDER_HASHES.has(result.hash)
      : isPlaceholder(type, result.normalised);
  const isRewritten =
    type === 'PHONE' && result.normalised !== undefined && value !== withPlus(result.normalised);
  const marks = (isNone ? CODE.placeholder : 0) + (isRewritten ? CODE.rewritten : 0);
  return { code: formOf(value, result.normalised) + marks, hash: result.hash };
}

/** The reason's code, or one of those that tell more of it. */
function rejectedCode(
  type: AudienceIdType,
  value: string,
  reason: IdentifierRejectReason,
  { defaultCountry }: IdentifierRules,
): number {
  const text = unwrapText(value);
  if (reason === 'wrong-hash' && text.length === MD5_DIGITS) return CODE.md5;
  if (type === 'EMAIL' && reason === 'not-an-email' && holdsSeveralAddresses(text)) return CODE.severalEmails;
  const mayBeTwo = type === 'PHONE' && (reason === 'not-a-phone' || reason === 'too-long');
  return mayBeTwo && holdsSeveralPhones(text, defaultCountry) ? CODE.severalPhones : rejectCode(reason);
}

/** A number as `+` and digits, whichever of the two rules it was normalised by. */
function withPlus(number: string): string {
  return number.startsWith('+') ? number : `+${number}`;
}

function judge(type: AudienceIdType, value: string, rules: IdentifierRules): IdentifierResult {
  const verdict = type === 'PHONE' ? judgePhone(value, rules.defaultCountry) : undefined;
  if (verdict === undefined) return normaliseIdentifier(type, value, rules);
  if ('reason' in verdict) return { valid: false, reason: verdict.reason };
  const normalised = phoneToHash(verdict.e164, rules.phoneRule);
  return { valid: true, hash: sha256(normalised), normalised };
}

function formOf(value: string, normalised: string | undefined): number {
  if (normalised !== undefined) return CODE.plain;
  return /[A-F]/.test(value) ? CODE.uppercaseSha256 : CODE.sha256;
}
