import { existsSync, rmSync } from 'node:fs';
import type { ColumnDiagnosis } from '../../core/audiences/plan.ts';
import type { Warning } from '../../core/delivery/events.ts';
import { AUDIENCE_ID_TYPES, type AudienceIdType } from '../../core/identifiers/types.ts';
import type { AudienceSlot } from '../../core/ports/engine.ts';
import type { UnreadableRows } from '../../core/ports/sources.ts';
import type { Database } from '../duckdb/database.ts';
import { quoteText } from '../duckdb/sql-text.ts';
import { queryFailed } from '../engine-errors.ts';
import { CODE } from './value-codes.ts';

/**
 * The staged file: what is left of the rows once they are read. It holds, per row and slot, a code byte and a
 * packed hash, and nothing a person could be known by.
 *
 * - `rows`: one row per row of the result, in its order, so that `rowid` + 1 is the position. For slot k: `r{k}`
 *   the code and `h{k}` the hash (NULL when there is none to send). Bit k of `repeated` says that slot k repeats an
 *   identifier that came before.
 * - `adds`: the entries that come from rows, in order; bits of `slots` say which identifiers an entry carries.
 * - `deletes`: the entries that come from the ledger; `d{t}` is a hash of the t-th type.
 * - `facts`: JSON by name.
 */

/** Names what is described above in a file's facts. */
export const STAGED_FORM = 'halves, repeated marked';

/** Slots are bits of a number that JavaScript handles exactly. */
export const MAXIMUM_SLOTS = 30;

/**
 * Rows that DuckDB keeps together in a staged file. It reads a CSV file eight megabytes at a time, in any order, and
 * what is less than a group it keeps until all of the file is read, to write it a second time behind what came
 * before: with its own 122,880 rows, all of a list of usual lines. Whoever writes to the file has to say the same
 * again, or the groups are joined.
 */
export const STAGED_ROW_GROUP = 40_960;

/** SQL that opens a staged file to write to it. */
export function attachStagedSql(path: string, catalog: string): string {
  return `ATTACH ${quoteText(path)} AS ${catalog} (ROW_GROUP_SIZE ${STAGED_ROW_GROUP})`;
}

/** What staging leaves for planning and counting. */
export interface StagedFacts {
  /** A file of another form is not read. */
  readonly form: typeof STAGED_FORM;
  readonly slots: readonly AudienceSlot[];
  /** In the order of `id_schema`. */
  readonly types: readonly AudienceIdType[];
  readonly columns: readonly ColumnDiagnosis[];
  readonly unreadable: UnreadableRows;
  readonly notes?: readonly Warning[] | undefined;
  /** Rows of the result. */
  readonly rows: number;
  readonly rowsWithIdentifier: number;
  readonly rowsValid: number;
  /** Valid rows all of whose identifiers came before. */
  readonly rowsDuplicate: number;
  /** Identifiers, each counted once. */
  readonly identifiersUnique: number;
}

/** What planning leaves for reading batches and counting. */
export interface PlanFacts {
  readonly mode: 'match' | 'add' | 'remove';
  readonly entries: number;
  readonly addEntries: number;
  /** Entries of `adds`; in mode remove they are deletes. */
  readonly rowEntries: number;
  readonly rowsDuplicate: number;
  readonly rowsUnchanged: number;
  readonly rowsToSend: number;
  readonly identifiersUnchanged: number;
}

/** The types of the slots, each once, in tada's order of `id_schema`. */
export function typesOf(slots: readonly AudienceSlot[]): readonly AudienceIdType[] {
  return AUDIENCE_ID_TYPES.filter((type) => slots.some((slot) => slot.type === type));
}

/** Indexes of the slots of a type. */
export function slotsOf(slots: readonly AudienceSlot[], type: AudienceIdType): readonly number[] {
  return slots.flatMap((slot, index) => (slot.type === type ? [index] : []));
}

/** SQL for the bits of the slots that have a hash in a row; looks at codes alone, since hashes are large. */
export function usableSlotsSql(slots: readonly AudienceSlot[]): string {
  const bits = slots.map((_, k) => `CASE WHEN r${k} < ${CODE.rejected} THEN ${2 ** k} ELSE 0 END`);
  return `(${bits.join(' + ')})::UINTEGER`;
}

/** SQL for the bits of the slots whose identifier no earlier row has. */
export function newSlotsSql(slots: readonly AudienceSlot[]): string {
  return `(${usableSlotsSql(slots)} & ~repeated)`;
}

export async function writeFacts(
  database: Database,
  catalog: string,
  name: string,
  value: object,
): Promise<void> {
  await database.run(
    `CREATE TABLE IF NOT EXISTS ${catalog}.facts (name VARCHAR, value VARCHAR);
     DELETE FROM ${catalog}.facts WHERE name = ${quoteText(name)};
     INSERT INTO ${catalog}.facts VALUES (${quoteText(name)}, ${quoteText(JSON.stringify(value))})`,
  );
}

/** Undefined when there are none of that name. */
export async function readFacts<T>(
  database: Database,
  catalog: string,
  name: string,
): Promise<T | undefined> {
  const [row] = await database.rows(`SELECT value FROM ${catalog}.facts WHERE name = ${quoteText(name)}`);
  return row === undefined ? undefined : (JSON.parse(String(row.value)) as T);
}

export async function readStagedFacts(database: Database, catalog: string): Promise<StagedFacts> {
  const facts = await readFacts<StagedFacts>(database, catalog, 'staged');
  if (facts?.form !== STAGED_FORM) throw notStaged();
  return facts;
}

export async function readPlanFacts(database: Database, catalog: string): Promise<PlanFacts> {
  const facts = await readFacts<PlanFacts>(database, catalog, 'plan');
  if (facts === undefined) throw notStaged();
  return facts;
}

/** A staged file that isn't there, or isn't finished. */
export function notStaged(): Error {
  return queryFailed(
    'The prepared data of this run is not there any more.',
    'Start a new run; what TikTok confirmed is in the ledger and is not sent again.',
  );
}

export function removeDatabaseFile(path: string): void {
  rmSync(path, { force: true });
  rmSync(`${path}.wal`, { force: true });
}

export function hasDatabaseFile(path: string): boolean {
  return existsSync(path);
}
