import { DuckDBBlobVector, type DuckDBResult } from '@duckdb/node-api';
import type { EngineCall } from '../../core/ports.ts';
import type { Database } from '../duckdb/database.ts';
import { translateError } from '../duckdb/translate-error.ts';
import { cancelledError, queryFailed } from '../engine-errors.ts';
import type { PersonQuery } from '../query/person-query.ts';
import { joinRows, type PackedRows } from './packed-rows.ts';

/** Rows that are worked on together; rows of one order mostly stand side by side. */
const BATCH_ROWS = 2048;
const BATCH_BYTES = 512 * 1024;

/**
 * Runs a statement of {@link packRows} and gives its rows in batches, with little memory however many there
 * are. A result that streams ends in the same way whether it was read to the end or broke off in the middle, so
 * the end is only believed when the last row is the mark behind all others; without it the statement is run
 * again in a way that tells what is wrong.
 */
export async function* streamRows(
  database: Database,
  query: PersonQuery,
  statement: string,
  call: EngineCall,
): AsyncGenerator<PackedRows> {
  const { signal } = call;
  const interrupt = () => database.connection.interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    const result = await query.run(statement, (text) => startStream(database, text, call));
    let batch: Uint8Array[] = [];
    let bytes = 0;
    let isComplete = false;
    for (;;) {
      const rows = await nextRows(result, call);
      if (rows === undefined) break;
      if (isComplete) throw new Error('Rows came behind the mark of the last one.');
      for (const row of rows) {
        if (row === null) {
          isComplete = true;
          continue;
        }
        if (isComplete) throw new Error('Rows came behind the mark of the last one.');
        batch.push(row);
        bytes += row.length;
        if (batch.length < BATCH_ROWS && bytes < BATCH_BYTES) continue;
        yield joinRows(batch);
        batch = [];
        bytes = 0;
      }
    }
    if (!isComplete) throw await findProblem(database, query, statement, call);
    if (batch.length > 0) yield joinRows(batch);
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
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
async function nextRows(
  result: DuckDBResult,
  { signal }: EngineCall,
): Promise<readonly (Uint8Array | null)[] | undefined> {
  if (signal?.aborted) throw cancelledError();
  let chunk: Awaited<ReturnType<DuckDBResult['fetchChunk']>>;
  try {
    chunk = await result.fetchChunk();
  } catch (error) {
    throw signal?.aborted ? cancelledError() : translateError(error);
  }
  if (signal?.aborted) throw cancelledError();
  if (chunk === null || chunk.rowCount === 0) return undefined;
  const vector = chunk.getColumnVector(0);
  if (!(vector instanceof DuckDBBlobVector)) throw new Error('Packed rows must be a BLOB.');
  return Array.from({ length: chunk.rowCount }, (_, index) => vector.getItemBytes(index));
}

/** Why a stream broke off: the same statement, run so that it throws. */
async function findProblem(
  database: Database,
  query: PersonQuery,
  statement: string,
  call: EngineCall,
): Promise<Error> {
  try {
    const counting = `SELECT system.main.sum(system.main.octet_length(packed)) FROM (${statement})`;
    await query.run(counting, (text) => database.run(text, call));
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return queryFailed(
    'The result of the query broke off before its last row.',
    'Try again; if it happens again, select fewer columns or give the engine more memory.',
  );
}
