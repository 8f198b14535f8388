import {
  DOUBLE,
  type DuckDBAppender,
  DuckDBDataChunk,
  type DuckDBType,
  UINTEGER,
  UTINYINT,
} from '@duckdb/node-api';
import { Database, type DatabaseSettings } from '../duckdb/database.ts';
import { translateError } from '../duckdb/translate-error.ts';
import { LIMB_EXPONENTS, limbsOfSteps } from './decimal-limbs.ts';
import { type EventRecords, KEY_WORDS, SENDABLE } from './event-records.ts';
import { UNIT_STEP } from './unit-writer.ts';

/**
 * What is known of all events while they are staged besides their texts, in a DuckDB file of the private temporary
 * folder. Rows of one event may have been read apart from each other; they are found here by their key.
 *
 * - `read`: every row, in order, as the statement of packRows gives it; its row id is the row's number. Where
 *   `place` is at least 0 it is an event; the others are read once more.
 * - `built`: events that JavaScript made of rows it read together.
 * - `further`: rows behind the first of their event in `built`; `piece` is the number of that first row.
 * - `pieces`: the events of `read` and `built`.
 * - `rebuilt`: events that several pieces were put together to.
 * - `finished`: `pieces`, but `rebuilt` events in the place of theirs; see replaceJoined.
 * Rows are counted from 0.
 */

const COLUMNS: readonly (readonly [name: string, type: DuckDBType])[] = [
  ['firstRow', DOUBLE],
  ...Array.from({ length: KEY_WORDS }, (_, word) => [`k${word}`, UINTEGER] as const),
  ['rows', UINTEGER],
  ['duplicates', UINTEGER],
  ['state', UTINYINT],
  ['unit', UINTEGER],
  ['place', UINTEGER],
  ['length', UINTEGER],
  ['flags', UTINYINT],
  ['leftOut', UINTEGER],
  ['name', UINTEGER],
  ['currency', UTINYINT],
  ...LIMB_EXPONENTS.map((_, limb) => [`value${limb}`, DOUBLE] as const),
  ['time', DOUBLE],
];

const FURTHER: readonly (readonly [name: string, type: DuckDBType])[] = [
  ['piece', DOUBLE],
  ['row', DOUBLE],
];

/** Most rows of a DuckDB chunk. */
const CHUNK_ROWS = 2048;

export type PieceTable = 'built' | 'rebuilt';

/** The columns of `pieces` and `finished` but the key, by what `read` has for them. */
const OF_READ: readonly (readonly [name: string, sql: string])[] = [
  ['rows', '1::UINTEGER'],
  ['duplicates', '0::UINTEGER'],
  ['state', `${SENDABLE}::UTINYINT`],
  ['unit', `(place::BIGINT // ${UNIT_STEP})::UINTEGER`],
  ['place', `(place::BIGINT % ${UNIT_STEP})::UINTEGER`],
  ['length', 'length'],
  ['flags', 'flags'],
  ['leftOut', '0::UINTEGER'],
  ['name', 'name::UINTEGER'],
  ['currency', 'currency'],
  ...limbsOfSteps('amount').map((sql, limb) => [`value${limb}`, sql] as const),
  ['time', 'seconds'],
];

/** The rows of `read` that a condition holds for as events, with the columns of `pieces`. */
export function piecesOfRead(condition: string): string {
  return `SELECT rowid::DOUBLE AS firstRow, keyHigh, keyLow,
    ${OF_READ.map(([name, sql]) => `${sql} AS ${name}`).join(', ')} FROM read WHERE ${condition}`;
}

/** The events of `built` or `rebuilt`, with the columns of `pieces`. */
export function piecesOf(table: PieceTable): string {
  return `SELECT firstRow, (k0::UBIGINT << 32) | k1 AS keyHigh, (k2::UBIGINT << 32) | k3 AS keyLow,
    ${OF_READ.map(([name]) => name).join(', ')} FROM ${table}`;
}

export class EventIndex {
  readonly database: Database;
  readonly #appenders: Readonly<Record<PieceTable | 'further', DuckDBAppender>>;

  private constructor(
    database: Database,
    appenders: Readonly<Record<PieceTable | 'further', DuckDBAppender>>,
  ) {
    this.database = database;
    this.#appenders = appenders;
  }

  /** Opens the file that has `read` in it. */
  static async open(path: string, settings: DatabaseSettings): Promise<EventIndex> {
    const database = await Database.open(path, settings);
    try {
      const create = (table: string, columns: typeof COLUMNS) =>
        `CREATE TABLE ${table} (${columns.map(([name, type]) => `${name} ${type}`).join(', ')});`;
      await database.run(
        `${create('built', COLUMNS)}${create('rebuilt', COLUMNS)}${create('further', FURTHER)}
         CREATE VIEW pieces AS ${piecesOfRead('place >= 0')} UNION ALL ${piecesOf('built')}`,
      );
      const { connection } = database;
      return new EventIndex(database, {
        built: await connection.createAppender('built'),
        rebuilt: await connection.createAppender('rebuilt'),
        further: await connection.createAppender('further'),
      });
    } catch (error) {
      database.close();
      throw translateError(error);
    }
  }

  /** Adds records; `rowOf` gives the number of a row from the number the records have for it. */
  append(table: PieceTable, records: EventRecords, unit: number, rowOf: (number: number) => number): void {
    const { count, first, furtherRows, furtherOf } = records;
    const firstRow = Float64Array.from(first, rowOf);
    this.#appendColumns(table, COLUMNS, count, [
      firstRow,
      ...records.keys,
      records.rows,
      records.duplicates,
      records.state,
      new Uint32Array(count).fill(unit),
      records.at,
      records.length,
      records.flags,
      records.leftOut,
      records.name,
      records.currency,
      ...records.value,
      records.time,
    ]);
    this.#appendColumns('further', FURTHER, furtherRows.length, [
      Float64Array.from(furtherOf, (piece) => firstRow[piece] ?? 0),
      Float64Array.from(furtherRows, rowOf),
    ]);
  }

  /** Ends adding to a table. */
  flush(): void {
    try {
      for (const appender of Object.values(this.#appenders)) appender.flushSync();
    } catch (error) {
      throw translateError(error);
    }
  }

  close(): void {
    for (const appender of Object.values(this.#appenders)) closeQuietly(appender);
    this.database.close();
  }

  #appendColumns(
    table: PieceTable | 'further',
    definition: typeof COLUMNS,
    count: number,
    columns: readonly ArrayLike<number>[],
  ): void {
    const types = definition.map(([, type]) => type);
    try {
      for (let start = 0; start < count; start += CHUNK_ROWS) {
        const size = Math.min(CHUNK_ROWS, count - start);
        const chunk = DuckDBDataChunk.create(types, size);
        columns.forEach((values, column) => {
          const vector = chunk.getColumnVector(column);
          for (let row = 0; row < size; row += 1) vector.setItem(row, values[start + row] ?? 0);
          vector.flush();
        });
        this.#appenders[table].appendDataChunk(chunk);
      }
    } catch (error) {
      throw translateError(error);
    }
  }
}

/** Closing writes what is left, which can't work on a full disk; whatever was to be kept was flushed before. */
function closeQuietly(appender: DuckDBAppender): void {
  try {
    appender.closeSync();
  } catch {
    // The error that made this necessary is the one to be told.
  }
}
