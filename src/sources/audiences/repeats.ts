import type { AudienceSlot, EngineCall } from '../../core/ports/engine.ts';
import type { Database } from '../duckdb/database.ts';
import { HASH_TYPE, keySql } from './packed-hash.ts';
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
 * Finds the identifiers that an earlier row, or an earlier slot of the row, has already, and writes them to
 * `repeats`.
 *
 * Grouping all of them would cost as much as reading the file. While they were hashed, those that may have come
 * before were marked in `met`; all that are like one of these, a few per cent of real data, are compared in full.
 */
export async function findRepeats(
  database: Database,
  catalog: string,
  slots: readonly AudienceSlot[],
  call: EngineCall,
): Promise<Repeats> {
  const rows = `${catalog}.rows`;
  await database.run(
    `CREATE OR REPLACE TEMP TABLE occurrences (
       type UTINYINT, slot UTINYINT, place BIGINT, hash ${HASH_TYPE}, turn BIGINT)`,
    call,
  );
  for (const [type, name] of typesOf(slots).entries()) {
    const places = slotsOf(slots, name);
    const keys = places.map(
      (k) => `SELECT ${keySql(`h${k}`)} AS key FROM ${rows}
        WHERE met & ${2 ** k}::UINTEGER <> 0 AND h${k} IS NOT NULL`,
    );
    await database.run(
      `CREATE OR REPLACE TEMP TABLE met_again AS
       SELECT DISTINCT key FROM (${keys.join(' UNION ALL ')})`,
      call,
    );
    const occurrences = places.map(
      (k) => `SELECT ${k} AS slot, rowid AS place, h${k} AS hash FROM ${rows}
        WHERE h${k} IS NOT NULL AND ${keySql(`h${k}`)} IN (FROM met_again)`,
    );
    await database.run(
      `INSERT INTO occurrences SELECT ${type}, slot, place, hash,
         row_number() OVER (PARTITION BY hash ORDER BY place, slot)
       FROM (${occurrences.join(' UNION ALL ')})`,
      call,
    );
  }
  await database.run(
    `CREATE OR REPLACE TABLE ${catalog}.repeats AS
     SELECT place, bit_or(1::UINTEGER << slot) AS slots FROM occurrences WHERE turn > 1 GROUP BY place ORDER BY place`,
    call,
  );
  const counts = await database.rows(
    `SELECT slot, max(rows) AS rows FROM (
       SELECT slot, hash, count(*) AS rows FROM occurrences GROUP BY slot, hash) GROUP BY slot`,
    call,
  );
  const repeated = await database.row(
    `SELECT coalesce(sum(bit_count(repeats.slots)), 0) AS identifiers,
       count_if(${usableSlotsSql(slots)} = repeats.slots) AS rows
     FROM ${catalog}.repeats AS repeats JOIN ${rows} AS rows ON rows.rowid = repeats.place`,
    call,
  );
  await database.run('DROP TABLE occurrences; DROP TABLE met_again', call);
  return {
    mostFrequent: slots.map((_, k) => Number(counts.find((row) => Number(row.slot) === k)?.rows ?? 0)),
    identifiers: Number(repeated.identifiers),
    rows: Number(repeated.rows),
  };
}
