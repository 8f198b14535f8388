import { KnownError } from '../../core/errors.ts';
import type { EngineCall } from '../../core/ports/engine.ts';
import type { ColumnInfo } from '../../core/ports/sources.ts';
import type { Database } from '../duckdb/database.ts';
import { quoteName, quoteText } from '../duckdb/sql-text.ts';
import { DATABASE_FORMAT, DuckDbError } from '../duckdb/translate-error.ts';
import { unreadableFile } from '../engine-errors.ts';

/** A table of a DuckDB database file. */
export interface DatabaseTable {
  readonly schema: string;
  readonly name: string;
}

/** Opens a database file for reading only; gives the name of its catalog. */
export async function attachDatabase(database: Database, path: string): Promise<string> {
  try {
    return await database.attach(path, 'READ_ONLY');
  } catch (error) {
    if (error instanceof KnownError && error.kind === 'locked') {
      throw unreadableFile(
        path,
        'is open in another program that may write to it.',
        'Close it there, or copy the file and choose the copy.',
        error,
      );
    }
    if (error instanceof DuckDbError) throw unreadableDatabase(path, error.report.exception_message);
    throw error;
  }
}

function unreadableDatabase(path: string, message: string): KnownError {
  const hint = 'Export the table as Parquet and choose that file.';
  if (message.startsWith('Cannot open encrypted database')) {
    return unreadableFile(path, 'is an encrypted DuckDB database.', hint);
  }
  if (message === DATABASE_FORMAT) {
    return unreadableFile(path, 'is a DuckDB database in a format that can’t be read here.', hint);
  }
  return unreadableFile(
    path,
    'is a damaged DuckDB database.',
    'Copy it again, or export the table as Parquet.',
  );
}

/** Tables a person made, by the name that stands behind `#`; views may reach outside the file and are no source. */
export async function listTables(
  database: Database,
  catalog: string,
  call: EngineCall = {},
): Promise<readonly (DatabaseTable & { readonly label: string })[]> {
  const rows = await database.rows(
    `SELECT schema_name AS schema, table_name AS name FROM duckdb_tables()
     WHERE database_name = ${quoteText(catalog)} AND NOT internal ORDER BY schema_name <> 'main', 1, 2`,
    call,
  );
  return rows.map((row) => {
    const schema = String(row.schema);
    const name = String(row.name);
    return { schema, name, label: schema === 'main' ? name : `${schema}.${name}` };
  });
}

/** The table that is meant, and its columns. Rejects with `source-unreadable`. */
export async function examineDatabase(
  database: Database,
  path: string,
  part: string | undefined,
  call: EngineCall = {},
): Promise<{ readonly table: DatabaseTable; readonly columns: readonly ColumnInfo[] }> {
  const catalog = await attachDatabase(database, path);
  try {
    const tables = await listTables(database, catalog, call);
    const labels = tables.map(({ label }) => label);
    if (tables.length === 0) {
      throw unreadableFile(path, 'holds no tables.', 'Views are not read: make the view a table first.');
    }
    const table = part === undefined ? onlyOne(tables) : findTable(tables, part);
    if (table === undefined) {
      const [first = ''] = labels;
      throw unreadableFile(
        path,
        part === undefined ? `holds ${tables.length} tables.` : `has no table "${part}".`,
        `Name one of them behind a #, such as #${first}. Its tables: ${labels.join(', ')}.`,
      );
    }
    const columns = await database.rows(`DESCRIBE SELECT * FROM ${tableName(catalog, table)}`, call);
    return {
      table: { schema: table.schema, name: table.name },
      columns: columns.map((row) => ({ name: String(row.column_name), type: String(row.column_type) })),
    };
  } finally {
    await database.detach(catalog);
  }
}

function onlyOne<T>(tables: readonly T[]): T | undefined {
  return tables.length === 1 ? tables[0] : undefined;
}

function findTable<T extends { readonly label: string }>(tables: readonly T[], part: string): T | undefined {
  const wanted = part.toLowerCase();
  return (
    tables.find(({ label }) => label === part) ??
    tables.find(({ label }) => label.toLowerCase() === wanted || `main.${label}`.toLowerCase() === wanted)
  );
}

/** The table in full, as SQL writes it. */
export function tableName(catalog: string, { schema, name }: DatabaseTable): string {
  return `${catalog}.${quoteName(schema)}.${quoteName(name)}`;
}
