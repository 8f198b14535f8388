import type { ColumnDiagnosis } from './plan.ts';

/** What the values of a column turned out to be; every row is of exactly one kind. */
export const COLUMN_KINDS = [
  'plain',
  'rewritten',
  'sha256',
  'sha256-uppercase',
  'md5',
  'other-hash',
  'hash-of-nothing',
  'ambiguous',
  'rejected',
  'empty',
] as const;
export type ColumnKind = (typeof COLUMN_KINDS)[number];

/** The kinds in words, as what stands behind "12%". */
export const COLUMN_KIND_WORDS: Readonly<Record<ColumnKind, string>> = {
  plain: 'plain',
  rewritten: 'put into international form',
  sha256: 'SHA-256 already',
  'sha256-uppercase': 'SHA-256 in capitals',
  md5: 'MD5',
  'other-hash': 'another hash',
  'hash-of-nothing': 'the hash of nothing',
  ambiguous: 'without a country',
  rejected: 'not usable',
  empty: 'empty',
};

export interface ColumnShare {
  readonly kind: ColumnKind;
  readonly rows: number;
  /** Of all rows read, 0 to 1, to four decimals. */
  readonly share: number;
}

/** How the rows of a column are divided among the kinds; kinds without rows are left out. */
export function columnKinds(column: ColumnDiagnosis): readonly ColumnShare[] {
  const { rejected, rewritten = 0, md5 = 0, uppercaseHex, rows } = column;
  const wrongHash = rejected['wrong-hash'] ?? 0;
  const named = wrongHash + (rejected['hash-of-nothing'] ?? 0) + (rejected['no-country'] ?? 0) + column.empty;
  const allRejected = Object.values(rejected).reduce((sum, count) => sum + (count ?? 0), 0);
  const counts: Readonly<Record<ColumnKind, number>> = {
    plain: column.plain - rewritten,
    rewritten,
    sha256: column.sha256 - uppercaseHex,
    'sha256-uppercase': uppercaseHex,
    md5,
    'other-hash': wrongHash - md5,
    'hash-of-nothing': rejected['hash-of-nothing'] ?? 0,
    ambiguous: rejected['no-country'] ?? 0,
    rejected: allRejected - named,
    empty: column.empty,
  };
  return COLUMN_KINDS.filter((kind) => counts[kind] > 0).map((kind) => ({
    kind,
    rows: counts[kind],
    share: Math.round((counts[kind] / rows) * 10_000) / 10_000,
  }));
}
