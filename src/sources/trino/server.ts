import type { EngineCall } from '../../core/ports/engine.ts';
import type { ServerTables } from '../../core/ports/sources.ts';

/** The secrets of one call, found out in the main process; they live in memory and never in a profile or a file. */
export interface ServerSecrets {
  readonly password?: string | undefined;
  readonly token?: string | undefined;
}

/** A call of the engine, as it arrives in the child process. */
export interface RoomCall extends EngineCall {
  /** Set when the call is about a server's tables. */
  readonly secrets?: ServerSecrets | undefined;
}

/** A server, and the way in. */
export interface Server {
  readonly tables: ServerTables;
  readonly secrets: ServerSecrets;
}

const PREFIXES: Readonly<Record<ServerTables['engine'], string>> = { trino: 'X-Trino', presto: 'X-Presto' };

/**
 * Who asks, and in which catalog and schema names are looked up. Times are in UTC, as in the embedded engine.
 * Without the capability Trino would cut every timestamp to milliseconds; Presto knows no capabilities of this
 * name.
 */
export function statementHeaders({ tables, secrets }: Server): Readonly<Record<string, string>> {
  const { engine, user, catalog, schema } = tables;
  const headers: Record<string, string> = {
    'User-Agent': 'tada',
    'Content-Type': 'text/plain; charset=utf-8',
  };
  const set = (name: string, value: string | undefined) => {
    if (value !== undefined) headers[`${PREFIXES[engine]}-${name}`] = value;
  };
  set('User', user);
  set('Source', 'tada');
  set('Catalog', catalog);
  set('Schema', schema);
  set('Time-Zone', 'UTC');
  if (engine === 'trino') set('Client-Capabilities', 'PARAMETRIC_DATETIME');
  return { ...headers, ...authorization(user, secrets) };
}

function authorization(user: string, { password, token }: ServerSecrets): Readonly<Record<string, string>> {
  if (token !== undefined) return { Authorization: `Bearer ${token}` };
  if (password === undefined) return {};
  return { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}
