import type { EngineCall } from '../../core/ports/engine.ts';
import type { UnreadableRows } from '../../core/ports/sources.ts';
import type { Database } from '../duckdb/database.ts';
import { exactPath, quoteList, quoteName, quoteText } from '../duckdb/sql-text.ts';
import { DuckDbError } from '../duckdb/translate-error.ts';
import { unreadableFile } from '../engine-errors.ts';
import { type KeyPath, nestedPaths } from './json-nesting.ts';
import { NUMBERS_IN_JSON, RISKY_NUMBER } from './json-numbers.ts';
import { readBytes } from './read-bytes.ts';
import type { RecognisedFile } from './recognise-file.ts';
import { MOST_COLUMNS, refuseTooWide } from './table-width.ts';
import { UNREADABLE_KEPT } from './unreadable-rows.ts';

/** How the records of a JSON file follow one another. */
export type JsonLayout = 'array' | 'newline_delimited' | 'unstructured';

export interface JsonShape {
  readonly layout: JsonLayout;
  /**
   * Keys of the records in the order they first appear, and behind each one that holds objects the values in these, by
   * names such as `user.email`. Names that differ only in case are one column.
   */
  readonly columns: readonly { readonly name: string; readonly paths: readonly KeyPath[] }[];
  readonly unreadable: UnreadableRows;
  /** The key of a list of records, where the file is one record around it, as APIs answer. */
  readonly list?: string | undefined;
}

function objects(paths: readonly string[], layout: JsonLayout, isGzip: boolean): string {
  // Broken lines come as NULL, where lines are records; elsewhere a broken text can't be cut into records.
  const tolerance = layout === 'newline_delimited' ? ', ignore_errors = true' : '';
  const compression = isGzip ? 'gzip' : 'uncompressed';
  return `read_json_objects(${quoteList(paths.map(exactPath))}, format = '${layout}', compression = '${compression}'${tolerance})`;
}

/**
 * The records as a relation of text columns. Functions are named with their schema, because the relation also
 * stands where Presto's functions of the same names come first.
 */
export function jsonRelation(
  paths: readonly string[],
  shape: Pick<JsonShape, 'layout' | 'columns'>,
  isGzip: boolean,
): string {
  const quoted = `CASE WHEN system.main.regexp_matches(json::VARCHAR, '${RISKY_NUMBER}')
    THEN system.main.left(
      system.main.regexp_replace(json::VARCHAR || '0', ${quoteText(NUMBERS_IN_JSON)}, '\\1"\\2"', 'g'), -3)
    ELSE json::VARCHAR END`;
  const plain = shape.columns.flatMap(({ paths }) => plainKey(paths) ?? []);
  const structure = Object.fromEntries(plain.map((key) => [key, 'VARCHAR']));
  const columns = shape.columns.map(({ name, paths }) => {
    const key = plainKey(paths);
    const value =
      key === undefined
        ? `coalesce(${paths.map((path) => `text ->> ${quoteText(pointer(path))}`).join(', ')})`
        : `record.${quoteName(key)}`;
    return `${value} AS ${quoteName(name)}`;
  });
  const record =
    plain.length === 0 ? 'NULL' : `system.main.json_transform(text, ${quoteText(JSON.stringify(structure))})`;
  return `SELECT ${columns.join(', ')} FROM (
    SELECT text, ${record} AS record FROM (
      SELECT ${quoted} AS text FROM ${objects(paths, shape.layout, isGzip)} WHERE system.main.json_type(json) = 'OBJECT'))`;
}

/** The only key of a column whose values stand in the records themselves; those are all read in one go. */
function plainKey([path, ...others]: readonly KeyPath[]): string | undefined {
  return others.length === 0 && path?.length === 1 ? path[0] : undefined;
}

/** RFC 6901. */
function pointer(path: KeyPath): string {
  return path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Reads the whole file once: its keys, and the lines that are no records. */
export async function examineJson(
  database: Database,
  file: RecognisedFile,
  call: EngineCall = {},
): Promise<JsonShape> {
  if (file.encoding !== 'utf-8') {
    throw unreadableFile(
      file.path,
      `is written in ${file.encoding}; JSON has to be UTF-8.`,
      'Export it again as UTF-8, or as CSV in any encoding.',
    );
  }
  const layout = findLayout(file);
  const source = objects([file.path], layout, file.isGzip);
  try {
    const keys = await database.rows(
      `SELECT entry.key AS key, min(row * 65536 + entry.place) AS first FROM (
        SELECT row_number() OVER () AS row,
          unnest(list_transform(json_keys(json), lambda key, place: {key: key, place: place})) AS entry
        FROM ${source} WHERE json_type(json) = 'OBJECT') GROUP BY key ORDER BY first LIMIT ${MOST_COLUMNS + 1}`,
      call,
    );
    if (keys.length === 0) {
      throw unreadableFile(
        file.path,
        'holds no records.',
        'A JSON file has to hold objects such as {"email": …}.',
      );
    }
    refuseTooWide(file.path, keys.length);
    const unreadable = await findUnreadable(database, source, file, layout, call);
    const names = keys.map(({ key }) => String(key));
    const list = await findList(database, source, names, call);
    const nested = list === undefined ? await nestedPaths(database, source, call) : [];
    return { layout, columns: nameColumns(names, nested), unreadable, list };
  } catch (error) {
    if (!(error instanceof DuckDbError)) throw error;
    const [, place] = /\((at byte .+)\)/.exec(error.message) ?? [];
    throw unreadableFile(
      file.path,
      `is not valid JSON${place === undefined ? '' : ` (${place})`}.`,
      'Export it again, or as one record a line (NDJSON): then broken lines are left out and counted.',
    );
  }
}

function findLayout(file: RecognisedFile): JsonLayout {
  const text = file.head.trimStart();
  if (text.startsWith('[')) return 'array';
  // DuckDB passes over a byte-order mark only where it doesn't cut the text into lines itself.
  if (file.hasMark) return 'unstructured';
  const [firstLine = ''] = text.split('\n', 1);
  try {
    JSON.parse(firstLine);
    return 'newline_delimited';
  } catch {
    // A record that goes on in the next line; or a broken first line, when the second one is whole.
    const [, secondLine = ''] = text.split('\n', 2);
    return /^\s*\{.*\}\s*$/.test(secondLine) ? 'newline_delimited' : 'unstructured';
  }
}

/** Keys of a record that may be an answer around a list; a person's record has more. */
const ANSWER_KEYS = 12;

async function findList(
  database: Database,
  source: string,
  keys: readonly string[],
  call: EngineCall,
): Promise<string | undefined> {
  if (keys.length > ANSWER_KEYS) return undefined;
  const types = keys.map((key, k) => `json_type(json, ${quoteText(`${pointer([key])}/0`)}) AS t${k}`);
  const records = await database.rows(`SELECT ${types.join(', ')} FROM ${source} LIMIT 2`, call);
  const [only] = records;
  if (only === undefined || records.length > 1) return undefined;
  return keys.find((_, k) => only[`t${k}`] === 'OBJECT');
}

/** Keys of records come before values of the same name inside; those are left out where they would be too many. */
function nameColumns(keys: readonly string[], nested: readonly KeyPath[]): JsonShape['columns'] {
  const columns = joinPaths(keys.map((key) => [key]));
  const inside = joinPaths(nested).filter(
    ({ name }) => !columns.some((column) => column.name.toLowerCase() === name.toLowerCase()),
  );
  if (columns.length + inside.length > MOST_COLUMNS) return columns;
  return columns.flatMap((column) => [
    column,
    ...inside.filter(({ paths: [path] }) => path?.[0]?.toLowerCase() === column.name.toLowerCase()),
  ]);
}

function joinPaths(paths: readonly KeyPath[]): JsonShape['columns'] {
  const columns = new Map<string, { readonly name: string; readonly paths: KeyPath[] }>();
  for (const path of paths) {
    const name = path.join('.');
    const column = columns.get(name.toLowerCase());
    if (column === undefined) columns.set(name.toLowerCase(), { name, paths: [path] });
    else column.paths.push(path);
  }
  return [...columns.values()];
}

async function findUnreadable(
  database: Database,
  source: string,
  file: RecognisedFile,
  layout: JsonLayout,
  call: EngineCall,
): Promise<UnreadableRows> {
  const bad = `FROM (SELECT row_number() OVER () AS row, json FROM ${source})
    WHERE json IS NULL OR json_type(json) <> 'OBJECT'`;
  const count = await database.number(`SELECT count(*) ${bad}`, call);
  if (count === 0) return { count, examples: [] };
  const rows = await database.rows(
    `SELECT row, json IS NULL AS broken ${bad} ORDER BY row LIMIT ${UNREADABLE_KEPT}`,
    call,
  );
  const numbers = rows.map(({ row }) => Number(row));
  const lines = layout === 'newline_delimited' ? await findLines(file, numbers) : numbers;
  return {
    count,
    examples: rows.map(({ broken }, index) => ({
      file: file.path,
      line: lines[index] ?? 0,
      problem: broken === true ? 'it is not valid JSON' : 'it is not a JSON object',
    })),
  };
}

/** Line numbers of the n-th lines that aren't blank. */
async function findLines(file: RecognisedFile, numbers: readonly number[]): Promise<readonly number[]> {
  const lines: number[] = [];
  let line = 1;
  let record = 0;
  let isBlank = true;
  for await (const bytes of readBytes(file.path, file.isGzip)) {
    for (const byte of bytes) {
      if (byte === 10) {
        line += 1;
        isBlank = true;
      } else if (isBlank && byte > 32) {
        isBlank = false;
        record += 1;
        if (record === numbers[lines.length]) lines.push(line);
      }
    }
    if (lines.length === numbers.length) break;
  }
  return lines;
}
