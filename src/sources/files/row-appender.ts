import { type DuckDBAppender, type DuckDBConnection, DuckDBDataChunk, VARCHAR } from '@duckdb/node-api';

/** The catalog, in memory, of tables that tada's own readers fill. */
export const LOADED_CATALOG = 'loaded';

/** Rows in one of DuckDB's data chunks. */
const CHUNK_ROWS = 2048;

/** Puts rows of text into one of the loaded tables, a chunk at a time, so that memory doesn't grow with them. */
export class RowAppender {
  readonly #appender: DuckDBAppender;
  readonly #types: (typeof VARCHAR)[];
  #rows: (string | null)[][] = [];

  private constructor(appender: DuckDBAppender, width: number) {
    this.#appender = appender;
    this.#types = Array.from({ length: width }, () => VARCHAR);
  }

  static async open(connection: DuckDBConnection, table: string, width: number): Promise<RowAppender> {
    return new RowAppender(await connection.createAppender(table, 'main', LOADED_CATALOG), width);
  }

  /** The row must have as many values as the table has columns, and stays as it is. */
  append(row: readonly (string | null)[]): void {
    this.#rows.push(row as (string | null)[]);
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
  }
}
