import {
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  VARCHAR,
} from '@duckdb/node-api';

/** The catalog, in memory, of tables that tada's own readers fill. */
export const LOADED_CATALOG = 'loaded';

/** Rows in one of DuckDB's data chunks. */
const CHUNK_ROWS = 2048;

/**
 * Characters after which the appender hands its rows to the table. Until then they lie in memory that no limit
 * counts and that can't spill; by itself it would keep 204,800 rows, however wide.
 */
const FLUSH_SIZE = 16 * 1024 * 1024;

/** A value of one of the loaded tables. */
export type LoadedValue = string | number | null;

/** Puts rows into one of the loaded tables, a chunk at a time, so that memory doesn't grow with them. */
export class RowAppender {
  readonly #appender: DuckDBAppender;
  readonly #types: DuckDBType[];
  #rows: LoadedValue[][] = [];
  /** Characters since the appender was emptied. */
  #size = 0;

  private constructor(appender: DuckDBAppender, types: readonly DuckDBType[]) {
    this.#appender = appender;
    this.#types = [...types];
  }

  /** `columns`: their types, or their number where all are text. */
  static async open(
    connection: DuckDBConnection,
    table: string,
    columns: number | readonly DuckDBType[],
  ): Promise<RowAppender> {
    const types = typeof columns === 'number' ? Array.from({ length: columns }, () => VARCHAR) : columns;
    return new RowAppender(await connection.createAppender(table, 'main', LOADED_CATALOG), types);
  }

  /** The row must have as many values as the table has columns, and stays as it is. */
  append(row: readonly LoadedValue[]): void {
    this.#rows.push(row as LoadedValue[]);
    for (const value of row) if (typeof value === 'string') this.#size += value.length;
    if (this.#rows.length === CHUNK_ROWS) this.#flush();
  }

  /** Nothing is in the table for certain before this. */
  close(): void {
    this.#flush();
    this.#appender.closeSync();
  }

  #flush(): void {
    if (this.#rows.length === 0) return;
    const chunk = DuckDBDataChunk.create(this.#types);
    chunk.setRows(this.#rows);
    this.#appender.appendDataChunk(chunk);
    this.#rows = [];
    if (this.#size < FLUSH_SIZE) return;
    this.#appender.flushSync();
    this.#size = 0;
  }
}
