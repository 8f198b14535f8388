import type { Warning } from '../../../core/delivery/events.ts';
import type { SampleRows, TableInfo, UnreadableRows } from '../../../core/ports/sources.ts';
import { countEventFields, proposeEventsSql } from '../query/events-sql.ts';
import { countIdentifiers, proposeSql } from '../query/propose-sql.ts';
import { sqlName } from '../query/sql-names.ts';
import { type MaskedColumn, maskSample } from './mask-sample.ts';

/** Rows that are looked at to tell what a column holds. */
export const SAMPLE_ROWS = 100;

/** A table as it may be shown: its columns, what they hold, and no value as it is. */
export interface TableView {
  readonly name: string;
  readonly files: readonly string[];
  readonly columns: readonly MaskedColumn[];
  readonly unreadable: UnreadableRows;
  readonly notes: readonly Warning[];
  /** How many id types, or event fields, its columns can feed. */
  readonly fields: number;
  readonly proposedSql: string;
}

/** The query that a sample is taken with. */
export function sampleQuery(table: string): string {
  return `SELECT * FROM ${sqlName(table)}`;
}

/** Types of a server whose values hold several others, and can't be shown as one text. */
const OF_SEVERAL = /^(array|map|row)\b/i;

/** The same for a table of a server, without columns that have no text. */
export function sampleColumnsQuery({ name, columns }: TableInfo): string {
  const plain = columns.filter(({ type }) => !OF_SEVERAL.test(type));
  if (plain.length === columns.length || plain.length === 0) return sampleQuery(name);
  return `SELECT ${plain.map((column) => sqlName(column.name)).join(', ')} FROM ${sqlName(name)}`;
}

/** A table by its first rows, with the query for what is sent of it. */
export function viewTable(
  info: TableInfo,
  sample: SampleRows,
  kind: 'audience' | 'events' = 'audience',
): TableView {
  return {
    name: info.name,
    files: info.files,
    columns: maskSample(sample),
    unreadable: info.unreadable,
    notes: info.notes ?? [],
    fields: kind === 'events' ? countEventFields(sample) : countIdentifiers(sample),
    proposedSql: kind === 'events' ? proposeEventsSql(info.name, sample) : proposeSql(info.name, sample),
  };
}

/** The table to start from: the one with most of what can be sent, the first of those. */
export function mainTable(views: readonly TableView[]): TableView | undefined {
  const most = Math.max(0, ...views.map(({ fields }) => fields));
  return views.find(({ fields }) => fields === most);
}

/** Tables and columns by the names they have in SQL. */
export function namesIn(views: readonly TableView[]): readonly string[] {
  return [
    ...new Set(
      views.flatMap(({ name, columns }) => [sqlName(name), ...columns.map((each) => sqlName(each.name))]),
    ),
  ];
}
