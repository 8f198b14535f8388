import { IDENTIFIER_REJECT_REASONS, type IdentifierRejectReason } from '../../core/identifiers/types.ts';

/** What became of a value, in one byte of the staged file. A value below `rejected` has a hash, any other has none. */
export const CODE = {
  plain: 0,
  sha256: 1,
  /** SHA-256 with capital letters. */
  uppercaseSha256: 2,
  /** Added to the three above for values that stand for "none". */
  placeholder: 4,
  /** Added for a phone number that was written otherwise than as `+` and digits. */
  rewritten: 8,
  /** The first reason of the core's list; the others follow in its order. */
  rejected: 16,
  /** The reason `wrong-hash` where the hash is MD5. */
  md5: 64,
  /** The reasons `not-an-email` and `not-a-phone` where there are several in one value. */
  severalEmails: 65,
  severalPhones: 66,
  /** Added to the code of a placeholder that the person leaves out. */
  dropped: 128,
} as const;

export function rejectCode(reason: IdentifierRejectReason): number {
  return CODE.rejected + IDENTIFIER_REJECT_REASONS.indexOf(reason);
}

/** Undefined for codes of usable values. */
export function rejectReason(code: number): IdentifierRejectReason | undefined {
  if (code === CODE.md5) return 'wrong-hash';
  if (code === CODE.severalEmails) return 'not-an-email';
  if (code === CODE.severalPhones) return 'not-a-phone';
  // It counts as nothing, which is what it stands for.
  if (code >= CODE.dropped) return 'empty';
  return code < CODE.rejected ? undefined : IDENTIFIER_REJECT_REASONS[code - CODE.rejected];
}
