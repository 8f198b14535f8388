import type { EngineCall } from '../../core/ports.ts';
import { translateError } from '../duckdb/translate-error.ts';
import { cancelledError, queryFailed } from '../engine-errors.ts';
import type { EventIndex } from './event-index.ts';
import { FLAG, KEY_WORDS } from './event-records.ts';

/**
 * Finding events whose rows were read apart from each other: an order whose lines aren't side by side, or that
 * happen to lie across the end of a batch.
 */

/** Keys that are compared at the same time, so that memory stays small. */
const KEYS_AT_ONCE = 4_000_000;

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

const KEYS = Array.from({ length: KEY_WORDS }, (_, word) => `k${word}`);
const IS_KEYED = `flags & ${FLAG.keyless} = 0`;

/** Events to be put together: the first row of each, how many rows each has, and all rows, event by event. */
export interface ScatteredEvents {
  readonly firstRows: readonly number[];
  readonly sizes: Uint32Array<ArrayBuffer>;
  readonly rows: Float64Array<ArrayBuffer>;
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
    `CREATE TABLE repeated (${KEYS.map((key) => `${key} UINTEGER`).join(', ')}, event DOUBLE, rows BIGINT)`,
  );
  for (let part = 0; part < parts; part += 1) {
    await database.run(
      `INSERT INTO repeated SELECT ${KEYS.join(', ')}, min(firstRow), sum(rows) FROM pieces
       WHERE ${IS_KEYED} AND k0 % ${parts} = ${part} GROUP BY ${KEYS.join(', ')} HAVING count(*) > 1`,
      call,
    );
  }
  const most = await database.number('SELECT coalesce(max(rows), 0) FROM repeated', call);
  if (most > MAXIMUM_EVENT_ROWS) throw tooManyRows(most);
  const sameKey = KEYS.map((key) => `pieces.${key} = repeated.${key}`).join(' AND ');
  await database.run(
    `CREATE TABLE joined AS SELECT pieces.firstRow AS piece, repeated.event AS event
       FROM pieces JOIN repeated ON ${sameKey} WHERE ${IS_KEYED};
     CREATE TABLE waiting AS SELECT * FROM (
       SELECT event, piece AS row FROM joined UNION ALL
       SELECT joined.event, further.row FROM further JOIN joined ON joined.piece = further.piece)
     ORDER BY event, row`,
    call,
  );
  return await database.number('SELECT count(*) FROM waiting', call);
}

function tooManyRows(rows: number): Error {
  return queryFailed(
    `${rows.toLocaleString('en')} rows have the same event name and the same event id, so they would be one event; ` +
      `an event may have ${MAXIMUM_EVENT_ROWS.toLocaleString('en')} rows.`,
    'Select a column that tells events apart as event_id (in SQL a name in single quotes is a text, not a ' +
      'column), or leave event_id out: ids are then made of person, event and time.',
  );
}

/** The events of `waiting`, a task's worth at a time. `rowBytes`: how long rows are on average. */
export async function* scatteredEvents(
  index: EventIndex,
  waiting: number,
  rowBytes: number,
  call: EngineCall,
): AsyncGenerator<ScatteredEvents> {
  const taskRows = Math.min(TASK_ROWS, Math.ceil(TASK_BYTES / Math.max(1, rowBytes)));
  let firstRows: number[] = [];
  let sizes: number[] = [];
  let rows: number[] = [];
  const take = (): ScatteredEvents => {
    const events = { firstRows, sizes: Uint32Array.from(sizes), rows: Float64Array.from(rows) };
    firstRows = [];
    sizes = [];
    rows = [];
    return events;
  };
  for (let start = 0; start < waiting; start += PAGE_ROWS) {
    const page = await readPage(index, start, call);
    for (const [at, event] of page.events.entries()) {
      if (event !== firstRows.at(-1)) {
        if (rows.length >= taskRows) yield take();
        firstRows.push(event);
        sizes.push(0);
      }
      sizes[sizes.length - 1] = (sizes.at(-1) ?? 0) + 1;
      rows.push(page.rows[at] ?? 0);
    }
  }
  if (rows.length > 0) yield take();
}

/** In columns: an object per row would cost more than everything else here. */
async function readPage(
  { database }: EventIndex,
  start: number,
  { signal }: EngineCall,
): Promise<{ readonly events: readonly number[]; readonly rows: readonly number[] }> {
  if (signal?.aborted) throw cancelledError();
  try {
    const result = await database.connection.run(
      `SELECT event, row FROM waiting WHERE rowid >= ${start} AND rowid < ${start + PAGE_ROWS} ORDER BY rowid`,
    );
    const [events = [], rows = []] = await result.getColumns();
    return { events: events as number[], rows: rows as number[] };
  } catch (error) {
    throw translateError(error);
  }
}

/** Puts the rebuilt events in the place of their pieces. */
export async function replaceJoined({ database }: EventIndex, call: EngineCall): Promise<void> {
  await database.run(
    `DELETE FROM pieces WHERE firstRow IN (SELECT piece FROM joined);
     INSERT INTO pieces SELECT * FROM rebuilt`,
    call,
  );
}
