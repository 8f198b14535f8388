import type { DeliveryCounts, IdentifierCounts, RowCounts, Warning } from '../delivery/events.ts';
import type { AudienceIdType, RejectReason } from '../identifiers/types.ts';
import type { UnreadableRows } from '../ports/sources.ts';

/** Entries from (inclusive) to (exclusive) of a staged file. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What one of the query's columns holds, counted over every row read. */
export interface ColumnDiagnosis {
  readonly type: AudienceIdType;
  readonly column: string;
  readonly rows: number;
  readonly empty: number;
  /** Values given in the clear and usable. */
  readonly plain: number;
  /** SHA-256 hex that passed through (uppercase counted too). */
  readonly sha256: number;
  readonly uppercaseHex: number;
  /** Of `plain`: phone numbers written otherwise than as `+` and digits; absent in records of older versions. */
  readonly rewritten?: number | undefined;
  /** Of the rejected `wrong-hash`: MD5, 32 hex digits; absent in records of older versions. */
  readonly md5?: number | undefined;
  /** Of the rejected: several addresses or numbers in one value; absent in records of older versions. */
  readonly several?: number | undefined;
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>;
  /** Valid values that stand for "none", such as test@test.com, and how many rows carry them. */
  readonly placeholders: number;
  /** True when every row carries the same value, valid or not. */
  readonly constant: boolean;
  /** Rows carrying the most frequent valid value. */
  readonly mostFrequent: number;
}

/** The result of staging: one pass over the query, nothing compared with the audience yet. */
export interface StagedAudience {
  /** Rows of the result plus rows that could not be read. */
  readonly rowsRead: number;
  readonly columns: readonly ColumnDiagnosis[];
  readonly unreadable: UnreadableRows;
  /** What is known to be wrong with the values of the source's files, whatever the query makes of them. */
  readonly notes?: readonly Warning[] | undefined;
  /** `id_schema` of every batch of this file, such as `["EMAIL_SHA256","PHONE_SHA256"]`. */
  readonly idSchema: readonly string[];
  readonly seconds: number;
}

/** Counts of a plan or of its outcome; `sent` in a plan means "would be sent". */
export interface AudienceTally {
  readonly rows: RowCounts;
  readonly identifiers: Readonly<Partial<Record<AudienceIdType, IdentifierCounts>>>;
  readonly delivery: Required<Pick<DeliveryCounts, 'added' | 'removed' | 'unchanged'>>;
}

/**
 * What will be sent, as ranges of numbered entries: adds are `[0, addEntries)`, deletes
 * `[addEntries, entries)`. An entry is one user of `batch_data`.
 */
export interface AudiencePlan {
  readonly entries: number;
  readonly addEntries: number;
  /** Identifiers in the ledger before this run. */
  readonly ledgerSize: number;
  /** Those of them that are of types this run has none of; absent when there are none. */
  readonly otherTypes?: Readonly<Partial<Record<AudienceIdType, number>>> | undefined;
  readonly expected: AudienceTally;
  readonly seconds: number;
}
