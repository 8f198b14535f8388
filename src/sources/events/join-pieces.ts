import type { EngineCall } from '../../core/ports/engine.ts';
import { formatCount } from '../../core/wording.ts';
import { translateError } from '../duckdb/translate-error.ts';
import { cancelledError, queryFailed } from '../engine-errors.ts';
import { type EventIndex, piecesOf } from './event-index.ts';
import { FLAG } from './event-records.ts';
import type { RowPlaces } from './waiting-rows.ts';

/**
 * Finding events whose rows were read apart from each other: an order whose lines aren't side by side, or that
 * happen to lie across the end of a task.
 */

/** Keys that are compared at the same time, so that memory stays small. */
const KEYS_AT_ONCE = 1_000_000;

/**
 * Rows one event may have. An order has a few; when tens of thousands of rows share one id, the column of ids
 * holds something else, and one event for all of them would be wrong.
 */
export const MAXIMUM_EVENT_ROWS = 10_000;

/** What one task puts together: many rows, so that a unit with several of them is opened once, or few long ones. */
const TASK_ROWS = 32_768;
const TASK_BYTES = 8 * 1024 * 1024;

/** Rows of the list that are read at once. */
const PAGE_ROWS = 65_536;

const KEYS = ['keyHigh', 'keyLow'] as const;
const IS_KEYED = `flags & ${FLAG.keyless} = 0`;

/** Events to be put together: the first row of each, how many rows each has, and all rows, event by event. */
export interface ScatteredEvents {
  readonly firstRows: readonly number[];
  readonly sizes: Uint32Array<ArrayBuffer>;
  readonly rows: RowPlaces;
}

/**
 * Makes `joined` (piece, event: first rows of a piece and of the event it is part of) and `waiting` (all rows of
 * those events, in order). Gives the number of rows in `waiting`. Rejects with kind `query-failed` when an event
 * has more than {@link MAXIMUM_EVENT_ROWS} rows.
 */
export async function findScattered(index: EventIndex, call: EngineCall): Promise<number> {
  const { database } = index;
  const pieces = await database.number('SELECT count(*) FROM pieces', call);
  const parts = Math.max(1, Math.ceil(pieces / KEYS_AT_ONCE));
  await database.run(
    `CREATE TABLE repeated (${KEYS.map((key) => `${key} UBIGINT`).join(', ')}, event DOUBLE, rows BIGINT)`,
  );
  for (let part = 0; part < parts; part += 1) {
    await database.run(
      `INSERT INTO repeated SELECT ${KEYS.join(', ')}, min(firstRow), sum(rows) FROM pieces
       WHERE ${IS_KEYED} AND keyLow % ${parts} = ${part} GROUP BY ${KEYS.join(', ')} HAVING count(*) > 1`,
      call,
    );
  }
  const most = await database.number('SELECT coalesce(max(rows), 0) FROM repeated', call);
  if (most > MAXIMUM_EVENT_ROWS) throw tooManyRows(most);
  const sameKey = KEYS.map((key) => `pieces.${key} = repeated.${key}`).join(' AND ');
  await database.run(
    `CREATE TABLE joined AS SELECT pieces.firstRow AS piece, repeated.event AS event
       FROM pieces JOIN repeated ON ${sameKey} WHERE ${IS_KEYED};
     CREATE TABLE waiting AS SELECT event, row, read.place, read.length FROM (
       SELECT event, piece AS row FROM joined UNION ALL
       SELECT joined.event, further.row FROM further JOIN joined ON joined.piece = further.piece) AS rows
     JOIN read ON read.rowid = rows.row::BIGINT ORDER BY event, row`,
    call,
  );
  return await database.number('SELECT count(*) FROM waiting', call);
}

function tooManyRows(rows: number): Error {
  return queryFailed(
    `${formatCount(rows)} rows have the same event name and the same event id, so they would be one event; ` +
      `an event may have ${formatCount(MAXIMUM_EVENT_ROWS)} rows.`,
    'Select a column that tells events apart as event_id (in SQL a name in single quotes is a text, not a ' +
      'column), or leave event_id out: ids are then made of person, event and time.',
  );
}

/** Rows that are read for the first time lie side by side, so fewer of them will do. */
const READ_ROWS = 4096;

/** How many rows a task has. `rowBytes`: how long rows are on average. */
function taskRows(most: number, rowBytes: number): number {
  return Math.min(most, Math.ceil(TASK_BYTES / Math.max(1, rowBytes)));
}

/** The events of `waiting`, a task's worth at a time. */
export async function* scatteredEvents(
  index: EventIndex,
  waiting: number,
  rowBytes: number,
  call: EngineCall,
): AsyncGenerator<ScatteredEvents> {
  let firstRows: number[] = [];
  let sizes: number[] = [];
  let places: number[] = [];
  let lengths: number[] = [];
  const take = (): ScatteredEvents => {
    const events = { firstRows, sizes: Uint32Array.from(sizes), rows: rowPlaces(places, lengths) };
    firstRows = [];
    sizes = [];
    places = [];
    lengths = [];
    return events;
  };
  for (let start = 0; start < waiting; start += PAGE_ROWS) {
    const [events = [], pagePlaces = [], pageLengths = []] = await readPage(
      index,
      'SELECT event, place, length FROM waiting WHERE true',
      start,
      call,
    );
    for (const [at, event] of events.entries()) {
      if (event !== firstRows.at(-1)) {
        if (places.length >= taskRows(TASK_ROWS, rowBytes)) yield take();
        firstRows.push(event);
        sizes.push(0);
      }
      sizes[sizes.length - 1] = (sizes.at(-1) ?? 0) + 1;
      places.push(pagePlaces[at] ?? 0);
      lengths.push(pageLengths[at] ?? 0);
    }
  }
  if (places.length > 0) yield take();
}

/** Rows that nothing was made of yet, and their numbers. */
export interface UnreadRows {
  readonly numbers: readonly number[];
  readonly rows: RowPlaces;
}

/** The rows of `read` that wait to be read, in order, a task's worth at a time. */
export async function* unreadRows(
  index: EventIndex,
  rows: number,
  rowBytes: number,
  call: EngineCall,
): AsyncGenerator<UnreadRows> {
  const most = taskRows(READ_ROWS, rowBytes);
  for (let start = 0; start < rows; start += PAGE_ROWS) {
    const [numbers = [], places = [], lengths = []] = await readPage(
      index,
      'SELECT rowid::DOUBLE, place, length FROM read WHERE place < 0',
      start,
      call,
    );
    for (let from = 0; from < numbers.length; from += most) {
      const to = from + most;
      yield {
        numbers: numbers.slice(from, to),
        rows: rowPlaces(places.slice(from, to), lengths.slice(from, to)),
      };
    }
  }
}

function rowPlaces(places: readonly number[], lengths: readonly number[]): RowPlaces {
  return { places: Float64Array.from(places), lengths: Uint32Array.from(lengths) };
}

/** What a statement that ends in conditions gives for a span of row ids, in columns of numbers: an object per row would cost more than everything else here. */
async function readPage(
  { database }: EventIndex,
  select: string,
  start: number,
  { signal }: EngineCall,
): Promise<readonly (readonly number[])[]> {
  if (signal?.aborted) throw cancelledError();
  try {
    const result = await database.connection.run(
      `${select} AND rowid >= ${start} AND rowid < ${start + PAGE_ROWS} ORDER BY rowid`,
    );
    return (await result.getColumns()) as readonly (readonly number[])[];
  } catch (error) {
    throw translateError(error);
  }
}

/** Makes `finished`. `waiting`: what {@link findScattered} gave. */
export async function replaceJoined(
  { database }: EventIndex,
  waiting: number,
  call: EngineCall,
): Promise<void> {
  await database.run(
    waiting === 0
      ? 'CREATE VIEW finished AS FROM pieces'
      : `CREATE TABLE finished AS
           SELECT * FROM pieces WHERE firstRow NOT IN (SELECT piece FROM joined)
           UNION ALL ${piecesOf('rebuilt')}`,
    call,
  );
}
