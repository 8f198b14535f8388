import type { Range } from '../../core/audiences/plan.ts';
import type { CustomerFileType } from '../../core/delivery/file-types.ts';
import type { AudienceIdType } from '../../core/identifiers/types.ts';
import { unpackSql } from './packed-hash.ts';
import { newSlotsSql, type StagedFacts, slotsOf } from './staged-file.ts';

/** A column of a customer file, and the slots of the staged rows that fill it. */
export interface FileColumn {
  /** The name TikTok gives it; undefined in a file of one type, which has no header. */
  readonly header: string | undefined;
  readonly slots: readonly number[];
}

/** Columns of a `MULTIPLE_TYPES` file. TikTok has one for all device ids; those of iOS come first here. */
const TABLE: readonly (readonly [header: string, types: readonly AudienceIdType[]])[] = [
  ['email_SHA256', ['EMAIL']],
  ['phone_SHA256', ['PHONE']],
  ['MAID_SHA256', ['IDFA', 'AAID']],
];

const SINGLE: Readonly<Record<Exclude<CustomerFileType, 'MULTIPLE_TYPES'>, AudienceIdType>> = {
  EMAIL_SHA256: 'EMAIL',
  PHONE_SHA256: 'PHONE',
  IDFA_SHA256: 'IDFA',
  GAID_SHA256: 'AAID',
};

/** The columns of a file with the staged identifiers; throws (a bug) when it can't carry all of their types. */
export function fileColumns(
  { slots, types }: StagedFacts,
  fileType: CustomerFileType,
): readonly FileColumn[] {
  if (fileType === 'MULTIPLE_TYPES') {
    return TABLE.map(([header, held]) => ({
      header,
      slots: held.flatMap((type) => slotsOf(slots, type)),
    })).filter((column) => column.slots.length > 0);
  }
  const held = SINGLE[fileType];
  if (types.some((type) => type !== held)) {
    throw new Error(`A file of ${fileType} can't carry ${types.join(', ')}.`);
  }
  return [{ header: undefined, slots: slotsOf(slots, held) }];
}

/** The first line of a file, or nothing. */
export function headerLine(columns: readonly FileColumn[]): string {
  const headers = columns.flatMap(({ header }) => header ?? []);
  return headers.length === 0 ? '' : `${headers.join(',')}\n`;
}

/**
 * The lines of the whole list that come from a range of rows: `place`, `slots` and the hashes. An identifier
 * that an earlier row has is left out there, as it is in a plan.
 */
export function listSource({ slots }: StagedFacts, { from, to }: Range): string {
  return `SELECT rowid AS position, rows.*, ${newSlotsSql(slots)} AS slots
    FROM staged.rows AS rows WHERE rowid >= ${from} AND rowid < ${to}`;
}

/** The same of what a plan numbered: entries that come from rows. */
export function entriesSource({ from, to }: Range): string {
  const inRange = `rowid >= ${from} AND rowid < ${to}`;
  // The span of places lets DuckDB skip all other parts of the table.
  const edge = (which: 'min' | 'max') => `(SELECT ${which}(place) FROM staged.adds WHERE ${inRange})`;
  return `SELECT adds.rowid AS position, rows.*, adds.slots
    FROM staged.adds AS adds JOIN staged.rows AS rows ON rows.rowid = adds.place
    WHERE adds.${inRange.replace('AND rowid', 'AND adds.rowid')}
      AND rows.rowid >= ${edge('min')} AND rows.rowid <= ${edge('max')}`;
}

/**
 * All lines of a source as one text, with their number. A line holds one identifier of each column; where
 * somebody has several for one column, more lines follow.
 */
export function linesSql(columns: readonly FileColumn[], source: string): string {
  const bits = (slots: readonly number[]) => slots.reduce((mask, k) => mask + 2 ** k, 0);
  const isSimple = columns.every(({ slots }) => slots.length === 1);
  const needed = columns.map(({ slots }) => `bit_count(slots & ${bits(slots)}::UINTEGER)`);
  const turns = isSimple ? '0' : `unnest(range(greatest(${needed.join(', ')}, 0)))`;
  const cells = columns.map(({ slots }) => {
    const arms = slots.map((k, index) => {
      const before = `bit_count(slots & ${bits(slots.slice(0, index))}::UINTEGER)`;
      const isTurn = isSimple ? '' : ` AND ${before} = turn`;
      return `WHEN slots & ${2 ** k}::UINTEGER <> 0${isTurn} THEN ${unpackSql(`h${k}`)}`;
    });
    return `CASE ${arms.join(' ')} ELSE '' END`;
  });
  return `SELECT count(*) AS lines, string_agg(line, '' ORDER BY position, turn) AS text FROM (
    SELECT position, turn, ${cells.join(" || ',' || ")} || chr(10) AS line FROM (
      SELECT *, ${turns} AS turn FROM (${source}) WHERE slots <> 0))`;
}
