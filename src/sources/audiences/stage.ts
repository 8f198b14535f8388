import type { StagedAudience } from '../../core/audiences/plan.ts';
import type { AudienceSlot, EngineCall, StageAudienceRequest } from '../../core/ports/engine.ts';
import type { ColumnInfo } from '../../core/ports/sources.ts';
import type { Database } from '../duckdb/database.ts';
import { queryFailed } from '../engine-errors.ts';
import { firstUnreadable } from '../files/unreadable-rows.ts';
import { withQuery } from '../query/open-query.ts';
import type { PersonQuery } from '../query/person-query.ts';
import { NOTED_ROWS, noteSources } from '../query/source-notes.ts';
import type { Shop, Workshop } from '../query/workshop.ts';
import type { RoomCall } from '../trino/server.ts';
import { diagnose } from './diagnose.ts';
import { type RowJudge, registerJudge } from './judge-rows.ts';
import { HASH_TYPE } from './packed-hash.ts';
import { findRepeats } from './repeats.ts';
import {
  attachStagedSql,
  MAXIMUM_SLOTS,
  removeDatabaseFile,
  STAGED_FORM,
  type StagedFacts,
  typesOf,
  writeFacts,
} from './staged-file.ts';
import { CODE, rejectCode } from './value-codes.ts';

/** The attached staged file, while the person's SQL runs. */
const STAGED = 'staged';

/** Runs the query once and writes the staged file; a file that can't be finished is removed. */
export async function stageAudience(
  shop: Shop,
  request: StageAudienceRequest,
  call: RoomCall,
): Promise<StagedAudience> {
  const started = performance.now();
  if (request.slots.length === 0 || request.slots.length > MAXIMUM_SLOTS) {
    throw queryFailed(
      `${request.slots.length} columns are chosen as identifiers.`,
      `Choose between 1 and ${MAXIMUM_SLOTS}.`,
    );
  }
  let judge: RowJudge | undefined;
  try {
    const facts = await withQuery(
      shop,
      request.tables,
      request.sql,
      {
        prepare: async (database) => {
          await database.run(attachStagedSql(request.stagedPath, STAGED));
          const types = request.slots.map(({ type }) => type);
          judge = registerJudge(database, types, request.rules);
        },
      },
      call,
      (workshop, query) => {
        if (judge === undefined) throw new Error('The workshop was not prepared.');
        return stageRows(workshop, query, request, judge, call);
      },
    );
    return stagedAudience(facts, (performance.now() - started) / 1000);
  } catch (error) {
    removeDatabaseFile(request.stagedPath);
    throw error;
  }
}

async function stageRows(
  workshop: Workshop,
  query: PersonQuery,
  request: StageAudienceRequest,
  judge: RowJudge,
  call: EngineCall,
): Promise<StagedFacts> {
  const { database } = workshop;
  const { slots } = request;
  const places = slots.map((slot) => findColumn(query.columns, slot));
  const texts = places.map((place) => query.texts[place] ?? 'NULL');
  await createRows(database, STAGED, slots);
  const statement = insertRows(STAGED, request, texts, judge, query.relation);
  await query.run(statement, (text) => database.run(text, call));
  const unreadable = await workshop.unreadable(call);
  const notes = await noteSources(workshop, NOTED_ROWS, call);
  return await finishStaged(database, STAGED, slots, judge, { unreadable, notes }, call);
}

/** What of a request decides how values become hashes. */
export type StagingRules = Pick<StageAudienceRequest, 'slots' | 'rules' | 'dropPlaceholders'>;

/** Makes the empty table of rows; the work is done a second time when a file needs tada's own reader. */
export async function createRows(
  database: Database,
  catalog: string,
  slots: readonly AudienceSlot[],
): Promise<void> {
  await database.run(`CREATE OR REPLACE TABLE ${catalog}.rows (${rowColumns(slots)})`);
}

/** The statement that stages a relation's rows; `texts` are its values as text, one for each slot. */
export function insertRows(
  catalog: string,
  rules: StagingRules,
  texts: readonly string[],
  judge: RowJudge,
  relation: string,
): string {
  return `INSERT INTO ${catalog}.rows ${stagingSelect(rules, texts, judge, relation)}`;
}

/** Finds repeats, counts, and writes the facts of a file whose rows are there. */
export async function finishStaged(
  database: Database,
  catalog: string,
  slots: readonly AudienceSlot[],
  judge: RowJudge,
  { unreadable, notes }: Pick<StagedFacts, 'unreadable' | 'notes'>,
  call: EngineCall,
): Promise<StagedFacts> {
  const repeats = await findRepeats(database, catalog, slots, call);
  const columns = await diagnose(database, catalog, slots, repeats.mostFrequent, judge, call);
  const counts = await database.row(
    `SELECT count(*) AS rows, count_if(${slots.map((_, k) => `r${k} <> ${rejectCode('empty')}`).join(' OR ')}) AS filled,
       count_if(${slots.map((_, k) => `r${k} < ${CODE.rejected}`).join(' OR ')}) AS valid FROM ${catalog}.rows`,
    call,
  );
  const identifiers = columns.reduce((sum, { plain, sha256 }) => sum + plain + sha256, 0);
  const facts: StagedFacts = {
    form: STAGED_FORM,
    slots,
    types: typesOf(slots),
    columns,
    unreadable,
    notes,
    rows: Number(counts.rows),
    rowsWithIdentifier: Number(counts.filled),
    rowsValid: Number(counts.valid),
    rowsDuplicate: repeats.rows,
    identifiersUnique: identifiers - repeats.identifiers,
  };
  await writeFacts(database, catalog, 'staged', facts);
  await database.run(`CHECKPOINT ${catalog}`);
  return facts;
}

/** What a caller is told of a staged file. */
export function stagedAudience(facts: StagedFacts, seconds: number): StagedAudience {
  return {
    rowsRead: facts.rows + facts.unreadable.count,
    columns: facts.columns,
    unreadable: firstUnreadable(facts.unreadable),
    notes: facts.notes,
    idSchema: facts.types.map((type) => `${type}_SHA256`),
    seconds,
  };
}

function rowColumns(slots: readonly AudienceSlot[]): string {
  const columns = slots.map((_, k) => `r${k} UTINYINT, h${k} ${HASH_TYPE}`);
  return [...columns, 'repeated UINTEGER'].join(', ');
}

/** Column names are matched as they are written, and then without regard to case. */
export function findColumn(columns: readonly ColumnInfo[], { column }: AudienceSlot): number {
  const exact = columns.findIndex(({ name }) => name === column);
  if (exact !== -1) return exact;
  const found = columns.findIndex(({ name }) => name.toLowerCase() === column.toLowerCase());
  if (found !== -1) return found;
  throw queryFailed(
    `The query's result has no column ${column}.`,
    `Its columns: ${columns.map(({ name }) => name).join(', ')}.`,
  );
}

/** From values to what the judge says of them, and to what is kept of that; in layers, so that he is asked once. */
function stagingSelect(
  { slots, dropPlaceholders }: StagingRules,
  texts: readonly string[],
  { name }: RowJudge,
  relation: string,
): string {
  const each = (column: (k: number) => string) => slots.map((_, k) => column(k)).join(',\n');
  // A text that was put together lies behind the one before in memory, so that all are read at once.
  const judged = `${name}(${each((k) => `v${k} || ''`)}) AS answer`;
  const coded = each((k) => `answer.r${k} AS r${k}, answer.h${k} AS h${k}`);
  const isDropped = (k: number) => `r${k} & ${CODE.placeholder} <> 0 AND r${k} < ${CODE.rejected}`;
  const kept = each((k) =>
    dropPlaceholders
      ? `CASE WHEN ${isDropped(k)} THEN r${k} + ${CODE.dropped} ELSE r${k} END::UTINYINT AS r${k},
         CASE WHEN NOT (${isDropped(k)}) THEN h${k} END AS h${k}`
      : `r${k}, h${k}`,
  );
  const dropped = slots.map((_, k) => `CASE WHEN ${isDropped(k)} THEN ${2 ** k} ELSE 0 END`).join(' + ');
  const repeated = dropPlaceholders ? `repeated & ~(${dropped})::UINTEGER AS repeated` : 'repeated';
  return `SELECT ${kept}, ${repeated} FROM (SELECT ${coded}, answer.repeated AS repeated FROM (
    SELECT ${judged} FROM (SELECT ${each((k) => `${texts[k]} AS v${k}`)} FROM ${relation})))`;
}
