import duckdb from '@duckdb/node-bindings';

/** DuckDB's string_t: a length, then up to twelve bytes, or four of them and a pointer to all. */
const ENTRY_BYTES = 16;
const INLINE_BYTES = 12;
const POINTER_PLACE = 8;

/** A buffer larger than this is for one batch only. */
const KEPT_BYTES = 4 * 1024 * 1024;

/**
 * The texts of a vector, read at once. Each text that crosses into JavaScript by itself costs more than its hash;
 * but what a function of DuckDB made (`v || ''`) lies in memory one text behind the other, and comes over in a few
 * pieces. Only texts that touch are read together, so no byte is ever read that isn't of one of them.
 */
export class TextVector {
  /** The bytes (UTF-8) of all texts, good until the next `read`. */
  bytes = new Uint8Array(0);
  /** Where each row's text begins in `bytes`. */
  readonly starts: Int32Array;
  /** In bytes; -1 for NULL. */
  readonly lengths: Int32Array;

  /** `rows`: the most that a vector has. */
  constructor(rows: number) {
    this.starts = new Int32Array(rows);
    this.lengths = new Int32Array(rows);
  }

  /** Reads the first `count` rows of a flat vector of VARCHAR, which is good for the time of the call. */
  read(vector: duckdb.Vector, count: number): void {
    const entries = duckdb.vector_get_data(vector, count * ENTRY_BYTES);
    const view = new DataView(entries.buffer, entries.byteOffset, entries.byteLength);
    this.#measure(vector, view, count);
    // Short texts have a place of their own in front.
    let used = count * INLINE_BYTES;
    let runEntry = 0;
    let runStart = 0;
    let runEnd = 0;
    const copyRun = () => {
      if (runEnd === runStart) return;
      const place = entries.byteOffset + runEntry + POINTER_PLACE;
      const buffer = entries.buffer as ArrayBuffer;
      this.bytes.set(duckdb.get_data_from_pointer(buffer, place, runEnd - runStart), used);
      used += runEnd - runStart;
    };
    for (let row = 0; row < count; row += 1) {
      const length = this.lengths[row] ?? -1;
      const entry = row * ENTRY_BYTES;
      if (length <= INLINE_BYTES) {
        this.starts[row] = row * INLINE_BYTES;
        for (let place = 0; place < length; place += 1) {
          this.bytes[row * INLINE_BYTES + place] = view.getUint8(entry + 4 + place);
        }
        continue;
      }
      // Exact: addresses have fewer bits than a number of JavaScript; where they had more, no two would touch.
      const address =
        view.getUint32(entry + POINTER_PLACE, true) +
        view.getUint32(entry + POINTER_PLACE + 4, true) * 2 ** 32;
      if (address !== runEnd || address > Number.MAX_SAFE_INTEGER) {
        copyRun();
        runEntry = entry;
        runStart = address;
        runEnd = address;
      }
      this.starts[row] = used + (runEnd - runStart);
      runEnd += length;
    }
    copyRun();
  }

  /** The lengths, and room for all bytes. */
  #measure(vector: duckdb.Vector, view: DataView, count: number): void {
    // Without one, nothing is NULL.
    const validity: Uint8Array | null = duckdb.vector_get_validity(vector, Math.ceil(count / 64) * 8);
    let total = count * INLINE_BYTES;
    for (let row = 0; row < count; row += 1) {
      const isNull = validity !== null && (((validity[row >> 3] ?? 0) >> (row & 7)) & 1) === 0;
      const length = isNull ? -1 : view.getUint32(row * ENTRY_BYTES, true);
      this.lengths[row] = length;
      if (length > 0) total += length;
    }
    if (total > this.bytes.length || this.bytes.length > KEPT_BYTES) {
      this.bytes = new Uint8Array(Math.max(total, KEPT_BYTES / 16));
    }
  }
}
