import type { PackedRows } from './packed-rows.ts';
import { KEY_DIGITS } from './ready-sql.ts';

/**
 * Consecutive rows with what the engine knows of them, in columns, so that they cross between threads without
 * being copied.
 */
export interface RowBatch {
  readonly count: number;
  /** Each row's packed values; behind them, where the row is ready, its event as JSON and the key in hex. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** For each row the offset behind its last byte. */
  readonly ends: Uint32Array<ArrayBuffer>;
  /** How many bytes of it are the event; 0 where the core has to read the row. */
  readonly jsonBytes: Uint32Array<ArrayBuffer>;
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
  const { jsonBytes, flags, name, currency, amount, seconds, filled, texts } = batch;
  return [jsonBytes, flags, name, currency, amount, seconds, filled, ...texts];
}

/** Memory of a batch that a message can hand over instead of copying it. */
export function memoryOfBatch(batch: RowBatch): readonly ArrayBuffer[] {
  return [batch.bytes, batch.ends, ...numberColumns(batch)].map(({ buffer }) => buffer as ArrayBuffer);
}

/** How many bytes of a row are its values. */
function valueBytes({ ends, jsonBytes }: RowBatch, row: number): number {
  const length = (ends[row] ?? 0) - (row === 0 ? 0 : (ends[row - 1] ?? 0));
  const json = jsonBytes[row] ?? 0;
  return json === 0 ? length : length - json - KEY_DIGITS;
}

/** The rows' values, without the events behind them; a copy. */
export function valuesOf(batch: RowBatch): PackedRows {
  const { count, bytes, ends } = batch;
  const valueEnds = new Uint32Array(count);
  let size = 0;
  for (let row = 0; row < count; row += 1) {
    size += valueBytes(batch, row);
    valueEnds[row] = size;
  }
  const values = new Uint8Array(size);
  let start = 0;
  for (let row = 0; row < count; row += 1) {
    const at = row === 0 ? 0 : (valueEnds[row - 1] ?? 0);
    values.set(bytes.subarray(start, start + (valueEnds[row] ?? 0) - at), at);
    start = ends[row] ?? 0;
  }
  return { bytes: values, ends: valueEnds };
}

/** The event of a ready row, as JSON in UTF-8; the batch's own memory. */
export function readyText({ bytes, ends, jsonBytes }: RowBatch, row: number): Uint8Array {
  const end = (ends[row] ?? 0) - KEY_DIGITS;
  return bytes.subarray(end - (jsonBytes[row] ?? 0), end);
}

/** 32 bits of a ready row's key. */
export function readyKeyWord({ bytes, ends }: RowBatch, row: number, word: number): number {
  let at = (ends[row] ?? 0) - KEY_DIGITS + 8 * word;
  let value = 0;
  for (const end = at + 8; at < end; at += 1) value = value * 16 + hexDigit(bytes[at] ?? 0);
  return value;
}

/** Of 0-9 and a-f in ASCII. */
function hexDigit(code: number): number {
  return code < 0x3a ? code - 0x30 : code - 0x57;
}
