import { configurationError } from '../../core/errors.ts';
import type { ColumnInfo, TableInfo } from '../../core/ports/sources.ts';
import { quoteText } from '../duckdb/sql-text.ts';
import { NOTHING_UNREADABLE } from '../files/unreadable-rows.ts';
import type { ServerColumn } from './page.ts';
import type { RoomCall, Server } from './server.ts';
import type { SentSql } from './server-problem.ts';
import { countingStatement, describingStatement } from './server-sql.ts';
import { runStatement } from './statement.ts';

/** The columns of a query's result. */
export async function describeOnServer(
  server: Server,
  sql: string,
  call: RoomCall,
): Promise<readonly ColumnInfo[]> {
  let columns: readonly ServerColumn[] = [];
  for await (const part of runStatement(server, describingStatement(sql), call)) columns = part.columns;
  return columns.map(columnInfo);
}

export async function countOnServer(server: Server, sql: string, call: RoomCall): Promise<number> {
  const [[count] = []] = await allRows(server, countingStatement(sql), call);
  return Number(count);
}

/** The tables of the source's schema that its user may see, with their columns; rejects where none is named. */
export async function inspectServer(server: Server, call: RoomCall): Promise<readonly TableInfo[]> {
  const { catalog, schema } = server.tables;
  if (catalog === undefined || schema === undefined) {
    throw configurationError(
      'Tables can only be listed for a source that names catalog and schema.',
      'Give both in the source; SQL may still name tables of others as catalog.schema.table.',
    );
  }
  const text =
    `SELECT table_name, column_name, data_type FROM "${catalog.replaceAll('"', '""')}".information_schema.columns ` +
    `WHERE table_schema = ${quoteText(schema.toLowerCase())} ORDER BY table_name, ordinal_position`;
  const tables = new Map<string, ColumnInfo[]>();
  for (const row of await allRows(server, { text, original: text, linesBefore: 0 }, call)) {
    const [table = '', name = '', type = ''] = row.map(String);
    const columns = tables.get(table) ?? [];
    tables.set(table, columns);
    columns.push(columnInfo({ name, type }));
  }
  return [...tables].map(([name, columns]) => ({
    name,
    files: [],
    columns,
    unreadable: NOTHING_UNREADABLE,
  }));
}

/** Types are shown in capitals, as those of the embedded engine are. */
function columnInfo({ name, type }: ServerColumn): ColumnInfo {
  return { name, type: type.toUpperCase() };
}

/** All rows of a result that is known to be small. */
async function allRows(
  server: Server,
  sql: SentSql,
  call: RoomCall,
): Promise<readonly (readonly unknown[])[]> {
  const rows: (readonly unknown[])[] = [];
  for await (const part of runStatement(server, sql, call)) rows.push(...part.rows);
  return rows;
}
