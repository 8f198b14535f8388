import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Range } from '../../core/audiences/plan.ts';
import type { EngineCall } from '../../core/ports/engine.ts';
import { rangesSql } from '../audiences/entries-sql.ts';
import { hasDatabaseFile, notStaged } from '../audiences/staged-file.ts';
import { Database, type DatabaseSettings } from '../duckdb/database.ts';
import { quoteText } from '../duckdb/sql-text.ts';
import { readEventsPlanFacts } from './staged-events.ts';

/**
 * The record of an event source's delivered events, by the keys of the staged file. An event whose request was
 * never answered may or may not have arrived: it isn't certain, and `since` is when it was first sent like that
 * (milliseconds since 1970), because TikTok's 48 hours run from the first copy that arrived.
 */
const DELIVERED = 'delivered (key UHUGEINT, certain BOOLEAN, since BIGINT)';

/** Makes `delivered` the record's table, or an empty one where there is no file. */
export async function attachDelivered(database: Database, path: string): Promise<void> {
  if (!hasDatabaseFile(path)) {
    await database.run(`CREATE TEMP TABLE ${DELIVERED}`);
    return;
  }
  await database.run(
    `ATTACH ${quoteText(path)} AS record (READ_ONLY); CREATE TEMP VIEW delivered AS FROM record.delivered`,
  );
}

/** Moves the record forward; see the Engine port. */
export async function recordDelivered(
  settings: DatabaseSettings,
  deliveredPath: string,
  stagedPath: string,
  outcome: { readonly confirmed: readonly Range[]; readonly unknown: readonly Range[]; readonly now: number },
  call: EngineCall,
): Promise<void> {
  if (!hasDatabaseFile(stagedPath)) throw notStaged();
  mkdirSync(dirname(deliveredPath), { recursive: true, mode: 0o700 });
  const database = await Database.open(deliveredPath, settings);
  try {
    await database.run(
      `CREATE TABLE IF NOT EXISTS ${DELIVERED}; ATTACH ${quoteText(stagedPath)} AS staged (READ_ONLY)`,
    );
    await readEventsPlanFacts(database, 'staged');
    await database.run(
      `CREATE TEMP TABLE outcome AS
         SELECT events.key AS key, ${rangesSql('plan.rowid', outcome.confirmed)} AS isConfirmed
         FROM staged.plan AS plan JOIN staged.events AS events ON events.rowid = plan.event
         WHERE ${rangesSql('plan.rowid', [...outcome.confirmed, ...outcome.unknown])}`,
      call,
    );
    await database.run('DETACH staged');
    await database.run('BEGIN TRANSACTION');
    try {
      await database.run(
        `UPDATE delivered SET certain = true
           WHERE NOT certain AND key IN (SELECT key FROM outcome WHERE isConfirmed);
         INSERT INTO delivered SELECT key, isConfirmed, ${Math.trunc(outcome.now)} FROM outcome
           WHERE key NOT IN (SELECT key FROM delivered)`,
        call,
      );
      await database.run('COMMIT');
    } catch (error) {
      await database.run('ROLLBACK');
      throw error;
    }
    await database.run('CHECKPOINT');
  } finally {
    database.close();
  }
}
