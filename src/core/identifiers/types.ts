/** The id types an audience takes, in the order tada uses for `id_schema`. */
export const AUDIENCE_ID_TYPES = ['EMAIL', 'PHONE', 'IDFA', 'AAID'] as const;
export type AudienceIdType = (typeof AUDIENCE_ID_TYPES)[number];

/** Events know e-mail, phone and the advertiser's own id for a person. */
export type IdentifierType = AudienceIdType | 'EXTERNAL_ID';

/** Why a value can't be used as an identifier. A closed list; the names are a public contract. */
export const IDENTIFIER_REJECT_REASONS = [
  'empty',
  'not-an-email',
  'not-a-phone',
  'no-country',
  'too-short',
  'too-long',
  'invalid-number',
  'not-a-uuid',
  'all-zero',
  'hash-of-nothing',
  'wrong-hash',
] as const;
export type IdentifierRejectReason = (typeof IDENTIFIER_REJECT_REASONS)[number];

/** Why an event can't be sent. */
export const EVENT_REJECT_REASONS = [
  'no-identifier',
  'no-timestamp',
  'bad-timestamp',
  'too-old',
  'in-future',
  'no-event-name',
  'unknown-event-name',
  'no-page-url',
  'bad-currency',
  'bad-number',
] as const;
export type EventRejectReason = (typeof EVENT_REJECT_REASONS)[number];

/** Why a value or a row is left out, whatever it is of. */
export const REJECT_REASONS = [
  ...IDENTIFIER_REJECT_REASONS,
  ...EVENT_REJECT_REASONS,
  'unreadable-row',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** How identifiers of one audience are normalised. One audience keeps one set of rules for life. */
export interface IdentifierRules {
  /** `legacy` also drops `+tag` and the dots of the local part. */
  readonly emailRule: 'standard' | 'legacy';
  /** Which string of a phone number is hashed: `+14155550123` or `14155550123`. */
  readonly phoneRule: 'plus' | 'digits';
  /** Case in which an IDFA is hashed; TikTok's own example hashes upper case. */
  readonly idfaCase: 'upper' | 'lower';
  /** ISO 3166 alpha-2; undefined: only international numbers are valid. */
  readonly defaultCountry: string | undefined;
}

export const DEFAULT_RULES: IdentifierRules = {
  emailRule: 'standard',
  phoneRule: 'plus',
  idfaCase: 'upper',
  defaultCountry: undefined,
};

/**
 * A value made ready for TikTok, or the reason it can't be. `normalised` is the exact string that was hashed
 * (undefined when the value came as a SHA-256 already); `hash` is 64 lowercase hex digits.
 */
export type IdentifierResult =
  | { readonly valid: true; readonly hash: string; readonly normalised: string | undefined }
  | { readonly valid: false; readonly reason: IdentifierRejectReason };
