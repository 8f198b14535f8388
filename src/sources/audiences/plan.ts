import type { AudiencePlan } from '../../core/audiences/plan.ts';
import { AUDIENCE_ID_TYPES } from '../../core/identifiers/types.ts';
import type { EngineCall, PlanAudienceRequest } from '../../core/ports.ts';
import { Database, type DatabaseSettings } from '../duckdb/database.ts';
import { keySql } from './hash-key.ts';
import {
  hasDatabaseFile,
  notStaged,
  type PlanFacts,
  readStagedFacts,
  type StagedFacts,
  slotsOf,
  writeFacts,
} from './staged-file.ts';
import { tally } from './tally.ts';
import { TYPE_PLACE } from './type-place.ts';

/**
 * Compares the staged rows with the ledger and numbers what is to be sent. Each identifier is sent once, with
 * the first row that has it; a row whose identifiers all came before is a duplicate.
 */
export async function planAudience(
  settings: DatabaseSettings,
  request: PlanAudienceRequest,
  call: EngineCall,
): Promise<AudiencePlan> {
  const started = performance.now();
  if (!hasDatabaseFile(request.stagedPath)) throw notStaged();
  const database = await Database.shared(settings);
  try {
    const catalog = await database.attach(request.stagedPath, 'READ_WRITE');
    const staged = await readStagedFacts(database, catalog);
    const ledgerSize = await attachLedger(database, request.ledgerPath, call);
    await markKnown(database, catalog, staged, ledgerSize, request, call);
    const otherTypes = await countOtherTypes(database, staged, call);
    const plan = await numberEntries(database, catalog, staged, request, ledgerSize, call);
    await writeFacts(database, catalog, 'plan', plan);
    await database.run(`CHECKPOINT ${catalog}`);
    const everything = [{ from: 0, to: plan.entries }];
    return {
      entries: plan.entries,
      addEntries: plan.addEntries,
      ledgerSize,
      ...(otherTypes === undefined ? {} : { otherTypes }),
      expected: await tally(database, catalog, staged, plan, everything, [], call),
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await database.release();
  }
}

/** Makes `ledger` a view of the members; a ledger that doesn't exist is empty. Gives its size. */
export async function attachLedger(database: Database, path: string, call: EngineCall): Promise<number> {
  if (!hasDatabaseFile(path)) {
    await database.run('CREATE TEMP TABLE ledger (type UTINYINT, hash BLOB, certain BOOLEAN)');
    return 0;
  }
  const book = await database.attach(path, 'READ_ONLY');
  await database.run(`CREATE TEMP VIEW ledger AS FROM ${book}.members`);
  return await database.number('SELECT count(*) FROM ledger', call);
}

/** Members of types that no column of this run feeds, by type; undefined when there are none. */
async function countOtherTypes(
  database: Database,
  staged: StagedFacts,
  call: EngineCall,
): Promise<AudiencePlan['otherTypes']> {
  const rows = await database.rows('SELECT type, count(*) AS members FROM ledger GROUP BY type', call);
  const others = AUDIENCE_ID_TYPES.flatMap((type) => {
    const found = rows.find((row) => Number(row.type) === TYPE_PLACE[type]);
    return found === undefined || staged.types.includes(type) ? [] : [[type, Number(found.members)]];
  });
  return others.length === 0 ? undefined : Object.fromEntries(others);
}

/**
 * Writes `known`: per row, the bits of the slots that need no request. In match and add these are identifiers
 * that are certainly in the audience. In remove, with a complete ledger, those that certainly aren't.
 */
async function markKnown(
  database: Database,
  catalog: string,
  staged: StagedFacts,
  ledgerSize: number,
  { mode, ledgerComplete }: PlanAudienceRequest,
  call: EngineCall,
): Promise<void> {
  const isRemoval = mode === 'remove';
  const parts = staged.slots.map(({ type }, k) => {
    const members = `SELECT ${keySql('hash')} AS key FROM ledger
      WHERE type = ${TYPE_PLACE[type]} ${isRemoval ? '' : 'AND certain'}`;
    return `SELECT rows.rowid AS place, ${2 ** k}::UINTEGER AS slot FROM ${catalog}.rows AS rows
      ${isRemoval ? 'ANTI' : 'SEMI'} JOIN (${members}) AS members ON members.key = ${keySql(`rows.h${k}`)}
      WHERE rows.h${k} IS NOT NULL`;
  });
  const isEmpty = isRemoval ? !ledgerComplete : ledgerSize === 0;
  await database.run(
    `CREATE TEMP TABLE known AS SELECT place, bit_or(slot) AS slots
     FROM (${parts.join(' UNION ALL ')}) ${isEmpty ? 'WHERE false' : ''} GROUP BY place`,
    call,
  );
}

async function numberEntries(
  database: Database,
  catalog: string,
  staged: StagedFacts,
  request: PlanAudienceRequest,
  ledgerSize: number,
  call: EngineCall,
): Promise<PlanFacts> {
  const { mode, limit } = request;
  const valid = staged.slots.map((_, k) => `CASE WHEN h${k} IS NULL THEN 0 ELSE ${2 ** k} END`).join(' + ');
  // `first`: identifiers that no earlier row has; `new`: those of them that need a request.
  const judged = (join: string) => `(SELECT place, first, first & ~known AS new FROM (
    SELECT rows.rowid AS place, coalesce(known.slots, 0)::UINTEGER AS known,
      (${valid})::UINTEGER & ~coalesce(repeats.slots, 0)::UINTEGER AS first
    FROM ${catalog}.rows AS rows ${join} WHERE (${valid}) <> 0))`;
  const withRepeats = (kind: 'LEFT' | '') =>
    `${kind} JOIN ${catalog}.repeats AS repeats ON repeats.place = rows.rowid`;
  const withKnown = (kind: 'LEFT' | '') => `${kind} JOIN known ON known.place = rows.rowid`;
  // Each count looks only at the rows that can be meant, which mostly are few.
  const duplicate = await database.number(
    `SELECT count(*) FROM ${judged(`${withRepeats('')} ${withKnown('LEFT')}`)} WHERE first = 0`,
    call,
  );
  const kept = await database.row(
    `SELECT count_if(first <> 0 AND new = 0) AS unchanged, coalesce(sum(bit_count(first & ~new)), 0) AS identifiers
     FROM ${judged(`${withKnown('')} ${withRepeats('LEFT')}`)}`,
    call,
  );
  const rows = judged(`${withRepeats('LEFT')} ${withKnown('LEFT')}`);
  await createAdds(database, catalog, staged, limit === undefined ? rows : firstMembers(rows, limit), call);
  await createDeletes(database, catalog, staged, mode === 'match' && ledgerSize > 0, call);
  const rowEntries = await database.number(`SELECT count(*) FROM ${catalog}.adds`);
  const deletes = await database.number(`SELECT count(*) FROM ${catalog}.deletes`);
  return {
    mode,
    entries: rowEntries + deletes,
    addEntries: mode === 'remove' ? 0 : rowEntries,
    rowEntries,
    rowsDuplicate: duplicate,
    rowsUnchanged: Number(kept.unchanged),
    rowsToSend: staged.rowsValid - duplicate - Number(kept.unchanged),
    identifiersUnchanged: Number(kept.identifiers),
  };
}

/** The first N people, whether or not they are there already: the same test again is about the same people. */
function firstMembers(judged: string, limit: number): string {
  return `(SELECT place, new FROM ${judged} WHERE first <> 0
    ORDER BY place LIMIT ${Math.max(0, Math.trunc(limit))})`;
}

/**
 * One entry for each row to send; where a row has several new identifiers of one type, as many entries, since
 * an entry holds one identifier of each type.
 */
async function createAdds(
  database: Database,
  catalog: string,
  staged: StagedFacts,
  judged: string,
  call: EngineCall,
): Promise<void> {
  const rows = `SELECT place, new FROM ${judged} WHERE new <> 0`;
  const masks = staged.types.map((type) => slotsOf(staged.slots, type).reduce((mask, k) => mask + 2 ** k, 0));
  const isSingle = staged.types.every((type) => slotsOf(staged.slots, type).length === 1);
  if (isSingle) {
    await database.run(
      `CREATE OR REPLACE TABLE ${catalog}.adds AS SELECT place, new AS slots FROM (${rows}) ORDER BY place`,
      call,
    );
    return;
  }
  const needed = `greatest(${masks.map((mask) => `bit_count(new & ${mask}::UINTEGER)`).join(', ')}, 0)`;
  const carried = staged.types.flatMap((type) => {
    const places = slotsOf(staged.slots, type);
    return places.map((k, index) => {
      const lower = places.slice(0, index).reduce((mask, each) => mask + 2 ** each, 0);
      return `CASE WHEN new & ${2 ** k}::UINTEGER <> 0 AND bit_count(new & ${lower}::UINTEGER) = turn
        THEN ${2 ** k} ELSE 0 END`;
    });
  });
  await database.run(
    `CREATE OR REPLACE TABLE ${catalog}.adds AS
     SELECT place, (${carried.join(' + ')})::UINTEGER AS slots FROM (
       SELECT place, new, unnest(range(${needed})) AS turn FROM (${rows})) ORDER BY place, turn`,
    call,
  );
}

/** Members whom no row has any more, one of each type in an entry, in the order of their hashes. */
async function createDeletes(
  database: Database,
  catalog: string,
  staged: StagedFacts,
  isNeeded: boolean,
  call: EngineCall,
): Promise<void> {
  const columns = staged.types.map((_, t) => `d${t} BLOB`).join(', ');
  await database.run(`CREATE OR REPLACE TABLE ${catalog}.deletes (${columns})`);
  if (!isNeeded) return;
  for (const [t, type] of staged.types.entries()) {
    const stays = slotsOf(staged.slots, type).map(
      (k) => `SELECT ${keySql(`h${k}`)} AS key FROM ${catalog}.rows WHERE h${k} IS NOT NULL`,
    );
    await database.run(
      `CREATE TEMP TABLE leaving${t} AS SELECT hash AS d${t} FROM ledger
       ANTI JOIN (${stays.join(' UNION ALL ')}) AS stays ON stays.key = ${keySql('ledger.hash')}
       WHERE type = ${TYPE_PLACE[type]} ORDER BY hash`,
      call,
    );
  }
  // The n-th of every type together, until the longest list ends.
  const lists = staged.types.map((_, t) => `leaving${t}`).join(' POSITIONAL JOIN ');
  await database.run(
    `INSERT INTO ${catalog}.deletes SELECT ${staged.types.map((_, t) => `d${t}`).join(', ')} FROM ${lists}`,
    call,
  );
}
