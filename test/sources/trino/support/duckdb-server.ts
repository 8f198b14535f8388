import type { ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { KnownError } from '../../../../src/core/errors.ts';
import type { Engine } from '../../../../src/core/ports/engine.ts';
import type { FileTables, SampleRows, ServerTables } from '../../../../src/core/ports/sources.ts';
import { createEngine } from '../../../../src/sources/engine-client.ts';
import { type FakeServer, fakeServer, pageText, type Seen, type Step } from './fake-server.ts';

const PAGE_ROWS = 40;

export interface DuckdbServerOptions {
  /** Of the user `tester`; left out: nobody is asked for one. */
  readonly password?: string;
  /** What is answered to SQL that holds a text, such as the name of a system table. */
  readonly answers?: Readonly<Record<string, SampleRows>>;
}

/** A result of one column. */
export function oneColumn(name: string, values: readonly string[]): SampleRows {
  return { columns: [{ name, type: 'VARCHAR' }], rows: values.map((value) => [value]) };
}

/**
 * A server that speaks Trino's protocol over HTTP and runs the SQL on the embedded engine with Presto's
 * functions, over files. What it says of types is what a real one would say.
 */
export async function duckdbServer(
  files: FileTables,
  tempDirectory: string,
  { password, answers = {} }: DuckdbServerOptions = {},
): Promise<FakeServer> {
  const engine = createEngine({ tempDirectory, threads: 1, memoryLimitMb: 200 });
  onTestFinished(() => engine.close());
  const results = new Map<string, Promise<SampleRows>>();
  const step: Step = (response, seen, url) => {
    const given = `Basic ${Buffer.from(`tester:${password}`).toString('base64')}`;
    if (password !== undefined && seen.headers.authorization !== given) {
      response.writeHead(401).end();
      return;
    }
    if (seen.method === 'POST') {
      const path = `/v1/statement/queued/${results.size}`;
      const known = Object.entries(answers).find(([part]) => seen.body.includes(part))?.[1];
      results.set(path, known === undefined ? run(engine, files, seen.body) : Promise.resolve(known));
      answer(response, pageText({ next: `${path}?page=0`, state: 'QUEUED' }, url));
      return;
    }
    void turnPage(results, seen, url).then((text) => answer(response, text));
  };
  return await fakeServer(step);
}

function run(engine: Engine, files: FileTables, sql: string): Promise<SampleRows> {
  const result = engine.sample(files, sql, 1_000_000);
  result.catch(() => undefined);
  return result;
}

function answer(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(text);
}

async function turnPage(
  results: ReadonlyMap<string, Promise<SampleRows>>,
  seen: Seen,
  url: string,
): Promise<string> {
  const { pathname, searchParams } = new URL(seen.path, url);
  const number = Number(searchParams.get('page'));
  try {
    const result = await results.get(pathname);
    if (result === undefined) throw new Error(`Nobody asked for ${pathname}.`);
    const { columns, rows } = result;
    const types = columns.map(({ type }) => serverType(type));
    const part = rows.slice(number * PAGE_ROWS, (number + 1) * PAGE_ROWS);
    const data = part.map((row) => `[${row.map((cell, place) => json(cell, types[place])).join(',')}]`);
    const isLast = (number + 1) * PAGE_ROWS >= rows.length;
    return pageText(
      {
        ...(isLast ? {} : { next: `${pathname}?page=${number + 1}` }),
        columns: Object.fromEntries(columns.map(({ name }, place) => [name, types[place] ?? ''])),
        ...(data.length === 0 ? {} : { data: `[${data.join(',')}]` }),
      },
      url,
    );
  } catch (error) {
    const message = error instanceof KnownError ? error.message : 'a bug of the test';
    return pageText(
      { state: 'FAILED', error: { message, errorName: 'SYNTAX_ERROR', errorType: 'USER_ERROR' } },
      url,
    );
  }
}

function serverType(type: string): string {
  return { BIGINT: 'bigint', INTEGER: 'integer', DOUBLE: 'double', BOOLEAN: 'boolean' }[type] ?? 'varchar';
}

/** Numbers stand in a page as they are, with every digit. */
function json(cell: string | null, type: string | undefined): string {
  if (cell === null) return 'null';
  return type === 'varchar' ? JSON.stringify(cell) : cell;
}

/** The source of a profile that leads to the server. */
export function sourceOf({ url }: FakeServer, secrets: Partial<ServerTables> = {}): ServerTables {
  return { engine: 'trino', url, catalog: 'lake', schema: 'crm', user: 'tester', ...secrets };
}
