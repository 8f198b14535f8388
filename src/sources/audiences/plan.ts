import type { AudiencePlan } from '../../core/audiences/plan.ts';
import { AUDIENCE_ID_TYPES } from '../../core/identifiers/types.ts';
import type { EngineCall, PlanAudienceRequest } from '../../core/ports.ts';
import { Database, type DatabaseSettings } from '../duckdb/database.ts';
import { quoteText } from '../duckdb/sql-text.ts';
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

/** The staged file's own catalog, when it is opened by itself. */
const STAGED = 'staged';

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
  const database = await Database.open(':memory:', settings);
  try {
    await database.run(`ATTACH ${quoteText(request.stagedPath)} AS ${STAGED}`);
    const staged = await readStagedFacts(database, STAGED);
    const ledgerSize = await attachLedger(database, request.ledgerPath, call);
    await markKnown(database, staged, ledgerSize, request, call);
    const otherTypes = await countOtherTypes(database, staged, call);
    const plan = await numberEntries(database, staged, request, ledgerSize, call);
    await writeFacts(database, STAGED, 'plan', plan);
    await database.run(`CHECKPOINT ${STAGED}`);
    const everything = [{ from: 0, to: plan.entries }];
    return {
      entries: plan.entries,
      addEntries: plan.addEntries,
      ledgerSize,
      ...(otherTypes === undefined ? {} : { otherTypes }),
      expected: await tally(database, STAGED, staged, plan, everything, [], call),
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    database.close();
  }
}

/** Makes `ledger` a view of the members; a ledger that doesn't exist is empty. Gives its size. */
export async function attachLedger(database: Database, path: string, call: EngineCall): Promise<number> {
  if (!hasDatabaseFile(path)) {
    await database.run('CREATE TABLE ledger (type UTINYINT, hash BLOB, certain BOOLEAN)');
    return 0;
  }
  await database.run(`ATTACH ${quoteText(path)} AS book (READ_ONLY)`);
  await database.run('CREATE VIEW ledger AS FROM book.members');
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
  staged: StagedFacts,
  ledgerSize: number,
  { mode, ledgerComplete }: PlanAudienceRequest,
  call: EngineCall,
): Promise<void> {
  const isRemoval = mode === 'remove';
  const parts = staged.slots.map(({ type }, k) => {
    const member = `SELECT hash FROM ledger WHERE type = ${TYPE_PLACE[type]} ${isRemoval ? '' : 'AND certain'}`;
    const condition = isRemoval ? `h${k} NOT IN (${member})` : `h${k} IN (${member})`;
    return `SELECT rowid AS place, ${2 ** k}::UINTEGER AS slot FROM ${STAGED}.rows
      WHERE h${k} IS NOT NULL AND ${condition}`;
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
  staged: StagedFacts,
  request: PlanAudienceRequest,
  ledgerSize: number,
  call: EngineCall,
): Promise<PlanFacts> {
  const { mode, limit } = request;
  const valid = staged.slots.map((_, k) => `CASE WHEN h${k} IS NULL THEN 0 ELSE ${2 ** k} END`).join(' + ');
  // `first`: identifiers that no earlier row has; `new`: those of them that need a request.
  await database.run(
    `CREATE TEMP TABLE judged AS
     SELECT place, first, first & ~known AS new FROM (
       SELECT rows.rowid AS place, coalesce(known.slots, 0)::UINTEGER AS known,
         (${valid})::UINTEGER & ~coalesce(repeats.slots, 0)::UINTEGER AS first,
         (${valid}) <> 0 AS isValid
       FROM ${STAGED}.rows AS rows
       LEFT JOIN ${STAGED}.repeats AS repeats ON repeats.place = rows.rowid
       LEFT JOIN known ON known.place = rows.rowid)
     WHERE isValid`,
    call,
  );
  const counts = await database.row(
    `SELECT count_if(first = 0) AS duplicate, count_if(first <> 0 AND new = 0) AS unchanged,
       count_if(new <> 0) AS toSend, coalesce(sum(bit_count(first & ~new)), 0) AS identifiersUnchanged
     FROM judged`,
    call,
  );
  await createAdds(database, staged, limit, call);
  await createDeletes(database, staged, mode === 'match' && ledgerSize > 0, call);
  const rowEntries = await database.number(`SELECT count(*) FROM ${STAGED}.adds`);
  const deletes = await database.number(`SELECT count(*) FROM ${STAGED}.deletes`);
  return {
    mode,
    entries: rowEntries + deletes,
    addEntries: mode === 'remove' ? 0 : rowEntries,
    rowEntries,
    rowsDuplicate: Number(counts.duplicate),
    rowsUnchanged: Number(counts.unchanged),
    rowsToSend: Number(counts.toSend),
    identifiersUnchanged: Number(counts.identifiersUnchanged),
  };
}

/**
 * One entry for each row to send; where a row has several new identifiers of one type, as many entries, since
 * an entry holds one identifier of each type.
 */
async function createAdds(
  database: Database,
  staged: StagedFacts,
  limit: number | undefined,
  call: EngineCall,
): Promise<void> {
  const first = limit === undefined ? '' : `ORDER BY place LIMIT ${Math.max(0, Math.trunc(limit))}`;
  const rows = `SELECT place, new FROM judged WHERE new <> 0 ${first}`;
  const masks = staged.types.map((type) => slotsOf(staged.slots, type).reduce((mask, k) => mask + 2 ** k, 0));
  const isSingle = staged.types.every((type) => slotsOf(staged.slots, type).length === 1);
  if (isSingle) {
    await database.run(
      `CREATE OR REPLACE TABLE ${STAGED}.adds AS SELECT place, new AS slots FROM (${rows}) ORDER BY place`,
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
    `CREATE OR REPLACE TABLE ${STAGED}.adds AS
     SELECT place, (${carried.join(' + ')})::UINTEGER AS slots FROM (
       SELECT place, new, unnest(range(${needed})) AS turn FROM (${rows})) ORDER BY place, turn`,
    call,
  );
}

/** Members whom no row has any more, one of each type in an entry, in the order of their hashes. */
async function createDeletes(
  database: Database,
  staged: StagedFacts,
  isNeeded: boolean,
  call: EngineCall,
): Promise<void> {
  const columns = staged.types.map((_, t) => `d${t} BLOB`).join(', ');
  await database.run(`CREATE OR REPLACE TABLE ${STAGED}.deletes (${columns})`);
  if (!isNeeded) return;
  for (const [t, type] of staged.types.entries()) {
    const stays = slotsOf(staged.slots, type).map(
      (k) => `SELECT h${k} AS hash FROM ${STAGED}.rows WHERE h${k} IS NOT NULL`,
    );
    await database.run(
      `CREATE TEMP TABLE leaving${t} AS SELECT row_number() OVER (ORDER BY hash) AS turn, hash FROM ledger
       WHERE type = ${TYPE_PLACE[type]} AND hash NOT IN (${stays.join(' UNION ALL ')})`,
      call,
    );
  }
  const turns = staged.types.map((_, t) => `SELECT turn FROM leaving${t}`).join(' UNION ');
  const joins = staged.types
    .map((_, t) => `LEFT JOIN leaving${t} ON leaving${t}.turn = turns.turn`)
    .join(' ');
  await database.run(
    `INSERT INTO ${STAGED}.deletes SELECT ${staged.types.map((_, t) => `leaving${t}.hash`).join(', ')}
     FROM (${turns}) AS turns ${joins} ORDER BY turns.turn`,
    call,
  );
}
