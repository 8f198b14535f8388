import { buildEvent } from '../../core/events/build-event.ts';
import type { EventLayout } from '../../core/events/layout.ts';
import { type EventRow, type RawRow, readEventRow } from '../../core/events/read-row.ts';
import type { EventSettings } from '../../core/events/settings.ts';
import { normaliseIdentifier } from '../../core/identifiers/index.ts';
import { IDENTIFIER_REJECT_REASONS } from '../../core/identifiers/types.ts';
import { type EventRecords, RecordWriter, type Scratch } from './event-records.ts';
import type { IdentifierColumn } from './pack-sql.ts';
import { unpackRow } from './packed-rows.ts';
import { readReadyRow } from './ready-row.ts';
import { isReadyText } from './waiting-rows.ts';

/** How rows are read; plain data. */
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
}

/** Of rows that aren't ready. */
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
 * Makes events of rows that follow each other: rows of one key that stand together are one event. Further rows of
 * an event may come later; then all of them are put together again by {@link buildFromRows}.
 */
export function readEvents(texts: readonly string[], reading: Reading, scratch: Scratch): EventsOfRows {
  const counter = new RowCounter(reading);
  const writer = new RecordWriter(texts.length, scratch);
  for (let start = 0; start < texts.length; start += WINDOW_ROWS) {
    for (const group of groupRows(texts.slice(start, start + WINDOW_ROWS), start, reading, counter)) {
      writer.add(group.numbers, group.rows, buildEvent(group.rows, reading.settings));
    }
  }
  return { ...writer.finish(), counts: counter.counts };
}

/** Rows by their key, in the order of first rows; `start`: the number of the first one. */
function groupRows(
  texts: readonly string[],
  start: number,
  reading: Reading,
  counter: RowCounter,
): readonly RowGroup[] {
  const groups: RowGroup[] = [];
  const groupOf = new Map<string, RowGroup>();
  texts.forEach((text, index) => {
    const number = start + index;
    const row = readRow(text, reading, counter);
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

/** A row of either kind; ready ones were counted by the engine. */
function readRow(text: string, { layout, settings }: Reading, counter?: RowCounter): EventRow {
  if (isReadyText(text)) return readReadyRow(text);
  const raw = unpackRow(text);
  const row = readEventRow(raw, layout, settings);
  counter?.add(raw, row);
  return row;
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
    const rows = texts.slice(next, next + size).map((text) => readRow(text, reading));
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

  constructor(reading: Reading) {
    const { identifiers } = reading;
    this.#reading = reading;
    this.#isAlone = identifiers.map(
      (column) => identifiers.filter(({ type }) => type === column.type).length === 1,
    );
    this.counts = {
      rows: 0,
      withIdentifier: 0,
      columns: identifiers.map(() => ({
        empty: 0,
        valid: 0,
        rejected: IDENTIFIER_REJECT_REASONS.map(() => 0),
      })),
    };
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
