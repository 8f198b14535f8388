import type { ColumnInfo, EngineCall, UnreadableRows } from '../../core/ports.ts';
import type { Database } from '../duckdb/database.ts';
import { exactPath, quoteList, quoteName, quoteText } from '../duckdb/sql-text.ts';
import { DuckDbError } from '../duckdb/translate-error.ts';
import { unreadableFile } from '../engine-errors.ts';
import { type CsvDialect, sniffCsv } from './csv-dialect.ts';
import type { NeedsOwnReader } from './csv-rejects.ts';
import { examineJson, type JsonShape, jsonRelation } from './json-source.ts';
import { type RecognisedFile, recogniseFile, stampFile } from './recognise-file.ts';
import { NOTHING_UNREADABLE } from './unreadable-rows.ts';

/** A file, how to read it, and its columns. */
export type SourceFile = { readonly path: string; readonly columns: readonly ColumnInfo[] } & (
  | {
      readonly reader: 'csv' | 'own-csv';
      readonly file: RecognisedFile;
      readonly dialect: CsvDialect;
    }
  | { readonly reader: 'json'; readonly file: RecognisedFile; readonly shape: JsonShape }
  | { readonly reader: 'parquet' }
);

/**
 * What is known about the files met so far, so that typing a query doesn't look at them again and again. A
 * file that changed is looked at anew.
 */
export class FileCatalog {
  readonly #known = new Map<string, { readonly stamp: string; readonly source: SourceFile }>();
  /** Files that DuckDB's CSV reader misread, with the stamp at that time. */
  readonly #ownReader = new Map<
    string,
    { readonly stamp: string; readonly reason: NeedsOwnReader['reason'] }
  >();

  /** Rejects with kind `source-unreadable`. */
  async examine(database: Database, path: string, call: EngineCall = {}): Promise<SourceFile> {
    const stamp = await stampFile(path);
    const known = this.#known.get(path);
    if (known?.stamp === stamp) return known.source;
    const source = await this.#look(database, path, stamp, call);
    this.#known.set(path, { stamp, source });
    return source;
  }

  /** From now on tada's own reader takes these files. */
  async preferOwnReader(problem: NeedsOwnReader): Promise<void> {
    for (const path of problem.paths) {
      this.#ownReader.set(path, { stamp: await stampFile(path), reason: problem.reason });
      this.#known.delete(path);
    }
  }

  async #look(database: Database, path: string, stamp: string, call: EngineCall): Promise<SourceFile> {
    const recognised = await recogniseFile(path);
    if (recognised.format === 'parquet') {
      return { path, reader: 'parquet', columns: await parquetColumns(database, path, call) };
    }
    if (recognised.format === 'json') {
      const shape = await examineJson(database, recognised, call);
      return { path, reader: 'json', file: recognised, shape, columns: textColumns(shape.columns) };
    }
    const own = this.#ownReader.get(path);
    const misread = own?.stamp === stamp ? own.reason : undefined;
    const file: RecognisedFile =
      misread === 'encoding' ? { ...recognised, encoding: 'windows-1252' } : recognised;
    const dialect = sniffCsv(file);
    const isNative = misread === undefined && file.encoding === 'utf-8';
    return {
      path,
      reader: isNative ? 'csv' : 'own-csv',
      file,
      dialect,
      columns: textColumns(dialect.columns.map((name) => ({ name }))),
    };
  }
}

function textColumns(columns: readonly { readonly name: string }[]): readonly ColumnInfo[] {
  return columns.map(({ name }) => ({ name, type: 'VARCHAR' }));
}

async function parquetColumns(
  database: Database,
  path: string,
  call: EngineCall,
): Promise<readonly ColumnInfo[]> {
  try {
    const rows = await database.rows(`DESCRIBE SELECT * FROM ${parquetRelation([path])}`, call);
    return rows.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }));
  } catch (error) {
    if (!(error instanceof DuckDbError)) throw error;
    throw unreadableFile(path, 'is a damaged Parquet file.', 'Copy or export it again.');
  }
}

function parquetRelation(paths: readonly string[]): string {
  return `read_parquet(${quoteList(paths.map(exactPath))}, binary_as_string = true)`;
}

/** SQL that reads one file; `loadedTable` is where tada's own reader puts its rows. */
export function fileRelation(source: SourceFile, loadedTable: string): string {
  switch (source.reader) {
    case 'parquet':
      return `SELECT * FROM ${parquetRelation([source.path])}`;
    case 'json':
      return jsonRelation([source.path], source.shape, source.file.isGzip);
    case 'own-csv':
      return `SELECT * FROM ${loadedTable}`;
    case 'csv':
      return csvRelation(source.path, source.dialect, source.file.isGzip);
  }
}

/**
 * Strict, with everything given, so that DuckDB guesses nothing: its guesses turn phone numbers into numbers
 * and ragged files into one column. Every value stays text. Rows that don't fit are noted, never dropped.
 */
function csvRelation(path: string, dialect: CsvDialect, isGzip: boolean): string {
  const columns = dialect.columns.map((name) => `${quoteName(name)}: 'VARCHAR'`).join(', ');
  const options = [
    'auto_detect = false',
    `delim = ${quoteText(dialect.delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `header = ${dialect.hasHeader}`,
    `skip = ${dialect.skippedLines}`,
    `columns = {${columns}}`,
    `compression = '${isGzip ? 'gzip' : 'none'}'`,
    'null_padding = false',
    'strict_mode = true',
    'store_rejects = true',
  ];
  return `SELECT * FROM read_csv(${quoteText(exactPath(path))}, ${options.join(', ')})`;
}

/** Rows that are known to be unreadable before a query runs; those of CSV files are found while it runs. */
export function knownUnreadable(source: SourceFile): UnreadableRows {
  return source.reader === 'json' ? source.shape.unreadable : NOTHING_UNREADABLE;
}
