import type { EngineCall } from '../../core/ports/engine.ts';
import type { ColumnInfo, UnreadableRows } from '../../core/ports/sources.ts';
import type { Database } from '../duckdb/database.ts';
import { exactPath, quoteList, quoteName, quoteText } from '../duckdb/sql-text.ts';
import { DuckDbError } from '../duckdb/translate-error.ts';
import { unreadableFile } from '../engine-errors.ts';
import { type CsvDialect, sniffCsv } from './csv-dialect.ts';
import type { NeedsOwnReader } from './csv-rejects.ts';
import { type DatabaseTable, examineDatabase } from './database-file.ts';
import { checkGzip } from './gzip-check.ts';
import { examineJson, type JsonShape, jsonRelation } from './json-source.ts';
import { hasLongLine } from './long-lines.ts';
import { readBytes } from './read-bytes.ts';
import { type RecognisedFile, recogniseFile, stampFile } from './recognise-file.ts';
import { examineSheet, type SheetShape } from './sheet.ts';
import { splitSourcePath } from './source-path.ts';
import { refuseTooWide } from './table-width.ts';
import { guessLateEncoding } from './text-encoding.ts';
import { NOTHING_UNREADABLE } from './unreadable-rows.ts';

/** A file, how to read it, and its columns. The path is the file's own, without the name of a sheet or table. */
export type SourceFile = { readonly path: string; readonly columns: readonly ColumnInfo[] } & (
  | {
      readonly reader: 'csv' | 'own-csv';
      readonly file: RecognisedFile;
      readonly dialect: CsvDialect;
    }
  | { readonly reader: 'json'; readonly file: RecognisedFile; readonly shape: JsonShape }
  | { readonly reader: 'parquet' }
  | { readonly reader: 'sheet'; readonly shape: SheetShape }
  | { readonly reader: 'database'; readonly table: DatabaseTable }
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
    const { file, part } = splitSourcePath(path);
    const stamp = await stampFile(file);
    const known = this.#known.get(path);
    if (known?.stamp === stamp) return known.source;
    const source = await this.#look(database, file, part, stamp, call);
    refuseTooWide(file, source.columns.length);
    this.#known.set(path, { stamp, source });
    return source;
  }

  /** From now on tada's own reader takes these files. */
  async preferOwnReader(problem: NeedsOwnReader): Promise<void> {
    for (const path of problem.paths) {
      const { file } = splitSourcePath(path);
      this.#ownReader.set(file, { stamp: await stampFile(file), reason: problem.reason });
      this.#known.delete(path);
    }
  }

  async #look(
    database: Database,
    path: string,
    part: string | undefined,
    stamp: string,
    call: EngineCall,
  ): Promise<SourceFile> {
    const recognised = await recogniseFile(path);
    if (recognised.format === 'workbook') {
      const shape = await examineSheet(path, part, call);
      return { path, reader: 'sheet', shape, columns: textColumns(shape.columns) };
    }
    if (recognised.format === 'database') {
      return { path, reader: 'database', ...(await examineDatabase(database, path, part, call)) };
    }
    if (part !== undefined) {
      throw unreadableFile(
        path,
        'is one table: it has no sheets or tables of its own.',
        `Leave out "#${part}".`,
      );
    }
    const isLong = recognised.isGzip
      ? await checkGzip(path, call)
      : recognised.format === 'csv' && (await hasLongLine(path));
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
      misread === 'encoding'
        ? { ...recognised, encoding: await guessLateEncoding(readBytes(path, recognised.isGzip)) }
        : recognised;
    const dialect = sniffCsv(file);
    const isNative = misread === undefined && file.encoding === 'utf-8' && !isLong;
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
    throw damagedParquet(path);
  }
}

/** Reads every value once; counting alone would leave texts packed. */
export async function isWholeParquet(database: Database, path: string, call: EngineCall): Promise<boolean> {
  try {
    await database.run(`SELECT bit_xor(hash(source)) FROM ${parquetRelation([path])} AS source`, call);
    return true;
  } catch (error) {
    if (error instanceof DuckDbError) return false;
    throw error;
  }
}

export function damagedParquet(path: string): Error {
  return unreadableFile(path, 'is a damaged Parquet file.', 'Copy or export it again.');
}

function parquetRelation(paths: readonly string[]): string {
  return `read_parquet(${quoteList(paths.map(exactPath))}, binary_as_string = true)`;
}

/**
 * SQL that reads one file; `place` is where tada's own readers put its rows, or what the table of a database
 * file is called.
 */
export function fileRelation(source: SourceFile, place: string): string {
  switch (source.reader) {
    case 'parquet':
      return `SELECT * FROM ${parquetRelation([source.path])}`;
    case 'json':
      return jsonRelation([source.path], source.shape, source.file.isGzip);
    case 'own-csv':
    case 'sheet':
    case 'database':
      return `SELECT * FROM ${place}`;
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
