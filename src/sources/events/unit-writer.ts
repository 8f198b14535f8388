import { queryFailed } from '../engine-errors.ts';
import type { AppendFile } from './append-file.ts';
import { sealUnit } from './unit-cipher.ts';

/**
 * Texts on their way into a sealed file. A place is the number of a text's unit times {@link UNIT_STEP}, plus
 * the text's offset in the unit; both together are a number that a DOUBLE holds exactly.
 */

/** More than any unit has bytes. */
export const UNIT_STEP = 2 ** 32;

/** Behind these a place would be rounded; they hold 137 GB. */
const MAXIMUM_UNITS = Number.MAX_SAFE_INTEGER / UNIT_STEP;

/**
 * Starting a cipher takes as long as encrypting some ten kilobytes, and a single text needs its whole unit opened.
 * As a string a unit still is what V8 doesn't keep apart as a large object, of which it would give back few.
 */
const UNIT_BYTES = 64 * 1024;

/** Where the units of a file lie, by their numbers from 0 on. */
export interface UnitTable {
  readonly start: readonly number[];
  readonly length: readonly number[];
}

/** Seals texts, one after the other, in units of about {@link UNIT_BYTES}. */
export class UnitWriter {
  readonly file: AppendFile;
  readonly key: Uint8Array;
  readonly #start: number[] = [];
  readonly #length: number[] = [];
  #memory = Buffer.allocUnsafeSlow(2 * UNIT_BYTES);
  #size = 0;

  constructor(file: AppendFile, key: Uint8Array) {
    this.file = file;
    this.key = key;
  }

  /** The units that are complete; after {@link finish} all of them. */
  get units(): UnitTable {
    return { start: this.#start, length: this.#length };
  }

  /**
   * Copies the text in `texts` from `from` up to `to`; gives its place. Throws when a unit is full and can't be
   * written, or is one too many.
   */
  add(texts: Buffer, from = 0, to = texts.length): number {
    if (this.#size >= UNIT_BYTES) this.finish();
    const end = this.#size + to - from;
    if (end > this.#memory.length) {
      const larger = Buffer.allocUnsafeSlow(2 * end);
      this.#memory.copy(larger, 0, 0, this.#size);
      this.#memory = larger;
    }
    texts.copy(this.#memory, this.#size, from, to);
    const place = this.#start.length * UNIT_STEP + this.#size;
    this.#size = end;
    return place;
  }

  /** Writes what was added so far. */
  finish(): void {
    if (this.#size === 0) return;
    if (this.#start.length + 1 >= MAXIMUM_UNITS) throw tooMuch();
    const sealed = sealUnit(this.key, this.#start.length, this.#memory.subarray(0, this.#size));
    this.#start.push(this.file.appendNow(sealed));
    this.#length.push(sealed.length);
    this.#size = 0;
  }
}

function tooMuch(): Error {
  return queryFailed(
    'The events of this query take more than 137 GB.',
    'Select a part of them, such as the events of one day, and run the others afterwards.',
  );
}
