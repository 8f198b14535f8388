import type { ColumnInfo } from '../ports/sources.ts';
import type { SourceSegment } from '../profiles/schema.ts';
import { compileFilter } from './compile-filter.ts';
import { quoteName } from './sql-text.ts';

/**
 * The rows of a segment as one SELECT in Presto's dialect, every column of its table or query.
 *
 * @param columns those of {@link segmentTable}; a field that isn't among them throws kind `configuration`
 * @param now milliseconds since 1970, for `within last`
 */
export function segmentSql(segment: SourceSegment, columns: readonly ColumnInfo[], now: number): string {
  const condition = segmentCondition(segment, columns, now);
  const where = condition === undefined ? '' : `\nWHERE ${condition}`;
  return segment.sql ?? `SELECT *\nFROM ${quoteName(segment.table ?? '')}${where}`;
}

/** The SELECT whose columns a segment's filter may look at: all rows of its table, or its query. */
export function segmentTable({ sql, table }: Pick<SourceSegment, 'sql' | 'table'>): string {
  return sql ?? `SELECT * FROM ${quoteName(table ?? '')}`;
}

/** The condition that makes rows of the table part of the segment; undefined where all of them are. */
export function segmentCondition(
  { name, table, filter }: SourceSegment,
  columns: readonly ColumnInfo[],
  now: number,
): string | undefined {
  if (filter === undefined) return undefined;
  return compileFilter(filter, {
    subject: `segment "${name}"`,
    table: table === undefined ? 'its query' : `the table "${table}"`,
    columns,
    now,
  });
}
