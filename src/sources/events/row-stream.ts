import { DuckDBBlobVector, type DuckDBDataChunk, type DuckDBResult } from '@duckdb/node-api';
import type { EngineCall } from '../../core/ports.ts';
import type { Database } from '../duckdb/database.ts';
import { translateError } from '../duckdb/translate-error.ts';
import { cancelledError, queryFailed } from '../engine-errors.ts';
import type { PersonQuery } from '../query/person-query.ts';
import type { RowPacking } from './pack-sql.ts';
import { BatchPacker, type RowBatch } from './row-batch.ts';

/** Rows that are worked on together; rows of one order mostly stand side by side. */
const BATCH_ROWS = 2048;
const BATCH_BYTES = 2 * 1024 * 1024;

/**
 * Runs a statement of {@link packRows} and gives its rows in batches, with little memory however many there
 * are. A result that streams ends in the same way whether it was read to the end or broke off in the middle, so
 * the end is only believed when the last row is the mark behind all others; without it the statement is run
 * again in a way that tells what is wrong.
 */
export async function* streamRows(
  database: Database,
  query: PersonQuery,
  { statement, identifiers }: RowPacking,
  call: EngineCall,
): AsyncGenerator<RowBatch> {
  const { signal } = call;
  const interrupt = () => database.connection.interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    const result = await query.run(statement, (text) => startStream(database, text, call));
    const packer = new BatchPacker(BATCH_ROWS, identifiers.length);
    let isComplete = false;
    for (;;) {
      const chunk = await nextChunk(result, call);
      if (chunk === undefined) break;
      if (isComplete) throw new Error('Rows came behind the mark of the last one.');
      const batches: RowBatch[] = [];
      isComplete = takeRows(chunk, packer, batches);
      yield* batches;
    }
    if (!isComplete) throw await findProblem(database, query, statement, call);
    if (packer.rows > 0) yield packer.take();
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
}

/**
 * Copies a chunk's rows, and puts full batches aside. True when its last row is the mark behind all others.
 *
 * A chunk's memory is given back when the chunk is no longer in use, also while somebody still holds its
 * columns. So all of it is read in one go, and the chunk itself is asked once more at the end.
 */
function takeRows(chunk: DuckDBDataChunk, packer: BatchPacker, batches: RowBatch[]): boolean {
  const [rows, ...numbers] = Array.from({ length: chunk.columnCount }, (_, k) => chunk.getColumnVector(k));
  if (!(rows instanceof DuckDBBlobVector)) throw new Error('Packed rows must be a BLOB.');
  let from = 0;
  let isComplete = false;
  for (let index = 0; index < rows.itemCount; index += 1) {
    if (isComplete) throw new Error('Rows came behind the mark of the last one.');
    const row = rows.getItemBytes(index);
    if (row === null) {
      isComplete = true;
      continue;
    }
    packer.add(row);
    if (packer.rows < BATCH_ROWS && packer.size < BATCH_BYTES) continue;
    packer.number(numbers, from);
    from = index + 1;
    batches.push(packer.take());
  }
  packer.number(numbers, from);
  if (chunk.rowCount !== rows.itemCount) throw new Error('A chunk of rows changed while it was read.');
  return isComplete;
}

async function startStream(database: Database, statement: string, call: EngineCall): Promise<DuckDBResult> {
  if (call.signal?.aborted) throw cancelledError();
  try {
    return await database.connection.stream(statement);
  } catch (error) {
    if (call.signal?.aborted) throw cancelledError();
    throw translateError(error);
  }
}

/** Undefined at the end, whatever kind of end it is. */
async function nextChunk(result: DuckDBResult, { signal }: EngineCall): Promise<DuckDBDataChunk | undefined> {
  if (signal?.aborted) throw cancelledError();
  let chunk: Awaited<ReturnType<DuckDBResult['fetchChunk']>>;
  try {
    chunk = await result.fetchChunk();
  } catch (error) {
    throw signal?.aborted ? cancelledError() : translateError(error);
  }
  if (signal?.aborted) throw cancelledError();
  if (chunk === null || chunk.rowCount === 0) return undefined;
  return chunk;
}

/** Why a stream broke off: the same statement, run so that it throws. */
async function findProblem(
  database: Database,
  query: PersonQuery,
  statement: string,
  call: EngineCall,
): Promise<Error> {
  try {
    const counting = `SELECT system.main.sum(system.main.octet_length(row)) FROM (${statement})`;
    await query.run(counting, (text) => database.run(text, call));
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return queryFailed(
    'The result of the query broke off before its last row.',
    'Try again; if it happens again, select fewer columns or give the engine more memory.',
  );
}
