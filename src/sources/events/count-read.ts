import type { EngineCall } from '../../core/ports/engine.ts';
import type { Database } from '../duckdb/database.ts';
import type { ColumnCounts } from './row-reader.ts';

export interface RowTotals {
  readonly rows: number;
  /** Rows in which an identifier column isn't empty. */
  withIdentifier: number;
  readonly columns: readonly ColumnCounts[];
}

/**
 * Counts the rows of `read`, and what the identifier columns of ready ones hold; what those of the others hold
 * is known when they are read.
 */
export async function countRead(
  database: Database,
  identifiers: number,
  call: EngineCall,
): Promise<RowTotals> {
  const perColumn = Array.from(
    { length: identifiers },
    (_, column) => `count_if(isReady AND filled & ${2 ** column} <> 0) AS valid${column}`,
  );
  const counts = await database.row(
    `SELECT ${[
      'count(*) AS rows',
      'count_if(isReady) AS ready',
      'count_if(isReady AND filled <> 0) AS withIdentifier',
      ...perColumn,
    ].join(', ')} FROM read`,
    call,
  );
  return {
    rows: Number(counts.rows),
    withIdentifier: Number(counts.withIdentifier),
    columns: Array.from({ length: identifiers }, (_, column) => {
      const valid = Number(counts[`valid${column}`]);
      // A value of a ready row is right or isn't there.
      const empty = Number(counts.ready) - valid;
      return { empty, valid, rejected: [] };
    }),
  };
}
