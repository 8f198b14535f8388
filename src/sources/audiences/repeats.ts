import type { AudienceSlot, EngineCall } from '../../core/ports/engine.ts';
import type { Database } from '../duckdb/database.ts';
import { KEY_TYPE, keySql } from './packed-hash.ts';
import { slotsOf, typesOf, usableSlotsSql } from './staged-file.ts';

/** What came more than once. */
export interface Repeats {
  /** Per slot, in how many rows its most frequent identifier stands; 0 where no identifier came twice. */
  readonly mostFrequent: readonly number[];
  /** Identifiers that came before, each as often as it came again. */
  readonly identifiers: number;
  /** Rows whose identifiers all came before. */
  readonly rows: number;
}

/**
 * Finds the identifiers that an earlier row, or an earlier slot of the row, has already, and marks them in the rows.
 *
 * Grouping all of them would cost as much as reading the file. While they were hashed, those that may have come
 * before were marked; all that are like one of these, a few per cent of real data, are compared, and the marks
 * are put right.
 */
export async function findRepeats(
  database: Database,
  catalog: string,
  slots: readonly AudienceSlot[],
  call: EngineCall,
): Promise<Repeats> {
  const rows = `${catalog}.rows`;
  const isMarked = (k: number) => `repeated & ${2 ** k}::UINTEGER <> 0`;
  await database.run(
    `CREATE OR REPLACE TEMP TABLE occurrences (
       slot UTINYINT, place BIGINT, key ${KEY_TYPE}, marked BOOLEAN, turn BIGINT)`,
    call,
  );
  for (const type of typesOf(slots)) {
    const places = slotsOf(slots, type);
    const keys = places.map((k) => `SELECT ${keySql(`h${k}`)} AS key FROM ${rows} WHERE ${isMarked(k)}`);
    await database.run(
      `CREATE OR REPLACE TEMP TABLE met_again AS
       SELECT DISTINCT key FROM (${keys.join(' UNION ALL ')})`,
      call,
    );
    const occurrences = places.map(
      (k) =>
        `SELECT ${k} AS slot, rowid AS place, ${keySql(`h${k}`)} AS key, ${isMarked(k)} AS marked FROM ${rows}`,
    );
    await database.run(
      `INSERT INTO occurrences SELECT slot, place, key, marked,
         row_number() OVER (PARTITION BY key ORDER BY place, slot)
       FROM (${occurrences.join(' UNION ALL ')}) WHERE key IN (FROM met_again)`,
      call,
    );
  }
  await database.run(
    `UPDATE ${rows} SET repeated = xor(repeated, wrong.slots) FROM (
       SELECT place, bit_or(1::UINTEGER << slot) AS slots FROM occurrences WHERE marked <> (turn > 1)
       GROUP BY place) AS wrong
     WHERE rows.rowid = wrong.place`,
    call,
  );
  // Where a type has one column, the last turn is the number of rows.
  const alone = slots.flatMap(({ type }, k) => (slotsOf(slots, type).length === 1 ? [k] : []));
  const isAlone = alone.length === 0 ? 'false' : `slot IN (${alone.join(', ')})`;
  const counts = await database.rows(
    `SELECT slot, max(rows) AS rows FROM (
       SELECT slot, turn AS rows FROM occurrences WHERE ${isAlone}
       UNION ALL SELECT slot, count(*) AS rows FROM occurrences WHERE NOT (${isAlone}) GROUP BY slot, key)
     GROUP BY slot`,
    call,
  );
  const repeated = await database.row(
    `SELECT coalesce(sum(bit_count(repeated)), 0) AS identifiers,
       count_if(${usableSlotsSql(slots)} = repeated) AS rows
     FROM ${rows} WHERE repeated <> 0`,
    call,
  );
  await database.run('DROP TABLE occurrences; DROP TABLE met_again', call);
  return {
    mostFrequent: slots.map((_, k) => Number(counts.find((row) => Number(row.slot) === k)?.rows ?? 0)),
    identifiers: Number(repeated.identifiers),
    rows: Number(repeated.rows),
  };
}
