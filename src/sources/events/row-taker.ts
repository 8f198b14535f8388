import { BLOB, DOUBLE, DuckDBScalarFunction, UINTEGER } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { Database } from '../duckdb/database.ts';
import { TextVector } from '../duckdb/text-vector.ts';
import type { UnitWriter } from './unit-writer.ts';

/** Name of the function in SQL. */
const TAKE = 'tada_take_row';

/** Rows that DuckDB hands over at once, at most. */
const BATCH = 2048;

/** Of a row that isn't an event by itself. */
const NO_KEY = 0;

/**
 * A function for SQL that takes the text of each row out of the statement, so that only numbers are left for
 * DuckDB to keep: `tada_take_row(text BLOB, keyPart UINTEGER, hash DOUBLE, …)` gives the text's place. It blocks the
 * statement while it writes, so that no more memory is needed however many rows there are. The hashes, one for
 * each identifier column, tell whether all rows have one text there; of a phone number they would say too much
 * to be kept.
 *
 * The text of a row that is an event is sealed for good, its place is at least 0. Rows that have to be read
 * once more wait in a file of their own: those that aren't ready (their key is 0), and rows of an order side by
 * side. Their place is below 0, see {@link waitingPlace}.
 */
export class RowTaker {
  readonly #sealed: UnitWriter;
  readonly #waiting: UnitWriter;
  readonly #onRows: (rows: number) => void;
  /** For each column the hash that all rows had so far; undefined where they differ. */
  readonly #common: (number | undefined)[] = [];
  readonly #texts = new TextVector(BATCH);
  readonly #places = new Float64Array(BATCH);
  #rows = 0;
  #waitingRows = 0;
  #bytes = 0;
  #failure: { readonly error: unknown } | undefined;

  /** `onRows`: is told from time to time how many rows need nothing more. */
  constructor(sealed: UnitWriter, waiting: UnitWriter, onRows: (rows: number) => void) {
    this.#sealed = sealed;
    this.#waiting = waiting;
    this.#onRows = onRows;
  }

  get rows(): number {
    return this.#rows;
  }

  get waitingRows(): number {
    return this.#waitingRows;
  }

  /** Average length of a row's text. */
  get rowBytes(): number {
    return this.#bytes / Math.max(1, this.#rows);
  }

  /** Whether all rows have the same text in an identifier column; false without rows. */
  isConstant(column: number): boolean {
    return this.#common[column] !== undefined;
  }

  /** Makes the function callable; gives its name. */
  register({ connection }: Database): string {
    const take = new DuckDBScalarFunction();
    take.setName(TAKE);
    take.addParameter(BLOB);
    take.addParameter(UINTEGER);
    take.setVarArgs(DOUBLE);
    take.setReturnType(DOUBLE);
    take.setVolatile();
    duckdb.scalar_function_set_function(take.scalar_function, (_information, input, output) => {
      const count = duckdb.data_chunk_get_size(input);
      try {
        this.#takeRows(input, output, count);
      } catch (error) {
        // What DuckDB makes of it is its message at most.
        this.#failure ??= { error };
        throw error;
      }
      this.#onRows(this.#rows - this.#waitingRows);
    });
    connection.registerScalarFunction(take);
    return TAKE;
  }

  /** Runs a statement that calls the function, and writes the last units. */
  async during(statement: () => Promise<void>): Promise<void> {
    try {
      await statement();
    } catch (error) {
      throw this.#failure === undefined ? error : this.#failure.error;
    }
    this.#sealed.finish();
    this.#waiting.finish();
  }

  #takeRows(input: duckdb.DataChunk, output: duckdb.Vector, count: number): void {
    this.#texts.read(duckdb.data_chunk_get_vector(input, 0), count);
    const keyParts = numbersOf(input, 1, count, Uint32Array);
    this.#take(keyParts, count);
    duckdb.copy_data_to_vector(output, 0, this.#places.buffer, 0, count * Float64Array.BYTES_PER_ELEMENT);
    const columns = duckdb.data_chunk_get_column_count(input);
    for (let column = 2; column < columns; column += 1) {
      this.#compare(column - 2, numbersOf(input, column, count, Float64Array));
    }
    this.#rows += count;
  }

  #take(keyParts: Uint32Array, count: number): void {
    const { bytes, starts, lengths } = this.#texts;
    const texts = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let before = NO_KEY;
    for (let row = 0; row < count; row += 1) {
      const from = starts[row] ?? 0;
      const length = lengths[row] ?? -1;
      if (length === -1) throw new Error('A row has no text.');
      const key = keyParts[row] ?? NO_KEY;
      // Rows of an order mostly stand side by side. A part of the key is enough: a row that waits for nothing is
      // only read once more than needed.
      const after = row + 1 < count ? keyParts[row + 1] : NO_KEY;
      const waits = key === NO_KEY || key === before || key === after;
      const place = (waits ? this.#waiting : this.#sealed).add(texts, from, from + length);
      this.#places[row] = waits ? waitingPlace(place) : place;
      if (waits) this.#waitingRows += 1;
      this.#bytes += length;
      before = key;
    }
  }

  #compare(column: number, hashes: Float64Array): void {
    const isFirst = this.#rows === 0;
    const common = isFirst ? hashes[0] : this.#common[column];
    if (common === undefined) return;
    this.#common[column] = hashes.every((hash) => hash === common) ? common : undefined;
  }
}

/** A column of numbers without NULLs, copied. */
function numbersOf<T extends Uint32Array | Float64Array>(
  input: duckdb.DataChunk,
  column: number,
  count: number,
  Numbers: { new (buffer: ArrayBuffer): T; readonly BYTES_PER_ELEMENT: number },
): T {
  const vector = duckdb.data_chunk_get_vector(input, column);
  const data = duckdb.vector_get_data(vector, count * Numbers.BYTES_PER_ELEMENT);
  return new Numbers(new Uint8Array(data).buffer);
}

/** A place in the file of rows that wait, as it is told from one in the file of events; its own inverse. */
export function waitingPlace(place: number): number {
  return -1 - place;
}
