import type { Range } from '../../core/audiences/plan.ts';
import type { EngineCall } from '../../core/ports/engine.ts';
import { Database, type DatabaseSettings } from '../duckdb/database.ts';
import { entryIdentifiersSql, rangesSql } from './entries-sql.ts';
import { HASH_TYPE, keySql, repackSql } from './packed-hash.ts';
import { hasDatabaseFile, notStaged, readPlanFacts, readStagedFacts } from './staged-file.ts';

/**
 * The ledger: who is in an audience, as hashes. `members` holds the place of the type in AUDIENCE_ID_TYPES, the
 * packed hash, and whether it is certain: an identifier whose request got no answer may or may not have arrived.
 */
export const MEMBERS = `members (type UTINYINT, hash ${HASH_TYPE}, certain BOOLEAN)`;

/** SQL for the packed hash of a member of a ledger; tada's first ledgers held bytes. */
export async function packedHash(database: Database, book: string): Promise<string> {
  const [column] = await database.columns(`SELECT hash FROM ${book}.members`);
  return column?.type === 'BLOB' ? repackSql('hash') : 'hash';
}

/**
 * Makes `ledger` a view of the members, `member` being the number of one; a ledger that doesn't exist is empty.
 * Gives its size.
 */
export async function attachLedger(database: Database, path: string, call: EngineCall): Promise<number> {
  if (!hasDatabaseFile(path)) {
    await database.run(
      `CREATE TEMP TABLE ledger (member BIGINT, type UTINYINT, hash ${HASH_TYPE}, certain BOOLEAN)`,
    );
    return 0;
  }
  const book = await database.attach(path, 'READ_ONLY');
  const hash = await packedHash(database, book);
  await database.run(
    `CREATE TEMP VIEW ledger AS SELECT rowid AS member, type, ${hash} AS hash, certain FROM ${book}.members`,
  );
  return await database.number('SELECT count(*) FROM ledger', call);
}

/** Moves the ledger forward; see the Engine port. */
export async function applyToLedger(
  settings: DatabaseSettings,
  ledgerPath: string,
  stagedPath: string,
  outcome: { readonly confirmed: readonly Range[]; readonly unknown: readonly Range[] },
  call: EngineCall,
): Promise<number> {
  if (!hasDatabaseFile(stagedPath)) throw notStaged();
  const database = await Database.shared(settings);
  try {
    const book = await database.attach(ledgerPath, 'READ_WRITE');
    const members = `${book}.members`;
    await database.run(`CREATE TABLE IF NOT EXISTS ${book}.${MEMBERS}`);
    const catalog = await database.attach(stagedPath, 'READ_ONLY');
    const staged = await readStagedFacts(database, catalog);
    const plan = await readPlanFacts(database, catalog);
    await database.run(
      `CREATE TEMP TABLE outcome AS
       SELECT type, hash, ${keySql('hash')} AS key, isAdd, ${rangesSql('entry', outcome.confirmed)} AS isConfirmed
       FROM (${entryIdentifiersSql(catalog, staged, plan)})
       WHERE ${rangesSql('entry', [...outcome.confirmed, ...outcome.unknown])}`,
      call,
    );
    await database.detach(catalog);
    await database.run('BEGIN TRANSACTION');
    try {
      await repackMembers(database, book, call);
      await moveMembers(database, members, call);
      await database.run('COMMIT');
    } catch (error) {
      await database.run('ROLLBACK');
      throw error;
    }
    await database.run(`CHECKPOINT ${book}`);
    return await database.number(`SELECT count(*) FROM ${members}`, call);
  } finally {
    await database.release();
  }
}

/** Makes a ledger hold whom another one of its audience holds, too; see the Engine port. */
export async function joinLedgers(
  settings: DatabaseSettings,
  ledgerPath: string,
  otherPath: string,
  call: EngineCall,
): Promise<void> {
  if (!hasDatabaseFile(otherPath)) return;
  const database = await Database.shared(settings);
  try {
    const book = await database.attach(ledgerPath, 'READ_WRITE');
    const members = `${book}.members`;
    await database.run(`CREATE TABLE IF NOT EXISTS ${book}.${MEMBERS}`);
    const other = await database.attach(otherPath, 'READ_ONLY');
    await database.run(
      `CREATE TEMP TABLE theirs AS SELECT type, hash, ${keySql('hash')} AS key, certain
       FROM (SELECT type, ${await packedHash(database, other)} AS hash, certain FROM ${other}.members)`,
      call,
    );
    await database.detach(other);
    await database.run('BEGIN TRANSACTION');
    try {
      await repackMembers(database, book, call);
      await database.run(
        `UPDATE ${members} SET certain = false WHERE certain
           AND (type, ${keySql('hash')}) NOT IN (SELECT (type, key) FROM theirs WHERE certain);
         INSERT INTO ${members} SELECT type, hash, false FROM theirs
         ANTI JOIN (SELECT type, ${keySql('hash')} AS key FROM ${members}) AS known USING (type, key)`,
        call,
      );
      await database.run('COMMIT');
    } catch (error) {
      await database.run('ROLLBACK');
      throw error;
    }
    await database.run(`CHECKPOINT ${book}`);
  } finally {
    await database.release();
  }
}

/** Brings a ledger of tada's first ones into the form of today. */
async function repackMembers(database: Database, book: string, call: EngineCall): Promise<void> {
  const hash = await packedHash(database, book);
  if (hash === 'hash') return;
  await database.run(`ALTER TABLE ${book}.members ALTER hash TYPE ${HASH_TYPE} USING ${hash}`, call);
}

/** Applies `outcome` to the members; steps that have nothing to do are left out, since each reads them all. */
async function moveMembers(database: Database, members: string, call: EngineCall): Promise<void> {
  const found = await database.row(
    `SELECT count_if(NOT isAdd AND isConfirmed) AS removed, count_if(NOT isAdd AND NOT isConfirmed) AS doubted,
       (SELECT count(*) FROM ${members}) AS members,
       (SELECT count(*) FROM ${members} WHERE NOT certain) AS uncertain FROM outcome`,
    call,
  );
  const inOutcome = (condition: string) =>
    `(type, ${keySql('hash')}) IN (SELECT (type, key) FROM outcome WHERE ${condition})`;
  if (Number(found.removed) > 0) {
    await database.run(`DELETE FROM ${members} WHERE ${inOutcome('NOT isAdd AND isConfirmed')}`, call);
  }
  if (Number(found.uncertain) > 0) {
    const isSure = inOutcome('isAdd AND isConfirmed');
    await database.run(`UPDATE ${members} SET certain = true WHERE NOT certain AND ${isSure}`, call);
  }
  if (Number(found.doubted) > 0) {
    const isDoubted = inOutcome('NOT isAdd AND NOT isConfirmed');
    await database.run(`UPDATE ${members} SET certain = false WHERE certain AND ${isDoubted}`, call);
  }
  const known = `SELECT type, ${keySql('hash')} AS key FROM ${members}`;
  const others = Number(found.members) === 0 ? '' : `ANTI JOIN (${known}) AS known USING (type, key)`;
  await database.run(
    `INSERT INTO ${members} SELECT type, hash, isConfirmed FROM outcome ${others} WHERE isAdd`,
    call,
  );
}
