import { isAscii } from 'node:buffer';
import type { RawRow } from '../../core/events/read-row.ts';

/**
 * Rows on their way from the engine to the functions that read them. A string that crosses from DuckDB into
 * JavaScript costs more than what is done with it, so a row crosses as one: its values with a separator between
 * them, or as a JSON array where a value holds that separator.
 */

/** U+001F, the unit separator; no keyboard writes it. */
export const SEPARATOR_CODE = 31;
const SEPARATOR = String.fromCharCode(SEPARATOR_CODE);

/** Stands in front of every row, so that a row without `[` in front is never JSON. */
export const ROW_MARK = 'v';

/** Index of a packed row's first value. */
export const FIRST_VALUE = 1;

/** Rows as UTF-8, one after the other; `ends` holds for each the offset behind its last byte. */
export interface PackedRows {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
}

/** The values of a packed row, from {@link FIRST_VALUE} on; an empty text stands for NULL as well. */
export function unpackRow(text: string): RawRow {
  return text.startsWith('[') ? (JSON.parse(text) as RawRow) : text.split(SEPARATOR);
}

/** The text of each packed row. */
export function rowTexts({ bytes, ends }: PackedRows): readonly string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // One pass over the whole is many times faster than one over each row, where a byte is a character.
  const whole = isAscii(bytes) ? buffer.toString('latin1') : undefined;
  const texts: string[] = [];
  let start = 0;
  for (const end of ends) {
    texts.push(whole === undefined ? buffer.toString('utf8', start, end) : whole.slice(start, end));
    start = end;
  }
  return texts;
}

/** Some of the rows, by their indexes; a copy. */
export function pickRows({ bytes, ends }: PackedRows, indexes: readonly number[]): PackedRows {
  const startOf = (index: number) => (index === 0 ? 0 : (ends[index - 1] ?? 0));
  const picked = new Uint32Array(indexes.length);
  let size = 0;
  indexes.forEach((index, at) => {
    size += (ends[index] ?? 0) - startOf(index);
    picked[at] = size;
  });
  const memory = new Uint8Array(size);
  indexes.forEach((index, at) => {
    memory.set(bytes.subarray(startOf(index), ends[index]), at === 0 ? 0 : picked[at - 1]);
  });
  return { bytes: memory, ends: picked };
}

/** Rows from (inclusive) to (exclusive), as views of the same memory but for `ends`. */
export function sliceRows({ bytes, ends }: PackedRows, from: number, to: number): PackedRows {
  const start = from === 0 ? 0 : (ends[from - 1] ?? 0);
  const end = to === 0 ? 0 : (ends[to - 1] ?? 0);
  return { bytes: bytes.subarray(start, end), ends: ends.slice(from, to).map((each) => each - start) };
}

/** Packed rows as one block of bytes: how many, their ends (both 32 bits, little-endian), the rows. */
export function writeRows({ bytes, ends }: PackedRows): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(4 + 4 * ends.length + bytes.length);
  const view = new DataView(block.buffer);
  view.setUint32(0, ends.length, true);
  ends.forEach((end, index) => {
    view.setUint32(4 + 4 * index, end, true);
  });
  block.set(bytes, 4 + 4 * ends.length);
  return block;
}

/** What {@link writeRows} wrote. */
export function readRows(block: Uint8Array<ArrayBuffer>): PackedRows {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const count = view.getUint32(0, true);
  const ends = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) ends[index] = view.getUint32(4 + 4 * index, true);
  return { bytes: block.subarray(4 + 4 * count), ends };
}
