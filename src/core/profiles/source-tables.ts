import type { ServerTables, SourceTables } from '../ports/sources.ts';
import type { Source } from './schema.ts';

/** The tables of a source as the engine takes them. */
export function sourceTables(source: Source): SourceTables {
  if (source.engine !== 'embedded') return source;
  return Object.fromEntries(
    Object.entries(source.tables).map(([table, files]) => [
      table,
      typeof files === 'string' ? [files] : files,
    ]),
  );
}

/** True for tables of a server. A table called `engine` is a list of files, never a text. */
export function isServer(tables: SourceTables): tables is ServerTables {
  return typeof tables.engine === 'string';
}

/** What a source is, in a few words: its tables, or the place on a server. */
export function describeSource(source: Source): string {
  if (source.engine === 'embedded') return Object.keys(source.tables).join(', ');
  const place = [source.catalog, source.schema].filter((part) => part !== undefined).join('.');
  return [ENGINE_NAMES[source.engine], place, 'on', new URL(source.url).host]
    .filter((part) => part !== '')
    .join(' ');
}

/** What the servers' software is called. */
export const ENGINE_NAMES: Readonly<Record<ServerTables['engine'], string>> = {
  trino: 'Trino',
  presto: 'Presto',
};

/** The key under which tada's own secret store keeps a server's secret: one for each user of a server. */
export function serverSecretKey({ url, user }: ServerTables, secret: 'password' | 'token'): string {
  return `server/${new URL(url).host}/${user}/${secret}`;
}
