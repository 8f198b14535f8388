import { configurationError } from '../errors.ts';
import type { ColumnInfo, SourceTables } from '../ports/sources.ts';
import { didYouMean } from '../profiles/nearest.ts';
import type { SourceSegment } from '../profiles/schema.ts';
import { findColumn } from './compile-filter.ts';
import type { PeopleUnit } from './people-source.ts';
import { segmentCondition } from './segment-sql.ts';
import { quoteName } from './sql-text.ts';

/** Who is in segments, in Presto's dialect: one way of saying it for campaigns and for segments made of segments. */

/** Tells the columns of a SELECT; the engine's `describe`. */
export type Describe = (tables: SourceTables, sql: string) => Promise<readonly ColumnInfo[]>;

/** A unit of segments with the columns that its table or query has. */
export interface DescribedUnit extends PeopleUnit {
  readonly columns: readonly ColumnInfo[];
}

/** What each unit's table or query holds, asked one after the other. */
export async function describeUnits(
  describe: Describe,
  tables: SourceTables,
  units: readonly PeopleUnit[],
): Promise<readonly DescribedUnit[]> {
  const described: DescribedUnit[] = [];
  for (const unit of units) described.push({ ...unit, columns: await describe(tables, unit.sql) });
  return described;
}

/** What a SELECT reads of a unit, and which rows of it; any of its segments may fit, one without a filter takes all. */
export function rowsOf(
  { segments, table, sql, columns }: DescribedUnit,
  now: number,
): { readonly from: string; readonly where: string | undefined } {
  const from = table === undefined ? `(\n${withoutSemicolon(sql)}\n) AS own` : quoteName(table);
  const conditions = segments.map((segment) => segmentCondition(segment, columns, now));
  const isAll = conditions.length === 0 || conditions.some((condition) => condition === undefined);
  return { from, where: isAll ? undefined : conditions.map((condition) => `(${condition})`).join(' OR ') };
}

/** The rows of a unit as they stand behind a FROM. */
export function fromRowsOf(unit: DescribedUnit, now: number): string {
  const { from, where } = rowsOf(unit, now);
  return where === undefined ? from : `${from} WHERE ${where}`;
}

function withoutSemicolon(sql: string): string {
  return sql.replace(/[;\s]+$/, '');
}

/**
 * Who a row is about: its key as text, without white space around it. Missing, or a text without a character, where
 * it has no key. Throws kind `configuration`, with the nearest name, for a key that the unit doesn't have.
 *
 * @param subject for the message, such as `campaign "spring"`
 */
export function personOf(subject: string, key: string, unit: DescribedUnit): string {
  const column = findColumn(unit.columns, key);
  if (column === undefined) throw missingColumn(`The ${subject} tells people apart by "${key}"`, key, unit);
  return `trim(${textOf(column)})`;
}

/** Columns of one name may have other types in other tables. Bytes are hashes, mostly: their digits count. */
export function textOf({ name, type }: ColumnInfo): string {
  if (/^(varchar|char|text|string)\b/i.test(type)) return quoteName(name);
  if (/^(blob|varbinary|bytea)\b/i.test(type)) return `lower(to_hex(${quoteName(name)}))`;
  return `CAST(${quoteName(name)} AS VARCHAR)`;
}

export function missingColumn(what: string, column: string, unit: DescribedUnit) {
  const names = unit.columns.map((each) => each.name);
  return configurationError(
    `${what}, which ${describeUnit(unit)} doesn't have${didYouMean(column, names) || '.'}`,
    `Its columns are ${names.join(', ')}.`,
  );
}

export function describeUnit({
  segments,
  table,
}: {
  readonly segments: readonly SourceSegment[];
  readonly table: string | undefined;
}): string {
  if (table !== undefined) return `the table "${table}"`;
  return `the query of the segment "${segments[0]?.name ?? ''}"`;
}
