import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { ServerTables } from '../../../../src/core/ports/sources.ts';

/** A request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the server does with one request. */
export type Step = (response: ServerResponse, seen: Seen, url: string) => void;

export interface FakeServer {
  readonly url: string;
  readonly tables: ServerTables;
  /** In the order they came. */
  readonly seen: readonly Seen[];
  /** Requests of one method so far, as paths. */
  paths(method: string): readonly string[];
  /** Resolves when a request of this method has come. */
  came(method: string): Promise<Seen>;
}

/**
 * A server that answers the first request with the first step and so on; the last step answers whatever comes
 * after it. A DELETE is always answered with 204 and takes no step.
 */
export async function fakeServer(...steps: readonly Step[]): Promise<FakeServer> {
  const seen: Seen[] = [];
  const waiting: { readonly method: string; readonly tell: (request: Seen) => void }[] = [];
  let taken = 0;
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request;
    const each: Seen = { method, path, headers, body: await text(request) };
    seen.push(each);
    for (const { tell } of waiting.filter((one) => one.method === method)) tell(each);
    if (method === 'DELETE') {
      response.writeHead(204).end();
      return;
    }
    const step = steps[Math.min(taken, steps.length - 1)];
    taken += 1;
    step?.(response, each, url);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url,
    tables: { engine: 'trino', url, catalog: 'lake', schema: 'crm', user: 'tester' },
    seen,
    paths: (method) => seen.filter((each) => each.method === method).map(({ path }) => path),
    came: (method) => {
      const earlier = seen.find((each) => each.method === method);
      if (earlier !== undefined) return Promise.resolve(earlier);
      return new Promise((tell) => waiting.push({ method, tell }));
    },
  };
}

/** A page of a result; `next` is a path on the server, or an address of its own. */
export interface PageContent {
  readonly next?: string;
  readonly state?: string;
  readonly columns?: Readonly<Record<string, string>>;
  /** JSON text of the rows, so that a test decides about every digit. */
  readonly data?: string;
  readonly error?: object;
  readonly percent?: number;
}

export function pageText({ next, state, columns, data, error, percent }: PageContent, url: string): string {
  const parts = {
    id: '"20261122_000000_00001_abcde"',
    infoUri: '"http://elsewhere/ui"',
    stats: JSON.stringify({
      state: state ?? (next === undefined ? 'FINISHED' : 'RUNNING'),
      progressPercentage: percent,
    }),
    ...(next === undefined ? {} : { nextUri: JSON.stringify(next.startsWith('/') ? url + next : next) }),
    ...(columns === undefined
      ? {}
      : { columns: JSON.stringify(Object.entries(columns).map(([name, type]) => ({ name, type }))) }),
    ...(data === undefined ? {} : { data }),
    ...(error === undefined ? {} : { error: JSON.stringify(error) }),
  };
  return `{${Object.entries(parts)
    .map(([key, value]) => `"${key}":${value}`)
    .join(',')}}`;
}

export function page(content: PageContent): Step {
  return (response, _, url) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(pageText(content, url));
  };
}

export function status(code: number, headers: Readonly<Record<string, string>> = {}, body = ''): Step {
  return (response) => {
    response.writeHead(code, headers).end(body);
  };
}

/** The connection breaks without an answer. */
export const reset: Step = (response) => {
  response.destroy();
};

/** No answer, for as long as the client waits. */
export const silence: Step = () => undefined;
