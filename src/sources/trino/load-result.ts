import type { Database } from '../duckdb/database.ts';
import { quoteName } from '../duckdb/sql-text.ts';
import { queryFailed } from '../engine-errors.ts';
import { LOADED_CATALOG, type LoadedValue, RowAppender } from '../files/row-appender.ts';
import { type CellReader, cellReaders } from './cell-readers.ts';
import type { ServerColumn } from './page.ts';
import type { RoomCall, Server } from './server.ts';
import type { SentSql } from './server-problem.ts';
import { type ResultPart, runStatement } from './statement.ts';

export interface LoadedResult {
  /** As the server names and types them. */
  readonly columns: readonly ServerColumn[];
  /** Table with the columns `c0`, `c1`, … */
  readonly table: string;
}

/**
 * Runs a statement on a server and keeps its rows in a table that lives in memory, like a file that tada reads
 * itself: what doesn't fit there spills to the engine's encrypted temporary file. Memory holds two pages and the
 * table, never more than the engine's limit allows.
 */
export async function loadResult(
  database: Database,
  server: Server,
  sql: SentSql,
  call: RoomCall,
): Promise<LoadedResult> {
  const name = 'result';
  const table = `${LOADED_CATALOG}.main.${quoteName(name)}`;
  let loading: Loading | undefined;
  let columns: readonly ServerColumn[] = [];
  for await (const part of runStatement(server, sql, call)) {
    columns = part.columns;
    loading ??= await Loading.begin(database, name, table, columns);
    loading.add(part);
    if (loading.rows > 0) call.onProgress?.({ rows: loading.rows });
  }
  loading?.finish();
  return { columns, table };
}

class Loading {
  rows = 0;
  readonly #columns: readonly ServerColumn[];
  readonly #readers: readonly CellReader[];
  readonly #appender: RowAppender;

  private constructor(
    columns: readonly ServerColumn[],
    readers: readonly CellReader[],
    appender: RowAppender,
  ) {
    this.#columns = columns;
    this.#readers = readers;
    this.#appender = appender;
  }

  static async begin(
    database: Database,
    name: string,
    table: string,
    columns: readonly ServerColumn[],
  ): Promise<Loading> {
    const readers = cellReaders(columns);
    const types = readers.map(({ type }) => type);
    await database.run(
      `CREATE TABLE ${table} (${types.map((type, place) => `c${place} ${type}`).join(', ')})`,
    );
    return new Loading(columns, readers, await RowAppender.open(database.connection, name, types));
  }

  add({ rows, exactRows }: ResultPart): void {
    let source = rows;
    let isExact = !this.#readers.some(({ isInteger }) => isInteger);
    for (let index = 0; index < source.length; index += 1) {
      let cells = this.#read(source[index] ?? []);
      if (cells === undefined && !isExact) {
        // A number that JSON.parse rounds is among them; reading digits takes longer, so only such a page is.
        source = exactRows();
        isExact = true;
        cells = this.#read(source[index] ?? []);
      }
      if (cells === undefined) throw this.#unreadable(source[index] ?? []);
      this.#appender.append(cells);
    }
    this.rows += source.length;
  }

  finish(): void {
    this.#appender.close();
  }

  /** Undefined when a value isn't one of its column's type. */
  #read(row: readonly unknown[]): readonly LoadedValue[] | undefined {
    if (row.length !== this.#readers.length) return undefined;
    const cells: LoadedValue[] = [];
    for (const [place, reader] of this.#readers.entries()) {
      const value = row[place];
      const cell = value === null ? null : reader.read(value);
      if (cell === undefined) return undefined;
      cells.push(cell);
    }
    return cells;
  }

  #unreadable(row: readonly unknown[]): Error {
    const place = this.#readers.findIndex(
      (reader, index) => row[index] !== null && reader.read(row[index]) === undefined,
    );
    const column = this.#columns[place];
    return queryFailed(
      row.length !== this.#readers.length || column === undefined
        ? 'A row of the result has another number of values than there are columns.'
        : `A value of the column ${column.name} isn't a ${column.type}, as the server says it is.`,
      'Try again; if it happens again, ask who runs the server, and leave the column out meanwhile.',
    );
  }
}
