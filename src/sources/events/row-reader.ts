import { buildEvent } from '../../core/events/build-event.ts';
import type { EventLayout } from '../../core/events/layout.ts';
import { type EventRow, type RawRow, readEventRow } from '../../core/events/read-row.ts';
import type { EventSettings } from '../../core/events/settings.ts';
import { normaliseIdentifier } from '../../core/identifiers/index.ts';
import { IDENTIFIER_REJECT_REASONS } from '../../core/identifiers/types.ts';
import { type EventRecords, RecordWriter } from './event-records.ts';
import type { IdentifierColumn } from './pack-sql.ts';
import { type PackedRows, rowTexts, unpackRow } from './packed-rows.ts';

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
  /** The text that all rows have in common; undefined when they differ. */
  sameText: string | undefined;
}

export interface RowCounts {
  rows: number;
  /** Rows in which an identifier column isn't empty. */
  withIdentifier: number;
  readonly columns: readonly ColumnCounts[];
}

export interface EventsOfRows {
  readonly records: EventRecords;
  readonly texts: Uint8Array<ArrayBuffer>;
  readonly counts: RowCounts;
}

/** Texts of events are about so many times as long as their rows. */
const GROWTH = 4;

/**
 * Makes events of consecutive rows: rows of one key that are among them are one event. Further rows of it may
 * come later; then all of them are put together again by {@link buildFromRows}.
 */
export function readEvents(packed: PackedRows, reading: Reading): EventsOfRows {
  const counter = new RowCounter(reading);
  const groups: { readonly numbers: number[]; readonly rows: EventRow[] }[] = [];
  const groupOf = new Map<string, number>();
  rowTexts(packed).forEach((text, number) => {
    const raw = unpackRow(text);
    const row = readEventRow(raw, reading.layout, reading.settings);
    counter.add(raw, row);
    const known = row.key === undefined ? undefined : groupOf.get(row.key);
    const group = known === undefined ? undefined : groups[known];
    if (group !== undefined) {
      group.numbers.push(number);
      group.rows.push(row);
      return;
    }
    if (row.key !== undefined) groupOf.set(row.key, groups.length);
    groups.push({ numbers: [number], rows: [row] });
  });
  const writer = new RecordWriter(groups.length, GROWTH * packed.bytes.length);
  for (const { numbers, rows } of groups) writer.add(numbers, rows, buildEvent(rows, reading.settings));
  return { ...writer.finish(), counts: counter.counts };
}

/**
 * Makes events of the texts of all their rows. `sizes` says how many rows each event has; they follow each
 * other. The records' row numbers count these texts.
 */
export function buildFromRows(
  texts: readonly string[],
  sizes: Uint32Array,
  reading: Reading,
): Omit<EventsOfRows, 'counts'> {
  const bytes = texts.reduce((sum, text) => sum + text.length, 0);
  const writer = new RecordWriter(sizes.length, GROWTH * bytes);
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
        sameText: undefined,
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
      if (counts.rows === 1) count.sameText = text;
      else if (count.sameText !== text) count.sameText = undefined;
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
