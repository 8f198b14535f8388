import { KEY_WORDS } from './event-records.ts';
import type { PackedRows } from './packed-rows.ts';

/**
 * Consecutive rows with what the engine knows of them, in columns, so that they cross between threads without
 * being copied.
 */
export interface RowBatch {
  readonly count: number;
  /** Each row's packed values; behind them its event as JSON, where the row is ready. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** For each row the offset behind its last byte. */
  readonly ends: Uint32Array<ArrayBuffer>;
  /** How many bytes of it are the event; 0 where the core has to read the row. */
  readonly jsonBytes: Uint32Array<ArrayBuffer>;
  /** The words of the hashed keys: all first words, all second words, and so on. */
  readonly keys: readonly Uint32Array<ArrayBuffer>[];
  readonly flags: Uint8Array<ArrayBuffer>;
  /** Position in the core's list of event names, plus one. */
  readonly name: Uint8Array<ArrayBuffer>;
  /** Position in the core's list of currencies, plus one; 0 where there is no value. */
  readonly currency: Uint8Array<ArrayBuffer>;
  /** The value, in steps of readySql. */
  readonly amount: Float64Array<ArrayBuffer>;
  /** Unix seconds. */
  readonly seconds: Float64Array<ArrayBuffer>;
  /** Which identifier columns are filled in a row that is ready: a bit each. */
  readonly filled: Uint32Array<ArrayBuffer>;
  /** For each identifier column a hash of its text, in every row. */
  readonly texts: readonly Float64Array<ArrayBuffer>[];
}

/** A column of numbers as the engine's results have them. */
export interface NumberColumn {
  getItem(index: number): unknown;
}

/** Collects rows into batches; what it is given is copied at once. */
export class BatchPacker {
  readonly #capacity: number;
  readonly #identifiers: number;
  #memory = new Uint8Array(64 * 1024);
  #batch: RowBatch;
  #rows = 0;
  #size = 0;
  /** Rows that have their numbers. */
  #numbered = 0;

  /** `capacity`: the most rows of a batch; `identifiers`: how many columns of identifiers there are. */
  constructor(capacity: number, identifiers: number) {
    this.#capacity = capacity;
    this.#identifiers = identifiers;
    this.#batch = emptyBatch(capacity, identifiers);
  }

  /** Rows since the last {@link take}. */
  get rows(): number {
    return this.#rows;
  }

  /** Bytes since the last {@link take}. */
  get size(): number {
    return this.#size;
  }

  add(row: Uint8Array): void {
    const end = this.#size + row.length;
    if (end > this.#memory.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.#memory.length));
      larger.set(this.#memory.subarray(0, this.#size));
      this.#memory = larger;
    }
    this.#memory.set(row, this.#size);
    this.#size = end;
    this.#batch.ends[this.#rows] = end;
    this.#rows += 1;
  }

  /**
   * Gives the rows that were added since the last call their numbers: `columns` as the statement has them behind
   * the row's bytes, in which those rows begin at `from`.
   */
  number(columns: readonly NumberColumn[], from: number): void {
    const start = this.#numbered;
    const rows = this.#rows - start;
    numberColumns(this.#batch).forEach((values, place) => {
      const column = columns[place];
      if (column === undefined) throw new Error('A packed row lacks a column.');
      for (let row = 0; row < rows; row += 1) values[start + row] = Number(column.getItem(from + row));
    });
    this.#numbered = this.#rows;
  }

  take(): RowBatch {
    const batch = { ...this.#batch, count: this.#rows, bytes: this.#memory.slice(0, this.#size) };
    this.#batch = emptyBatch(this.#capacity, this.#identifiers);
    this.#rows = 0;
    this.#size = 0;
    this.#numbered = 0;
    return batch;
  }
}

function emptyBatch(capacity: number, identifiers: number): RowBatch {
  return {
    count: 0,
    bytes: new Uint8Array(0),
    ends: new Uint32Array(capacity),
    jsonBytes: new Uint32Array(capacity),
    keys: Array.from({ length: KEY_WORDS }, () => new Uint32Array(capacity)),
    flags: new Uint8Array(capacity),
    name: new Uint8Array(capacity),
    currency: new Uint8Array(capacity),
    amount: new Float64Array(capacity),
    seconds: new Float64Array(capacity),
    filled: new Uint32Array(capacity),
    texts: Array.from({ length: identifiers }, () => new Float64Array(capacity)),
  };
}

/** In the order of the statement's columns. */
function numberColumns(batch: RowBatch): readonly (Uint8Array | Uint32Array | Float64Array)[] {
  const { jsonBytes, keys, flags, name, currency, amount, seconds, filled, texts } = batch;
  return [jsonBytes, ...keys, flags, name, currency, amount, seconds, filled, ...texts];
}

/** Memory of a batch that a message can hand over instead of copying it. */
export function memoryOfBatch(batch: RowBatch): readonly ArrayBuffer[] {
  return [batch.bytes, batch.ends, ...numberColumns(batch)].map(({ buffer }) => buffer as ArrayBuffer);
}

/** The rows' values, without the events behind them; a copy. */
export function valuesOf({ count, bytes, ends, jsonBytes }: RowBatch): PackedRows {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const valueEnds = new Uint32Array(count);
  let size = bytes.length;
  for (let row = 0; row < count; row += 1) size -= jsonBytes[row] ?? 0;
  const values = new Uint8Array(size);
  let at = 0;
  let start = 0;
  for (let row = 0; row < count; row += 1) {
    const end = ends[row] ?? 0;
    at += source.copy(values, at, start, end - (jsonBytes[row] ?? 0));
    valueEnds[row] = at;
    start = end;
  }
  return { bytes: values, ends: valueEnds };
}
