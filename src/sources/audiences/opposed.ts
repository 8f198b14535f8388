import type { EngineCall, RunEntries } from '../../core/ports/engine.ts';
import { Database, type DatabaseSettings } from '../duckdb/database.ts';
import { entryIdentifiersSql, rangesSql } from './entries-sql.ts';
import { hasDatabaseFile, notStaged, readPlanFacts, readStagedFacts } from './staged-file.ts';

/** Whether a plan asks the opposite of what entries of other runs asked for an identifier; see the Engine port. */
export async function opposesEntries(
  settings: DatabaseSettings,
  stagedPath: string,
  others: readonly RunEntries[],
  call: EngineCall,
): Promise<boolean> {
  if (!hasDatabaseFile(stagedPath)) throw notStaged();
  const database = await Database.shared(settings);
  try {
    const own = await identifiersIn(database, stagedPath);
    for (const other of others) {
      // What a file that is gone held can't be told any more, so it may be anything.
      if (!hasDatabaseFile(other.stagedPath)) return true;
      const their = await identifiersIn(database, other.stagedPath);
      const isOpposed = await database.number(
        `SELECT count(*) FROM (
           SELECT 1 FROM (${their.sql}) AS their JOIN (${own.sql}) AS own
             ON own.type = their.type AND own.hash = their.hash AND own.isAdd <> their.isAdd
           WHERE ${rangesSql('their.entry', other.entries)} LIMIT 1)`,
        call,
      );
      await database.detach(their.catalog);
      if (isOpposed > 0) return true;
    }
    return false;
  } finally {
    await database.release();
  }
}

async function identifiersIn(database: Database, path: string) {
  const catalog = await database.attach(path, 'READ_ONLY');
  const staged = await readStagedFacts(database, catalog);
  const plan = await readPlanFacts(database, catalog);
  return { catalog, sql: entryIdentifiersSql(catalog, staged, plan) };
}
