import type { Warning } from '../delivery/events.ts';
import type { ServerSource } from '../profiles/schema.ts';

/** What a source of data is to the core: files or a server, its tables and columns. */

/**
 * Table name → absolute paths of the files read as that table. A sheet of a workbook or a table of a database
 * file stands behind its path: `/data/customers.xlsx#Sheet name`.
 */
export type FileTables = Readonly<Record<string, readonly string[]>>;

/** The tables of a server, which holds them itself. Its secrets are references here, as everywhere in the core. */
export type ServerTables = ServerSource;

/** The tables that SQL is about; `isServer` tells the two apart. */
export type SourceTables = FileTables | ServerTables;

export interface ColumnInfo {
  readonly name: string;
  /** The engine's type, such as `VARCHAR` or `TIMESTAMP`. */
  readonly type: string;
}

export interface TableInfo {
  readonly name: string;
  /** Empty for a table of a server. */
  readonly files: readonly string[];
  readonly columns: readonly ColumnInfo[];
  /** Rows that could not be read, with the first few described (file line numbers, never values). */
  readonly unreadable: UnreadableRows;
  /** What else is known to be wrong with its values, such as phone numbers that a spreadsheet made numbers of. */
  readonly notes?: readonly Warning[] | undefined;
}

export interface UnreadableRows {
  readonly count: number;
  readonly examples: readonly { readonly file: string; readonly line: number; readonly problem: string }[];
}

/** Values as text in memory only; null stays null. Never written anywhere. */
export interface SampleRows {
  readonly columns: readonly ColumnInfo[];
  readonly rows: readonly (readonly (string | null)[])[];
}
