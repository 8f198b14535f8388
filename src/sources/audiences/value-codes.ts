import { IDENTIFIER_REJECT_REASONS, type IdentifierRejectReason } from '../../core/identifiers/types.ts';

/** What became of a value, in one byte of the staged file. */
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
} as const;

export function rejectCode(reason: IdentifierRejectReason): number {
  return CODE.rejected + IDENTIFIER_REJECT_REASONS.indexOf(reason);
}

/** Undefined for codes of usable values. */
export function rejectReason(code: number): IdentifierRejectReason | undefined {
  if (code === CODE.md5) return 'wrong-hash';
  return code < CODE.rejected ? undefined : IDENTIFIER_REJECT_REASONS[code - CODE.rejected];
}
