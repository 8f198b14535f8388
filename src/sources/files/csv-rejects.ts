import type { EngineCall } from '../../core/ports/engine.ts';
import type { UnreadableRows } from '../../core/ports/sources.ts';
import type { Database } from '../duckdb/database.ts';
import { CSV_STRUCTURE, DAMAGED_FILE, DuckDbError } from '../duckdb/translate-error.ts';
import { readBytes } from './read-bytes.ts';
import { NOTHING_UNREADABLE, UNREADABLE_KEPT } from './unreadable-rows.ts';
import { Utf8Counter } from './utf8-counter.ts';

/** Files whose rows DuckDB refused in a way that tada's own reader has to judge. */
export class NeedsOwnReader extends Error {
  override readonly name = 'NeedsOwnReader';
  readonly paths: readonly string[];
  readonly reason: 'encoding' | 'structure';

  constructor(paths: readonly string[], reason: 'encoding' | 'structure') {
    super(`DuckDB's own reader can't be used for ${paths.length} file(s): ${reason}.`);
    this.paths = paths;
    this.reason = reason;
  }
}

/** DuckDB's strict reader gives up on a whole file, for instance where line ends are mixed. */
export function isStructureError(error: unknown): boolean {
  return error instanceof DuckDbError && error.report.exception_message === CSV_STRUCTURE;
}

/** True for an error that the bytes of a file are at fault for. */
export function isDamageError(error: unknown): boolean {
  return error instanceof DuckDbError && error.report.exception_message === DAMAGED_FILE;
}

/** True for an error that has nothing to do with what the person's SQL says. */
export function isAboutFile(error: unknown): boolean {
  return isStructureError(error) || isDamageError(error);
}

interface Reject {
  readonly path: string;
  /** 1-based offset of the row's first byte in the unpacked file. */
  readonly place: number;
  readonly type: string;
  readonly message: string;
}

/**
 * One row per refused row: DuckDB notes each wrong column, and each scan. In files with CRLF it takes the line
 * feed of the line before for the row's first byte.
 */
const REFUSED_ROWS = `(SELECT s.file_path AS path,
    e.line_byte_position + CASE WHEN e.csv_line LIKE chr(10) || '%' THEN 1 ELSE 0 END AS place,
    min(e.error_type) AS type, arg_min(e.error_message, e.error_type) AS message,
    max(len(system.main.string_split(system.main.trim(e.csv_line, chr(10) || chr(13)), chr(10)))) - 1 AS breaks
  FROM reject_errors e JOIN reject_scans s USING (scan_id, file_id) GROUP BY 1, 2)`;

/**
 * What DuckDB noted about rows of CSV files that it left out in the statements so far. A row that swallowed
 * several lines counts as many. Rejects with {@link NeedsOwnReader} or `source-unreadable` where not a row but
 * the whole file is at fault.
 */
export async function readRejects(
  database: Database,
  packed: ReadonlySet<string>,
  call: EngineCall = {},
): Promise<UnreadableRows> {
  const tables = await database.rows(
    "SELECT 1 FROM duckdb_tables() WHERE table_name = 'reject_errors'",
    call,
  );
  if (tables.length === 0) return NOTHING_UNREADABLE;
  const count = await database.number(`SELECT sum(1 + breaks) FROM ${REFUSED_ROWS}`, call);
  if (count === 0) return NOTHING_UNREADABLE;
  await refuseMisreadFiles(database, packed, call);
  const rejects = await findRejects(database, `ORDER BY path, place LIMIT ${UNREADABLE_KEPT}`, call);
  const lines = await findLines(rejects, packed);
  return {
    count,
    examples: rejects.map((reject, index) => ({
      file: reject.path,
      line: lines[index] ?? 0,
      problem: describeProblem(reject),
    })),
  };
}

async function findRejects(database: Database, clause: string, call: EngineCall): Promise<readonly Reject[]> {
  const rows = await database.rows(`SELECT * FROM ${REFUSED_ROWS} ${clause}`, call);
  return rows.map((row) => ({
    path: String(row.path),
    place: Number(row.place),
    type: String(row.type),
    message: String(row.message),
  }));
}

async function refuseMisreadFiles(
  database: Database,
  packed: ReadonlySet<string>,
  call: EngineCall,
): Promise<void> {
  const pathsWith = async (type: string) => {
    const rows = await database.rows(
      `SELECT DISTINCT path FROM ${REFUSED_ROWS} WHERE type = '${type}'`,
      call,
    );
    return rows.map(({ path }) => String(path));
  };
  const foreign: string[] = [];
  for (const path of await pathsWith('INVALID ENCODING')) {
    if (!(await isMostlyUtf8(path, packed.has(path)))) foreign.push(path);
  }
  if (foreign.length > 0) throw new NeedsOwnReader(foreign, 'encoding');
  // After a quote at the wrong place DuckDB goes on somewhere inside the line, and makes rows of what it finds.
  const misread = [...(await pathsWith('LINE SIZE OVER MAXIMUM')), ...(await pathsWith('UNQUOTED VALUE'))];
  if (misread.length > 0) throw new NeedsOwnReader([...new Set(misread)], 'structure');
}

async function isMostlyUtf8(path: string, isGzip: boolean): Promise<boolean> {
  const counter = new Utf8Counter();
  for await (const bytes of readBytes(path, isGzip)) counter.push(bytes);
  return counter.isMostlyUtf8;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Line numbers of rows: DuckDB's own count records, so a quoted line break would shift them. */
async function findLines(
  rejects: readonly Reject[],
  packed: ReadonlySet<string>,
): Promise<readonly number[]> {
  const lines = new Map<Reject, number>();
  for (const path of new Set(rejects.map((reject) => reject.path))) {
    const wanted = rejects.filter((reject) => reject.path === path).sort((a, b) => a.place - b.place);
    // Old Macs ended lines with a carriage return alone; files of one kind of line end get this far.
    let feeds = 0;
    let returns = 0;
    let offset = 0;
    let next = 0;
    for await (const bytes of readBytes(path, packed.has(path))) {
      let start = 0;
      for (let reject = wanted[next]; reject !== undefined; reject = wanted[next]) {
        const end = reject.place - 1 - offset;
        if (end > bytes.length) break;
        feeds += countBytes(bytes, LINE_FEED, start, end);
        if (feeds === 0) returns += countBytes(bytes, CARRIAGE_RETURN, start, end);
        start = end;
        lines.set(reject, 1 + (feeds > 0 ? feeds : returns));
        next += 1;
      }
      if (next === wanted.length) break;
      feeds += countBytes(bytes, LINE_FEED, start, bytes.length);
      if (feeds === 0) returns += countBytes(bytes, CARRIAGE_RETURN, start, bytes.length);
      offset += bytes.length;
    }
  }
  return rejects.map((reject) => lines.get(reject) ?? 0);
}

function countBytes(bytes: Buffer, wanted: number, start: number, end: number): number {
  let count = 0;
  for (
    let place = bytes.indexOf(wanted, start);
    place !== -1 && place < end;
    place = bytes.indexOf(wanted, place + 1)
  ) {
    count += 1;
  }
  return count;
}

function describeProblem(reject: Reject): string {
  switch (reject.type) {
    case 'MISSING COLUMNS':
    case 'TOO MANY COLUMNS': {
      const [, expected, found] = /Columns: (\d+) Found: (\d+)/.exec(reject.message) ?? [];
      if (expected === undefined) return 'it has another number of columns than the first line';
      return `it has ${found} columns where ${expected} are expected`;
    }
    case 'INVALID ENCODING':
      return 'it has bytes that are not UTF-8';
    default:
      return 'it is not written as CSV';
  }
}
