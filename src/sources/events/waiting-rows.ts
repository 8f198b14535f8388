import { isAscii } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { GIVEN_LENGTH } from './ready-row.ts';
import { waitingPlace } from './row-taker.ts';
import { openUnit } from './unit-cipher.ts';
import { UNIT_STEP, type UnitTable } from './unit-writer.ts';

/** Rows to be read once more: the place of each text, see RowTaker, and its length in bytes. */
export interface RowPlaces {
  readonly places: Float64Array<ArrayBuffer>;
  readonly lengths: Uint32Array<ArrayBuffer>;
}

/** A file of rows' texts. */
export interface RowFile {
  readonly path: string;
  readonly key: Uint8Array;
  readonly units: SharedUnits;
}

/** A {@link UnitTable} in memory that threads share. */
export interface SharedUnits {
  readonly start: Float64Array;
  readonly length: Float64Array;
}

/** The two files that RowTaker writes. */
export interface RowFiles {
  readonly sealed: RowFile;
  readonly waiting: RowFile;
}

export function shareUnits({ start, length }: UnitTable): SharedUnits {
  const share = (numbers: readonly number[]) => {
    const shared = new Float64Array(new SharedArrayBuffer(8 * numbers.length));
    shared.set(numbers);
    return shared;
  };
  return { start: share(start), length: share(length) };
}

/** First character of an event; packed rows begin with others. */
const EVENT_START = '{';

export function isReadyText(text: string): boolean {
  return text.startsWith(EVENT_START);
}

interface Wanted {
  readonly index: number;
  readonly at: number;
  readonly length: number;
}

/** The texts of rows, in the order asked for. Each unit is read and opened once. Throws when one was changed. */
export function readRowTexts(files: RowFiles, { places, lengths }: RowPlaces): readonly string[] {
  const texts = new Array<string>(places.length).fill('');
  const sealed = new Map<number, Wanted[]>();
  const waiting = new Map<number, Wanted[]>();
  places.forEach((place, index) => {
    const plain = place < 0 ? waitingPlace(place) : place;
    const byUnit = place < 0 ? waiting : sealed;
    const unit = Math.floor(plain / UNIT_STEP);
    const wanted = { index, at: plain % UNIT_STEP, length: lengths[index] ?? 0 };
    const others = byUnit.get(unit);
    if (others === undefined) byUnit.set(unit, [wanted]);
    else others.push(wanted);
  });
  readFile(files.sealed, sealed, texts);
  readFile(files.waiting, waiting, texts);
  return texts;
}

function readFile(file: RowFile, wanted: ReadonlyMap<number, readonly Wanted[]>, texts: string[]): void {
  if (wanted.size === 0) return;
  const descriptor = openSync(file.path, 'r');
  try {
    for (const [unit, rows] of wanted) {
      const sealed = new Uint8Array(file.units.length[unit] ?? 0);
      readSync(descriptor, sealed, 0, sealed.length, file.units.start[unit] ?? 0);
      const plain = openUnit(file.key, unit, sealed);
      if (plain === undefined) throw new Error('A file of rows was changed while it was in use.');
      readUnit(plain, rows, texts);
    }
  } finally {
    closeSync(descriptor);
  }
}

function readUnit(plain: Uint8Array<ArrayBuffer>, rows: readonly Wanted[], texts: string[]): void {
  const buffer = Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
  // One pass over the whole is many times faster than one over each row, where a byte is a character. But texts
  // cut from it keep all of it in memory, so most of it must be wanted: rows far apart would take a unit each.
  const bytes = rows.reduce((sum, { length }) => sum + length, 0);
  const whole = 2 * bytes > plain.length && isAscii(plain) ? buffer.toString('latin1') : undefined;
  const textOf = (start: number, end: number) =>
    whole === undefined ? buffer.toString('utf8', start, end) : whole.slice(start, end);
  for (const { index, at, length } of rows) {
    const isReady = plain[at] === EVENT_START.charCodeAt(0);
    texts[index] = textOf(at, at + length + (isReady ? GIVEN_LENGTH : 0));
  }
}
