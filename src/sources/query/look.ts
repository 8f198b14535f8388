import type { ColumnInfo, SampleRows, SourceTables, TableInfo } from '../../core/ports/sources.ts';
import { isServer } from '../../core/profiles/source-tables.ts';
import { firstUnreadable } from '../files/unreadable-rows.ts';
import { countOnServer, describeOnServer, inspectServer } from '../trino/look-at-server.ts';
import type { RoomCall } from '../trino/server.ts';
import { withQuery } from './open-query.ts';
import { preparePersonQuery, readPersonSql } from './person-query.ts';
import { noteSources } from './source-notes.ts';
import { inWorkshop, type Shop, type Workshop } from './workshop.ts';

/** Looking at tables and results without keeping anything. */

/** Opens the files and reads them once, so that rows that can't be read are known; a server lists its tables. */
export async function inspectTables(
  shop: Shop,
  tables: SourceTables,
  call: RoomCall,
): Promise<readonly TableInfo[]> {
  if (isServer(tables)) return await inspectServer({ tables, secrets: call.secrets ?? {} }, call);
  const information: TableInfo[] = [];
  // A workshop for each table, so that its unreadable rows are its own.
  for (const [name, files] of Object.entries(tables)) {
    information.push(
      await inWorkshop(
        shop,
        { [name]: files },
        { needsRows: true, functions: new Set() },
        call,
        async (workshop) => {
          const [table] = workshop.tables;
          if (table === undefined) throw new Error('A workshop lost its only table.');
          const notes = await noteSources(workshop, undefined, call);
          return {
            name,
            files,
            columns: table.columns,
            unreadable: firstUnreadable(await workshop.unreadable(call)),
            notes,
          };
        },
      ),
    );
  }
  return information;
}

export async function describeQuery(
  shop: Shop,
  tables: SourceTables,
  sql: string,
  call: RoomCall,
): Promise<readonly ColumnInfo[]> {
  if (isServer(tables)) return await describeOnServer({ tables, secrets: call.secrets ?? {} }, sql, call);
  const rewritten = readPersonSql(sql);
  const options = { needsRows: false, functions: rewritten.names };
  return await inWorkshop(shop, tables, options, call, async (workshop) => {
    const { columns } = await preparePersonQuery(workshop, sql, rewritten, call);
    return columns;
  });
}

export async function sampleRows(
  shop: Shop,
  tables: SourceTables,
  sql: string,
  limit: number,
  call: RoomCall,
): Promise<SampleRows> {
  return await withQuery(shop, tables, sql, { limit }, call, async (workshop, query) => {
    const values = query.texts.map((text, index) => `${text} AS c${index}`).join(', ');
    const statement = `SELECT ${values} FROM ${query.relation} LIMIT ${Math.max(0, Math.trunc(limit))}`;
    const rows = await query.run(statement, (text) => workshop.database.rows(text, call));
    await refuseMisread(workshop, call);
    return {
      columns: query.columns,
      rows: rows.map((row) => query.columns.map((_, index) => (row[`c${index}`] ?? null) as string | null)),
    };
  });
}

export async function countRows(
  shop: Shop,
  tables: SourceTables,
  sql: string,
  call: RoomCall,
): Promise<number> {
  if (isServer(tables)) return await countOnServer({ tables, secrets: call.secrets ?? {} }, sql, call);
  return await withQuery(shop, tables, sql, {}, call, async (workshop, query) => {
    const count = await query.run(`SELECT count(*) FROM ${query.relation}`, (text) =>
      workshop.database.number(text, call),
    );
    await refuseMisread(workshop, call);
    return count;
  });
}

/** A file that DuckDB's reader isn't up to, such as one with a very long line, is read again by tada's own. */
async function refuseMisread(workshop: Workshop, call: RoomCall): Promise<void> {
  await workshop.unreadable(call);
}
