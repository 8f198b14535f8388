import type { SampleRows, TableInfo, UnreadableRows } from '../../../core/ports.ts';
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
  /** How many id types its columns can feed. */
  readonly identifiers: number;
  readonly proposedSql: string;
}

/** The query that a sample is taken with. */
export function sampleQuery(table: string): string {
  return `SELECT * FROM ${sqlName(table)}`;
}

export function viewTable(info: TableInfo, sample: SampleRows): TableView {
  return {
    name: info.name,
    files: info.files,
    columns: maskSample(sample),
    unreadable: info.unreadable,
    identifiers: countIdentifiers(sample),
    proposedSql: proposeSql(info.name, sample),
  };
}

/** The table to start from: the one with most identifiers, the first of those. */
export function mainTable(views: readonly TableView[]): TableView | undefined {
  const most = Math.max(0, ...views.map(({ identifiers }) => identifiers));
  return views.find(({ identifiers }) => identifiers === most);
}

/** Tables and columns by the names they have in SQL. */
export function namesIn(views: readonly TableView[]): readonly string[] {
  return [
    ...new Set(
      views.flatMap(({ name, columns }) => [sqlName(name), ...columns.map((each) => sqlName(each.name))]),
    ),
  ];
}
