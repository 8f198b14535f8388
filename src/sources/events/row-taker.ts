import {
  BLOB,
  DOUBLE,
  DuckDBBlobVector,
  DuckDBScalarFunction,
  type DuckDBVector,
  UINTEGER,
} from '@duckdb/node-api';
import type { Database } from '../duckdb/database.ts';
import type { UnitWriter } from './unit-writer.ts';

/** Name of the function in SQL. */
const TAKE = 'tada_take_row';

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
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name: TAKE,
        parameterTypes: [BLOB, UINTEGER],
        varArgsType: DOUBLE,
        returnType: DOUBLE,
        volatile: true,
        mainFunction: (_information, input, output) => {
          try {
            this.#take(input.getColumnVector(0), input.getColumnVector(1), output, input.rowCount);
            for (let column = 2; column < input.columnCount; column += 1) {
              this.#compare(column - 2, input.getColumnVector(column));
            }
            this.#rows += input.rowCount;
          } catch (error) {
            // What DuckDB makes of it is its message at most.
            this.#failure ??= { error };
            throw error;
          }
          output.flush();
          this.#onRows(this.#rows - this.#waitingRows);
        },
      }),
    );
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

  #take(texts: DuckDBVector, keyParts: DuckDBVector, output: DuckDBVector, count: number): void {
    if (!(texts instanceof DuckDBBlobVector)) throw new Error('The text of a row must be a BLOB.');
    let before: unknown = NO_KEY;
    for (let row = 0; row < count; row += 1) {
      const text = texts.getItemBytes(row);
      if (text === null) throw new Error('A row has no text.');
      const key = keyParts.getItem(row);
      // Rows of an order mostly stand side by side. A part of the key is enough: a row that waits for nothing is
      // only read once more than needed.
      const after = row + 1 < count ? keyParts.getItem(row + 1) : NO_KEY;
      const waits = key === NO_KEY || key === before || key === after;
      output.setItem(row, waits ? waitingPlace(this.#waiting.add(text)) : this.#sealed.add(text));
      if (waits) this.#waitingRows += 1;
      this.#bytes += text.length;
      before = key;
    }
  }

  #compare(column: number, hashes: DuckDBVector): void {
    const isFirst = this.#rows === 0;
    const common = isFirst ? hashes.getItem(0) : this.#common[column];
    if (common === undefined) return;
    let isSame = true;
    for (let row = 0; isSame && row < hashes.itemCount; row += 1) isSame = hashes.getItem(row) === common;
    this.#common[column] = isSame ? Number(common) : undefined;
  }
}

/** A place in the file of rows that wait, as it is told from one in the file of events; its own inverse. */
export function waitingPlace(place: number): number {
  return -1 - place;
}
