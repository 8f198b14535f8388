import { buildEvent } from '../../core/events/build-event.ts';
import type { EventLayout } from '../../core/events/layout.ts';
import { type EventRow, type RawRow, readEventRow } from '../../core/events/read-row.ts';
import type { EventSettings } from '../../core/events/settings.ts';
import { normaliseIdentifier } from '../../core/identifiers/index.ts';
import { IDENTIFIER_REJECT_REASONS } from '../../core/identifiers/types.ts';
import { type EventRecords, RecordWriter, type Scratch } from './event-records.ts';
import type { IdentifierColumn } from './pack-sql.ts';
import { type PackedRows, pickRows, rowTexts, unpackRow } from './packed-rows.ts';
import { type RowBatch, readyKeyWord } from './row-batch.ts';

/** How packed rows are read; plain data. */
export interface Reading {
  readonly layout: EventLayout;
  readonly identifiers: readonly IdentifierColumn[];
  readonly settings: EventSettings;
}

/** What the values of one identifier column were, over some rows. */
export interface ColumnCounts {
  empty: number;
  valid: number;
  /** By position in IDENTIFIER_REJECT_REASONS. */
  readonly rejected: number[];
  /** Hash of the text that all rows have in common; undefined when they differ. */
  sameText: number | undefined;
}

export interface RowCounts {
  rows: number;
  /** Rows in which an identifier column isn't empty. */
  withIdentifier: number;
  readonly columns: readonly ColumnCounts[];
}

export interface EventsOfRows {
  readonly records: EventRecords;
  /** Scratch memory: to be used before the next rows are read. */
  readonly texts: Uint8Array<ArrayBuffer>;
  readonly counts: RowCounts;
}

/**
 * Rows among which those of one event are looked for. Orders stand in a row mostly, and few read rows waiting
 * for others keep the garbage collector out of the way.
 */
const WINDOW_ROWS = 256;

interface RowGroup {
  readonly numbers: number[];
  readonly rows: EventRow[];
}

/**
 * Makes events of consecutive rows: rows of one key that stand together are one event, and a row that is ready
 * and has its key for itself is one already. Further rows of an event may come later; then all of them are put
 * together again by {@link buildFromRows}. `values`: the rows' values, see valuesOf.
 */
export function readEvents(
  batch: RowBatch,
  values: PackedRows,
  reading: Reading,
  scratch: Scratch,
): EventsOfRows {
  const counter = new RowCounter(reading, batch);
  const writer = new RecordWriter(batch.count, scratch);
  const others: number[] = [];
  aloneRows(batch).forEach((isAlone, row) => {
    if (isAlone === 0) {
      others.push(row);
      return;
    }
    writer.addReady(row, batch);
    counter.addReady(batch.filled[row] ?? 0);
  });
  const texts = rowTexts(pickRows(values, others));
  for (let start = 0; start < texts.length; start += WINDOW_ROWS) {
    const end = start + WINDOW_ROWS;
    for (const group of groupRows(texts.slice(start, end), others.slice(start, end), reading, counter)) {
      writer.add(group.numbers, group.rows, buildEvent(group.rows, reading.settings));
    }
  }
  return { ...writer.finish(), counts: counter.counts };
}

/** 1 for each row that is ready and shares its key with no other ready row of the batch. */
function aloneRows(batch: RowBatch): Uint8Array {
  const { count, jsonBytes } = batch;
  const isAlone = new Uint8Array(count);
  // A part of the key is enough: rows that are told apart later are only read once more than needed.
  const seen = new Map<number, number>();
  for (let row = 0; row < count; row += 1) {
    if (jsonBytes[row] === 0) continue;
    const word = readyKeyWord(batch, row, 0);
    const other = seen.get(word);
    if (other === undefined) {
      seen.set(word, row);
      isAlone[row] = 1;
    } else isAlone[other] = 0;
  }
  return isAlone;
}

/** Rows by their key, in the order of first rows; `numbers`: those of the rows. */
function groupRows(
  texts: readonly string[],
  numbers: readonly number[],
  reading: Reading,
  counter: RowCounter,
): readonly RowGroup[] {
  const groups: RowGroup[] = [];
  const groupOf = new Map<string, RowGroup>();
  texts.forEach((text, index) => {
    const number = numbers[index] ?? 0;
    const raw = unpackRow(text);
    const row = readEventRow(raw, reading.layout, reading.settings);
    counter.add(raw, row);
    const known = row.key === undefined ? undefined : groupOf.get(row.key);
    if (known !== undefined) {
      known.numbers.push(number);
      known.rows.push(row);
      return;
    }
    const group = { numbers: [number], rows: [row] };
    groups.push(group);
    if (row.key !== undefined) groupOf.set(row.key, group);
  });
  return groups;
}

/**
 * Makes events of the texts of all their rows. `sizes` says how many rows each event has; they follow each
 * other. The records' row numbers count these texts.
 */
export function buildFromRows(
  texts: readonly string[],
  sizes: Uint32Array,
  reading: Reading,
  scratch: Scratch,
): Omit<EventsOfRows, 'counts'> {
  const writer = new RecordWriter(sizes.length, scratch);
  let next = 0;
  for (const size of sizes) {
    const rows = texts
      .slice(next, next + size)
      .map((text) => readEventRow(unpackRow(text), reading.layout, reading.settings));
    writer.add([next], rows, buildEvent(rows, reading.settings));
    next += size;
  }
  return writer.finish();
}

/** Counts what identifier columns hold, row by row. */
class RowCounter {
  readonly counts: RowCounts;
  readonly #reading: Reading;
  readonly #isAlone: readonly boolean[];

  constructor(reading: Reading, batch: RowBatch) {
    const { identifiers } = reading;
    this.#reading = reading;
    this.#isAlone = identifiers.map(
      (column) => identifiers.filter(({ type }) => type === column.type).length === 1,
    );
    this.counts = {
      rows: 0,
      withIdentifier: 0,
      columns: identifiers.map((_, index) => ({
        empty: 0,
        valid: 0,
        rejected: IDENTIFIER_REJECT_REASONS.map(() => 0),
        sameText: commonNumber(batch.texts[index], batch.count),
      })),
    };
  }

  /** A ready row has no value that is wrong. `filled`: a bit for each column. */
  addReady(filled: number): void {
    const { counts } = this;
    counts.rows += 1;
    if (filled !== 0) counts.withIdentifier += 1;
    counts.columns.forEach((count, index) => {
      if ((filled & (1 << index)) === 0) count.empty += 1;
      else count.valid += 1;
    });
  }

  add(raw: RawRow, row: EventRow): void {
    const { counts } = this;
    counts.rows += 1;
    let isFilled = false;
    this.#reading.identifiers.forEach((column, index) => {
      const count = counts.columns[index];
      if (count === undefined) return;
      const text = raw[column.place] ?? '';
      const reason = row.rejected.find(
        ({ column: place, type }) => place === column.place && type === column.type,
      );
      if (reason !== undefined) {
        const at = IDENTIFIER_REJECT_REASONS.indexOf(reason.reason);
        count.rejected[at] = (count.rejected[at] ?? 0) + 1;
      } else if (this.#isValid(column, index, text, row)) count.valid += 1;
      else {
        count.empty += 1;
        return;
      }
      isFilled = true;
    });
    if (isFilled) counts.withIdentifier += 1;
  }

  /** Whether a value that wasn't rejected identifies somebody, or is empty. */
  #isValid({ type }: IdentifierColumn, index: number, text: string, { user }: EventRow): boolean {
    if (text === '') return false;
    if (this.#isAlone[index] !== true) {
      return normaliseIdentifier(type, text, this.#reading.settings.rules).valid;
    }
    const hashes = { EMAIL: user.emails, PHONE: user.phones, EXTERNAL_ID: user.externalIds };
    return hashes[type].length > 0;
  }
}

/** The number that all rows have; undefined when they differ. */
function commonNumber(numbers: Float64Array | undefined, rows: number): number | undefined {
  const first = numbers?.[0];
  return numbers?.subarray(0, rows).every((number) => number === first) ? first : undefined;
}
