import { IDENTIFIER_REJECT_REASONS, type IdentifierRejectReason } from '../../core/identifiers/types.ts';

/** What became of a value, in one byte of the staged file. */
export const CODE = {
  plain: 0,
  sha256: 1,
  /** SHA-256 with capital letters. */
  uppercaseSha256: 2,
  /** Added to the three above for values that stand for "none". */
  placeholder: 4,
  /** The first reason of the core's list; the others follow in its order. */
  rejected: 16,
} as const;

export function rejectCode(reason: IdentifierRejectReason): number {
  return CODE.rejected + IDENTIFIER_REJECT_REASONS.indexOf(reason);
}

/** Undefined for codes of usable values. */
export function rejectReason(code: number): IdentifierRejectReason | undefined {
  return code < CODE.rejected ? undefined : IDENTIFIER_REJECT_REASONS[code - CODE.rejected];
}
