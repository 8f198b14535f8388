import { addressText } from '../identifiers/address-text.ts';
import { formatEmail } from '../identifiers/email.ts';
import { readPhone } from '../identifiers/phone.ts';
import { phoneDigits } from '../identifiers/phone-digits.ts';
import { trimText, unwrapText } from '../identifiers/text.ts';
import type { IdentifierType } from '../identifiers/types.ts';
import { formatShare } from '../wording.ts';
import { identifierHint, type NameHint } from './column-names.ts';

/** Rows of a query's result, as an engine gives them. */
export interface Sample {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** How the values of a column are written; `mixed` when no one way has nineteen in twenty of them. */
export type Hashing = 'empty' | 'plain' | 'sha256' | 'sha1' | 'md5' | 'mixed';

export interface DetectedColumn {
  readonly column: string;
  /** Undefined: no identifier, as far as can be told. */
  readonly type: IdentifierType | undefined;
  /** 0 to 1; above 0.8 name and contents agree, or the contents leave no doubt. */
  readonly confidence: number;
  readonly hashed: Hashing;
  /** Why, in one sentence for people. */
  readonly reason: string;
}

type Kind = 'email' | 'phone' | 'international' | 'uuid' | 'upperUuid' | 'sha256' | 'sha1' | 'md5' | 'other';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HEX = /^[0-9a-f]+$/i;
/** Dates, times, decimals and IP addresses are digits and separators too. */
const NOT_A_PHONE =
  /^\d{4}-\d{2}-\d{2}|^\d+[.,]\d+$|^\d{1,3}(?:\.\d{1,3}){3}$|^\d{1,2}[./]\d{1,2}[./]\d{2,4}$/;

function kindOf(text: string): Kind {
  if (HEX.test(text)) {
    if (text.length === 64) return 'sha256';
    if (text.length === 40) return 'sha1';
    if (text.length === 32) return 'md5';
  }
  if (UUID.test(text)) return text === text.toLowerCase() ? 'uuid' : 'upperUuid';
  if (text.includes('@') || text.includes('＠')) {
    return formatEmail(addressText(text), 'standard') === undefined ? 'other' : 'email';
  }
  const digits = NOT_A_PHONE.test(text) ? undefined : phoneDigits(text);
  if (digits === undefined || digits.length < 7 || digits.length > 18) return 'other';
  return digits.startsWith('+') && readPhone(digits, undefined).reason === undefined
    ? 'international'
    : 'phone';
}

interface Contents {
  readonly filled: number;
  /** Share of the filled values, 0 to 1. */
  share(...kinds: readonly Kind[]): number;
}

function examine(values: readonly (string | null | undefined)[]): Contents {
  const counts = new Map<Kind, number>();
  let filled = 0;
  for (const value of values) {
    if (value == null || trimText(value) === '') continue;
    const kind = kindOf(unwrapText(value));
    filled += 1;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return {
    filled,
    share: (...kinds) =>
      filled === 0 ? 0 : kinds.reduce((sum, kind) => sum + (counts.get(kind) ?? 0), 0) / filled,
  };
}

function hashingOf(contents: Contents): Hashing {
  if (contents.filled === 0) return 'empty';
  const hashes = ['sha256', 'sha1', 'md5'] as const;
  for (const hash of hashes) if (contents.share(hash) >= 0.95) return hash;
  return contents.share(...hashes) <= 0.05 ? 'plain' : 'mixed';
}

interface Finding {
  readonly type: IdentifierType | undefined;
  readonly confidence: number;
  readonly reason: string;
}

const NAMES: Readonly<Record<IdentifierType, string>> = {
  EMAIL: 'e-mail addresses',
  PHONE: 'phone numbers',
  IDFA: "Apple's advertising ids",
  AAID: "Google's advertising ids",
  EXTERNAL_ID: 'ids of your own',
};

const NOTHING: Finding = {
  type: undefined,
  confidence: 0,
  reason: 'Neither its name nor its values say so.',
};

function byContents(type: IdentifierType, share: number, isNamed: boolean): Finding {
  const named = isNamed ? ', and so its name says' : ', whatever its name';
  return {
    type,
    confidence: isNamed ? 0.9 + 0.1 * share : 0.6 + 0.3 * share,
    reason: `${formatShare(share, 1)} of its values are ${NAMES[type]}${named}.`,
  };
}

function byName(type: IdentifierType, confidence: number, rest: string): Finding {
  return { type, confidence, reason: `Its name stands for ${NAMES[type]}${rest}.` };
}

/** Ids with dashes are advertising ids only when the name says so; many systems use the same form. */
function findAdvertisingId(contents: Contents, hint: NameHint | undefined): Finding | undefined {
  const share = contents.share('uuid', 'upperUuid');
  if (share < 0.5 || hint === undefined) return undefined;
  if (hint.type === 'IDFA' || hint.type === 'AAID') return byContents(hint.type, share, true);
  if (hint.type !== 'ADVERTISING_ID') return undefined;
  const isApple = contents.share('upperUuid') > share / 2;
  return {
    type: isApple ? 'IDFA' : 'AAID',
    confidence: 0.6,
    reason: isApple
      ? "Its values are advertising ids in upper case, as Apple's are."
      : "Its values are advertising ids in lower case, as Google's are.",
  };
}

function find(contents: Contents, hint: NameHint | undefined): Finding {
  const emails = contents.share('email');
  if (emails >= 0.5) return byContents('EMAIL', emails, hint?.type === 'EMAIL');
  const international = contents.share('international');
  const phones = contents.share('phone', 'international');
  if (phones >= 0.5 && hint?.type === 'PHONE') return byContents('PHONE', phones, true);
  if (international >= 0.5) return byContents('PHONE', international, false);
  const advertisingId = findAdvertisingId(contents, hint);
  if (advertisingId !== undefined) return advertisingId;
  if (hint === undefined || hint.type === 'ADVERTISING_ID') return NOTHING;
  if (hint.type === 'EXTERNAL_ID') return hint.isWhole ? byName('EXTERNAL_ID', 0.8, '') : NOTHING;
  const hashes = contents.share('sha256', 'sha1', 'md5');
  if (hashes >= 0.5) {
    const isUsable = contents.share('sha256') >= hashes / 2;
    const kind = isUsable ? 'SHA-256 hashes' : 'MD5 or SHA-1 hashes, which cannot be used here';
    return byName(hint.type, 0.9, `, and ${formatShare(hashes, 1)} of its values are ${kind}`);
  }
  if (contents.filled === 0) return byName(hint.type, hint.isWhole ? 0.5 : 0.3, '; there is nothing in it');
  if (hint.isWhole) return byName(hint.type, 0.3, ', but most of its values are something else');
  return NOTHING;
}

/** What each column of a result holds, told by its name and by the values of the sample. */
export function detectColumns(sample: Sample): readonly DetectedColumn[] {
  return sample.columns.map(({ name }, position) => {
    const contents = examine(sample.rows.map((row) => row[position]));
    return { column: name, hashed: hashingOf(contents), ...find(contents, identifierHint(name)) };
  });
}
