import type { Range } from '../../core/audiences/plan.ts';
import type { EngineCall } from '../../core/ports.ts';
import { Database, type DatabaseSettings } from '../duckdb/database.ts';
import { quoteText } from '../duckdb/sql-text.ts';
import { entryIdentifiersSql, rangesSql } from './entries-sql.ts';
import { hasDatabaseFile, notStaged, readPlanFacts, readStagedFacts } from './staged-file.ts';

/**
 * The ledger: who is in an audience, as hashes. `members` holds the place of the type in AUDIENCE_ID_TYPES, the
 * hash, and whether it is certain: an identifier whose request got no answer may or may not have arrived.
 */
const MEMBERS = 'members (type UTINYINT, hash BLOB, certain BOOLEAN)';

/** Moves the ledger forward; see the Engine port. */
export async function applyToLedger(
  settings: DatabaseSettings,
  ledgerPath: string,
  stagedPath: string,
  outcome: { readonly confirmed: readonly Range[]; readonly unknown: readonly Range[] },
  call: EngineCall,
): Promise<number> {
  if (!hasDatabaseFile(stagedPath)) throw notStaged();
  const database = await Database.open(ledgerPath, settings);
  try {
    await database.run(`CREATE TABLE IF NOT EXISTS ${MEMBERS}`);
    await database.run(`ATTACH ${quoteText(stagedPath)} AS staged (READ_ONLY)`);
    const staged = await readStagedFacts(database, 'staged');
    const plan = await readPlanFacts(database, 'staged');
    await database.run(
      `CREATE TEMP TABLE outcome AS
       SELECT type, hash, isAdd, ${rangesSql('entry', outcome.confirmed)} AS isConfirmed
       FROM (${entryIdentifiersSql('staged', staged, plan)})
       WHERE ${rangesSql('entry', [...outcome.confirmed, ...outcome.unknown])}`,
      call,
    );
    await database.run('DETACH staged');
    const inOutcome = (condition: string) => `EXISTS (
      FROM outcome WHERE outcome.type = members.type AND outcome.hash = members.hash AND ${condition})`;
    await database.run('BEGIN TRANSACTION');
    try {
      await database.run(`DELETE FROM members WHERE ${inOutcome('NOT isAdd AND isConfirmed')}`, call);
      await database.run(
        `UPDATE members SET certain = true WHERE NOT certain AND ${inOutcome('isAdd AND isConfirmed')};
         UPDATE members SET certain = false WHERE certain AND ${inOutcome('NOT isAdd AND NOT isConfirmed')};
         INSERT INTO members SELECT type, hash, bool_or(isConfirmed) FROM outcome
         WHERE isAdd AND NOT EXISTS (
           FROM members WHERE members.type = outcome.type AND members.hash = outcome.hash)
         GROUP BY type, hash`,
        call,
      );
      await database.run('COMMIT');
    } catch (error) {
      await database.run('ROLLBACK');
      throw error;
    }
    await database.run('CHECKPOINT');
    return await database.number('SELECT count(*) FROM members', call);
  } finally {
    database.close();
  }
}
