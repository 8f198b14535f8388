import type { Range } from '../../core/audiences/plan.ts';
import type { EngineCall, StagedUndo, StageUndoRequest } from '../../core/ports/engine.ts';
import { Database, type DatabaseSettings } from '../duckdb/database.ts';
import { quoteText } from '../duckdb/sql-text.ts';
import { queryFailed } from '../engine-errors.ts';
import { entryIdentifiersSql, rangesSql } from './entries-sql.ts';
import { attachLedger } from './ledger.ts';
import { HASH_TYPE } from './packed-hash.ts';
import {
  attachStagedSql,
  hasDatabaseFile,
  type PlanFacts,
  readPlanFacts,
  readStagedFacts,
  removeDatabaseFile,
  STAGED_FORM,
  type StagedFacts,
  usableSlotsSql,
  writeFacts,
} from './staged-file.ts';
import { tally } from './tally.ts';
import { TYPE_PLACE } from './type-place.ts';
import { CODE, rejectCode } from './value-codes.ts';

const STAGED = 'staged';

/**
 * Writes a staged file that takes back what another one's entries did, in the form every staged file has, so
 * that batches, counts and the ledger work on it as on any other. No row of it comes from a query: its `rows`
 * only carry the identifiers that go back in.
 */
export async function stageUndo(
  settings: DatabaseSettings,
  request: StageUndoRequest,
  call: EngineCall,
): Promise<StagedUndo> {
  const started = performance.now();
  const { stagedPath, undone } = request;
  if (!hasDatabaseFile(undone.stagedPath)) throw dataIsGone();
  const database = await Database.open(':memory:', settings);
  try {
    await database.run(`ATTACH ${quoteText(undone.stagedPath)} AS undone (READ_ONLY)`);
    const facts = await readStagedFacts(database, 'undone');
    const undonePlan = await readPlanFacts(database, 'undone');
    await database.run(
      `CREATE TEMP TABLE done AS ${identifiersOf('undone', facts, undonePlan, undone.entries)}`,
      call,
    );
    await database.run('DETACH undone');
    await collectLater(database, request, call);
    const ledgerSize = await attachLedger(database, request.ledgerPath, call);
    await findInverse(database, call);
    await database.run(attachStagedSql(stagedPath, STAGED));
    const staged: StagedFacts = {
      form: STAGED_FORM,
      slots: facts.types.map((type) => ({ type, column: type })),
      types: facts.types,
      columns: [],
      unreadable: { count: 0, examples: [] },
      rows: 0,
      rowsWithIdentifier: 0,
      rowsValid: 0,
      rowsDuplicate: 0,
      identifiersUnique: 0,
    };
    const plan = await writeEntries(database, staged, undonePlan.mode === 'remove', call);
    await writeFacts(database, STAGED, 'staged', staged);
    await writeFacts(database, STAGED, 'plan', plan);
    await database.run(`CHECKPOINT ${STAGED}`);
    const everything = [{ from: 0, to: plan.entries }];
    return {
      idSchema: facts.types.map((type) => `${type}_SHA256`),
      plan: {
        entries: plan.entries,
        addEntries: plan.addEntries,
        ledgerSize,
        expected: await tally(database, STAGED, staged, plan, everything, [], call),
        seconds: (performance.now() - started) / 1000,
      },
    };
  } catch (error) {
    removeDatabaseFile(stagedPath);
    throw error;
  } finally {
    database.close();
  }
}

/** `entry`, `type`, `hash` and `isAdd` of the identifiers that some entries carried. */
function identifiersOf(
  catalog: string,
  staged: StagedFacts,
  plan: PlanFacts,
  entries: readonly Range[],
): string {
  return `SELECT * FROM (${entryIdentifiersSql(catalog, staged, plan)}) WHERE ${rangesSql('entry', entries)}`;
}

/** Writes `later`: identifiers that runs since then added or removed; what they did stands. */
async function collectLater(
  database: Database,
  { later }: StageUndoRequest,
  call: EngineCall,
): Promise<void> {
  await database.run(`CREATE TEMP TABLE later (type UTINYINT, hash ${HASH_TYPE})`);
  for (const { stagedPath, entries } of later) {
    if (!hasDatabaseFile(stagedPath)) continue;
    await database.run(`ATTACH ${quoteText(stagedPath)} AS newer (READ_ONLY)`);
    const facts = await readStagedFacts(database, 'newer');
    const plan = await readPlanFacts(database, 'newer');
    await database.run(
      `INSERT INTO later SELECT type, hash FROM (${identifiersOf('newer', facts, plan, entries)})`,
      call,
    );
    await database.run('DETACH newer');
  }
}

/**
 * Writes `inverse`: what has to be sent, turned around. Left out is what the ledger says is already as it was:
 * an added identifier that isn't there any more, and a removed one that certainly is.
 */
async function findInverse(database: Database, call: EngineCall): Promise<void> {
  const same = (table: string) => `${table}.type = done.type AND ${table}.hash = done.hash`;
  await database.run(
    `CREATE TEMP TABLE inverse AS SELECT entry, type, hash, NOT isAdd AS isAdd FROM done
     WHERE NOT EXISTS (FROM later WHERE ${same('later')})
       AND CASE WHEN isAdd THEN EXISTS (FROM ledger WHERE ${same('ledger')})
         ELSE NOT EXISTS (FROM ledger WHERE ${same('ledger')} AND ledger.certain) END`,
    call,
  );
}

/**
 * Numbers the entries. Identifiers that go out keep the entry they came in with. Those that go back in stand
 * alone: an entry to add says "these belong to one person", and deletes of a match join whoever was next in
 * line. Only where people were removed by their rows (`keepsPeople`) is it known who belongs together.
 */
async function writeEntries(
  database: Database,
  { slots, types }: StagedFacts,
  keepsPeople: boolean,
  call: EngineCall,
): Promise<PlanFacts> {
  const hash = (place: number) => `any_value(hash) FILTER (type = ${place})`;
  const columns = types.flatMap((type, k) => {
    const value = hash(TYPE_PLACE[type]);
    const code = `CASE WHEN ${value} IS NULL THEN ${rejectCode('empty')} ELSE ${CODE.sha256} END`;
    return [`(${code})::UTINYINT AS r${k}`, `${value} AS h${k}`];
  });
  const person = keepsPeople ? 'entry' : 'entry, type';
  await database.run(
    `CREATE TABLE ${STAGED}.rows AS SELECT ${columns.join(', ')}, 0::UINTEGER AS repeated FROM inverse WHERE isAdd
     GROUP BY ${person} ORDER BY ${person};
     CREATE TABLE ${STAGED}.adds AS SELECT rowid AS place, ${usableSlotsSql(slots)} AS slots
     FROM ${STAGED}.rows ORDER BY place;
     CREATE TABLE ${STAGED}.deletes AS SELECT ${types.map((type, t) => `${hash(TYPE_PLACE[type])} AS d${t}`).join(', ')}
     FROM inverse WHERE NOT isAdd GROUP BY entry ORDER BY entry`,
    call,
  );
  const adds = await database.number(`SELECT count(*) FROM ${STAGED}.adds`);
  const deletes = await database.number(`SELECT count(*) FROM ${STAGED}.deletes`);
  const alreadyBack = await database.number(
    'SELECT (SELECT count(*) FROM done) - (SELECT count(*) FROM inverse)',
  );
  return {
    mode: 'match',
    entries: adds + deletes,
    addEntries: adds,
    rowEntries: adds,
    rowsDuplicate: 0,
    rowsUnchanged: 0,
    rowsToSend: adds,
    identifiersUnchanged: alreadyBack,
  };
}

function dataIsGone(): Error {
  return queryFailed(
    'The prepared data of the run to undo is not there any more, so nobody knows what it added and removed.',
    'Deliver the list as it was before instead: a match brings the audience back to it.',
  );
}
