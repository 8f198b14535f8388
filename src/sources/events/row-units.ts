import { closeSync, openSync, readSync } from 'node:fs';
import { type PackedRows, readRows, rowTexts, sliceRows, writeRows } from './packed-rows.ts';
import { openUnit, sealUnit } from './unit-cipher.ts';
import type { RowUnits } from './worker-protocol.ts';

/**
 * Rows that wait for others of their event: sealed under a key that only lives in memory, in units small enough
 * that reading a single row costs little. A unit's number is that of its first row.
 */

/** Starting a cipher takes as long as encrypting some ten kilobytes. */
const UNIT_BYTES = 64 * 1024;

/** Seals rows; offsets are within the result. */
export function sealRows(
  key: Uint8Array,
  firstRow: number,
  rows: PackedRows,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly units: RowUnits } {
  const sealed: Uint8Array[] = [];
  const first: number[] = [];
  const starts: number[] = [];
  let size = 0;
  for (let from = 0; from < rows.ends.length; ) {
    const to = unitEnd(rows.ends, from);
    const unit = sealUnit(key, firstRow + from, writeRows(sliceRows(rows, from, to)));
    first.push(firstRow + from);
    starts.push(size);
    sealed.push(unit);
    size += unit.length;
    from = to;
  }
  const bytes = new Uint8Array(size);
  sealed.forEach((unit, index) => {
    bytes.set(unit, starts[index]);
  });
  return {
    bytes,
    units: {
      firstRow: Float64Array.from(first),
      start: Float64Array.from(starts),
      length: Float64Array.from(sealed, ({ length }) => length),
    },
  };
}

/** The row behind the last of a unit that begins at `from`. */
function unitEnd(ends: Uint32Array, from: number): number {
  const limit = (from === 0 ? 0 : (ends[from - 1] ?? 0)) + UNIT_BYTES;
  let to = from + 1;
  while (to < ends.length && (ends[to] ?? 0) <= limit) to += 1;
  return to;
}

/** Index of the unit that holds a row. */
export function unitOfRow({ firstRow }: RowUnits, row: number): number {
  let low = 0;
  let high = firstRow.length;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if ((firstRow[middle] ?? 0) <= row) low = middle;
    else high = middle;
  }
  return low;
}

/** The texts of rows, in the order asked for. Each unit is read and opened once. Throws when one was changed. */
export function readRowTexts(
  path: string,
  key: Uint8Array,
  units: RowUnits,
  rows: Float64Array,
): readonly string[] {
  const wanted = new Map<number, number[]>();
  rows.forEach((row, index) => {
    const unit = unitOfRow(units, row);
    const indexes = wanted.get(unit);
    if (indexes === undefined) wanted.set(unit, [index]);
    else indexes.push(index);
  });
  const texts = new Array<string>(rows.length).fill('');
  const file = openSync(path, 'r');
  try {
    for (const [unit, indexes] of wanted) {
      const firstRow = units.firstRow[unit] ?? 0;
      const sealed = new Uint8Array(units.length[unit] ?? 0);
      readSync(file, sealed, 0, sealed.length, units.start[unit] ?? 0);
      const plain = openUnit(key, firstRow, sealed);
      if (plain === undefined) throw new Error('The file of waiting rows was changed while it was in use.');
      const unitTexts = rowTexts(readRows(plain));
      for (const index of indexes) texts[index] = unitTexts[(rows[index] ?? 0) - firstRow] ?? '';
    }
  } finally {
    closeSync(file);
  }
  return texts;
}
