import type { SourceTables } from '../../core/ports/sources.ts';
import { isServer } from '../../core/profiles/source-tables.ts';
import { loadResult } from '../trino/load-result.ts';
import type { RoomCall } from '../trino/server.ts';
import { plainStatement, samplingStatement } from '../trino/server-sql.ts';
import { type PersonQuery, preparePersonQuery, readPersonSql } from './person-query.ts';
import { inWorkshop, type Shop, type Workshop, type WorkshopOptions } from './workshop.ts';

export interface OpenQueryOptions extends Pick<WorkshopOptions, 'stagedPath' | 'prepare'> {
  /** No more rows than these are needed; a server isn't asked for others. */
  readonly limit?: number | undefined;
}

/**
 * Opens a workshop in which the rows of the person's query can be read, does the work and closes it. Over files
 * the query runs in the workshop, as a part of whatever statement reads it; over a server's tables it has run
 * there when the work begins, and its rows are a table.
 */
export async function withQuery<T>(
  shop: Shop,
  tables: SourceTables,
  sql: string,
  options: OpenQueryOptions,
  call: RoomCall,
  work: (workshop: Workshop, query: PersonQuery) => Promise<T>,
): Promise<T> {
  const { limit, ...workshopOptions } = options;
  if (!isServer(tables)) {
    const rewritten = readPersonSql(sql);
    const furnished = { ...workshopOptions, needsRows: true, functions: rewritten.names };
    return await inWorkshop(shop, tables, furnished, call, async (workshop) =>
      work(workshop, await preparePersonQuery(workshop, sql, rewritten, call)),
    );
  }
  const statement = limit === undefined ? plainStatement(sql) : samplingStatement(sql, limit);
  const server = { tables, secrets: call.secrets ?? {} };
  const furnished = { ...workshopOptions, needsRows: true, functions: new Set<string>() };
  return await inWorkshop(shop, {}, furnished, call, async (workshop) => {
    const { columns, table } = await loadResult(workshop.database, server, statement, call);
    return await work(workshop, {
      columns: columns.map(({ name, type }) => ({ name, type: type.toUpperCase() })),
      relation: `(SELECT * FROM ${table}) AS result`,
      // What the server's types are called is no matter: the server wrote the values.
      texts: columns.map((_, place) => `c${place}::VARCHAR`),
      run: async (statement, read) => await read(statement),
    });
  });
}
