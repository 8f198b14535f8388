import type { AudiencePlan } from '../../core/audiences/plan.ts';
import { AUDIENCE_ID_TYPES } from '../../core/identifiers/types.ts';
import type { EngineCall, PlanAudienceRequest } from '../../core/ports/engine.ts';
import { Database, type DatabaseSettings } from '../duckdb/database.ts';
import { attachLedger } from './ledger.ts';
import { HASH_TYPE, keySql } from './packed-hash.ts';
import {
  hasDatabaseFile,
  newSlotsSql,
  notStaged,
  type PlanFacts,
  readStagedFacts,
  STAGED_ROW_GROUP,
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
    const catalog = await database.attach(request.stagedPath, 'READ_WRITE', STAGED_ROW_GROUP);
    const staged = await readStagedFacts(database, catalog);
    const ledgerSize = await attachLedger(database, request.ledgerPath, call);
    const otherTypes = await countOtherTypes(database, staged, call);
    const comparison = chooseComparison(request, ledgerSize);
    await compare(database, catalog, staged, comparison, call);
    const plan = await numberEntries(database, catalog, staged, request, comparison, call);
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

/** Which identifiers need a request. */
type Comparison =
  /** All of them: there is nothing to compare with. */
  | 'all'
  /** Those that aren't certainly in the audience. */
  | 'missing'
  /** The same; and members that no row has leave. */
  | 'missing-and-leaving'
  /** Those that are in the audience, perhaps. */
  | 'present';

function chooseComparison({ mode, ledgerComplete }: PlanAudienceRequest, ledgerSize: number): Comparison {
  if (mode === 'remove') return ledgerComplete ? 'present' : 'all';
  if (ledgerSize === 0) return 'all';
  return mode === 'match' ? 'missing-and-leaving' : 'missing';
}

const JOINS: Readonly<Record<Exclude<Comparison, 'all'>, string>> = {
  missing: 'LEFT JOIN',
  'missing-and-leaving': 'FULL JOIN',
  present: 'JOIN',
};

/**
 * Writes a table `difference{t}` for each type: of rows, `place` and the bit of the slot whose identifier needs a
 * request and that no earlier row has; and `member` of those that leave, with no place. Most audiences change by
 * a few per cent from one day to the next, so what differs is small where what is the same would fill the memory; and
 * each hash is keyed once.
 */
async function compare(
  database: Database,
  catalog: string,
  staged: StagedFacts,
  comparison: Comparison,
  call: EngineCall,
): Promise<void> {
  if (comparison === 'all') return;
  for (const [t, type] of staged.types.entries()) {
    const identifiers = slotsOf(staged.slots, type).map(
      (k) => `SELECT rowid AS place, ${2 ** k}::UINTEGER AS slot, ${keySql(`h${k}`)} AS key
        FROM ${catalog}.rows WHERE h${k} IS NOT NULL AND repeated & ${2 ** k}::UINTEGER = 0`,
    );
    const different = comparison === 'present' ? 'true' : 'place IS NULL OR member IS NULL OR NOT certain';
    await database.run(
      `CREATE TEMP TABLE difference${t} AS
       SELECT place, slot, CASE WHEN place IS NULL THEN member END AS member
       FROM (${identifiers.join(' UNION ALL ')}) AS identifiers ${JOINS[comparison]} (
         SELECT member, certain, ${keySql('hash')} AS key FROM ledger WHERE type = ${TYPE_PLACE[type]}) AS members
         ON members.key = identifiers.key
       WHERE ${different}`,
      call,
    );
  }
}

async function numberEntries(
  database: Database,
  catalog: string,
  staged: StagedFacts,
  { mode, limit }: PlanAudienceRequest,
  comparison: Comparison,
  call: EngineCall,
): Promise<PlanFacts> {
  // `new`: identifiers that need a request and that no earlier row has.
  const isNew = newSlotsSql(staged.slots);
  const everyRow = `(SELECT rowid AS place, ${isNew} AS new FROM ${catalog}.rows WHERE ${isNew} <> 0)`;
  const differences = staged.types.map(
    (_, t) => `SELECT place, slot FROM difference${t} WHERE place IS NOT NULL`,
  );
  const toSend =
    comparison === 'all'
      ? everyRow
      : `(SELECT place, bit_or(slot) AS new FROM (${differences.join(' UNION ALL ')}) GROUP BY place)`;
  const wantedRows = limit === undefined ? toSend : ofFirstPeople(toSend, everyRow, limit);
  await createAdds(database, catalog, staged, wantedRows, wantedRows === everyRow, call);
  await createDeletes(database, catalog, staged, comparison, call);
  const wanted = await countWanted(database, catalog, staged, limit === undefined ? undefined : toSend, call);
  const rowEntries = await database.number(`SELECT count(*) FROM ${catalog}.adds`);
  const deletes = await database.number(`SELECT count(*) FROM ${catalog}.deletes`);
  return {
    mode,
    entries: rowEntries + deletes,
    addEntries: mode === 'remove' ? 0 : rowEntries,
    rowEntries,
    rowsDuplicate: staged.rowsDuplicate,
    rowsUnchanged: staged.rowsValid - staged.rowsDuplicate - wanted.rows,
    rowsToSend: wanted.rows,
    identifiersUnchanged: staged.identifiersUnique - wanted.identifiers,
  };
}

/** Rows and identifiers that need a request, of which a limited plan (a test audience) holds a part. */
async function countWanted(
  database: Database,
  catalog: string,
  staged: StagedFacts,
  toSend: string | undefined,
  call: EngineCall,
): Promise<{ readonly rows: number; readonly identifiers: number }> {
  const places = toSend === undefined && !isSingle(staged) ? 'DISTINCT place' : '*';
  const source = toSend ?? `(SELECT place, slots AS new FROM ${catalog}.adds)`;
  const row = await database.row(
    `SELECT count(${places}) AS rows, coalesce(sum(bit_count(new)), 0) AS identifiers FROM ${source}`,
    call,
  );
  return { rows: Number(row.rows), identifiers: Number(row.identifiers) };
}

/** Whether there is one column of each type, so that an entry is a row. */
function isSingle({ types, slots }: StagedFacts): boolean {
  return types.length === slots.length;
}

/** The first N people, whether or not they are there already: the same test again is about the same people. */
function ofFirstPeople(toSend: string, people: string, limit: number): string {
  const first = `SELECT place FROM ${people} ORDER BY place LIMIT ${Math.max(0, Math.trunc(limit))}`;
  return `(SELECT place, new FROM ${toSend} WHERE place <= (SELECT max(place) FROM (${first})))`;
}

/**
 * One entry for each row to send; where a row has several new identifiers of one type, as many entries, since
 * an entry holds one identifier of each type. What is read from one table and only filtered is in order already:
 * DuckDB promises it (`preserve_insertion_order`).
 */
async function createAdds(
  database: Database,
  catalog: string,
  staged: StagedFacts,
  toSend: string,
  isInOrder: boolean,
  call: EngineCall,
): Promise<void> {
  const rows = `SELECT place, new FROM ${toSend}`;
  const masks = staged.types.map((type) => slotsOf(staged.slots, type).reduce((mask, k) => mask + 2 ** k, 0));
  if (isSingle(staged)) {
    await database.run(
      `CREATE OR REPLACE TABLE ${catalog}.adds AS
       SELECT place, new AS slots FROM (${rows}) ${isInOrder ? '' : 'ORDER BY place'}`,
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
  comparison: Comparison,
  call: EngineCall,
): Promise<void> {
  const columns = staged.types.map((_, t) => `d${t} ${HASH_TYPE}`).join(', ');
  await database.run(`CREATE OR REPLACE TABLE ${catalog}.deletes (${columns})`);
  if (comparison !== 'missing-and-leaving') return;
  for (const t of staged.types.keys()) {
    await database.run(
      `CREATE TEMP TABLE leaving${t} AS SELECT hash AS d${t} FROM ledger
       WHERE member IN (SELECT member FROM difference${t} WHERE place IS NULL) ORDER BY hash`,
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
