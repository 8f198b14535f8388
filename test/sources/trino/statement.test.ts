import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ServerTables } from '../../../src/core/ports/sources.ts';
import type { RoomCall, ServerSecrets } from '../../../src/sources/trino/server.ts';
import { plainStatement } from '../../../src/sources/trino/server-sql.ts';
import { runStatement } from '../../../src/sources/trino/statement.ts';
import { knownError } from '../support/engine-rig.ts';
import {
  type FakeServer,
  fakeServer,
  page,
  pageText,
  reset,
  type Step,
  silence,
  status,
} from './support/fake-server.ts';

const COLUMNS = { email: 'varchar', n: 'bigint' };
const FIRST = page({ next: '/q/1', columns: COLUMNS, data: '[["a@example.com",1]]' });
const LAST = page({ columns: COLUMNS, data: '[["b@example.com",2]]' });
const BOTH = [
  ['a@example.com', 1],
  ['b@example.com', 2],
];

/** Pauses take no time here; what they would have taken is written down. */
async function rowsOf(
  server: FakeServer,
  {
    call = {},
    secrets = {},
    pauses = [],
    tables = server.tables,
    sql = 'SELECT email, n FROM people',
  }: {
    readonly call?: RoomCall;
    readonly secrets?: ServerSecrets;
    readonly pauses?: number[];
    readonly tables?: ServerTables;
    readonly sql?: string;
  } = {},
): Promise<readonly (readonly unknown[])[]> {
  const rows: (readonly unknown[])[] = [];
  const options = {
    pause: async (milliseconds: number) => void pauses.push(milliseconds),
    random: () => 1,
  };
  for await (const part of runStatement({ tables, secrets }, plainStatement(sql), call, options)) {
    rows.push(...part.rows);
  }
  return rows;
}

describe('a result', () => {
  it('is read page by page, through queued and empty ones', async () => {
    const server = await fakeServer(
      page({ next: '/q/1', state: 'QUEUED' }),
      page({ next: '/q/2', state: 'QUEUED' }),
      page({ next: '/q/3', columns: COLUMNS, data: '[["a@example.com",1]]' }),
      page({ next: '/q/4', columns: COLUMNS }),
      page({ next: '/q/5', columns: COLUMNS, data: '[]' }),
      LAST,
    );
    expect(await rowsOf(server)).toEqual(BOTH);
    expect(server.paths('GET')).toEqual(['/q/1', '/q/2', '/q/3', '/q/4', '/q/5']);
    expect(server.paths('DELETE')).toEqual([]);
  });

  it('may come whole with the first answer', async () => {
    const server = await fakeServer(LAST);
    expect(await rowsOf(server)).toEqual([['b@example.com', 2]]);
  });

  it('may be packed', async () => {
    const packed: Step = (response, _, url) => {
      response
        .writeHead(200, { 'Content-Encoding': 'gzip' })
        .end(gzipSync(pageText({ columns: COLUMNS, data: '[["a@example.com",1]]' }, url)));
    };
    expect(await rowsOf(await fakeServer(packed))).toEqual([['a@example.com', 1]]);
  });

  it('is asked for as the source says: user, catalog, schema, and times in UTC', async () => {
    const server = await fakeServer(FIRST, LAST);
    await rowsOf(server);
    const [post, get] = server.seen;
    expect(post).toMatchObject({
      method: 'POST',
      path: '/v1/statement',
      body: 'SELECT email, n FROM people',
      headers: {
        'x-trino-user': 'tester',
        'x-trino-catalog': 'lake',
        'x-trino-schema': 'crm',
        'x-trino-time-zone': 'UTC',
        'x-trino-client-capabilities': 'PARAMETRIC_DATETIME',
      },
    });
    expect(get?.headers['x-trino-user']).toBe('tester');
    expect(post?.headers.authorization).toBeUndefined();
  });

  it('of Presto is asked for with Presto’s headers', async () => {
    const server = await fakeServer(LAST);
    await rowsOf(server, { tables: { ...server.tables, engine: 'presto' } });
    const names = Object.keys(server.seen[0]?.headers ?? {});
    expect(server.seen[0]?.headers['x-presto-user']).toBe('tester');
    expect(names.filter((name) => name.startsWith('x-trino'))).toEqual([]);
    expect(names).not.toContain('x-presto-client-capabilities');
  });

  it('tells how far it is', async () => {
    const told: unknown[] = [];
    const server = await fakeServer(page({ next: '/q/1', columns: COLUMNS, percent: 40 }), LAST);
    await rowsOf(server, { call: { onProgress: (progress) => told.push(progress) } });
    expect(told).toEqual([{ percent: 40 }]);
  });
});

describe('who asks', () => {
  it('gives a password with every request, the cancelling one too', async () => {
    const server = await fakeServer(FIRST, page({ next: '/q/2', columns: COLUMNS, data: '[[1]]' }), silence);
    const statement = runStatement(
      { tables: server.tables, secrets: { password: 'sesame' } },
      plainStatement('SELECT 1'),
    );
    await statement.next();
    await statement.return(undefined);
    const expected = `Basic ${Buffer.from('tester:sesame').toString('base64')}`;
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(server.seen.map(() => expected));
    expect(server.paths('DELETE')).toHaveLength(1);
  });

  it('gives a token as what it is', async () => {
    const server = await fakeServer(LAST);
    await rowsOf(server, { secrets: { token: 'ey.j.wt' } });
    expect(server.seen[0]?.headers.authorization).toBe('Bearer ey.j.wt');
  });

  it('hears in one sentence that the server doesn’t let them in, without the password', async () => {
    const server = await fakeServer(status(401, { 'WWW-Authenticate': 'Basic' }, 'no: sesame'));
    const error = await knownError(rowsOf(server, { secrets: { password: 'sesame' } }));
    expect(error.kind).toBe('source-unreadable');
    expect(error.message).toMatch(/^127\.0\.0\.1:\d+ doesn't let tester in \(HTTP 401\)\.$/);
    expect(`${error.message} ${error.hint}`).not.toContain('sesame');
    expect(server.seen).toHaveLength(1);
  });
});

describe('an error', () => {
  it('in the middle throws, whatever rows came before', async () => {
    const server = await fakeServer(
      FIRST,
      page({
        state: 'FAILED',
        columns: COLUMNS,
        data: '[["b@example.com",2]]',
        error: {
          message: "Cannot cast 'jane@example.com' to INT",
          errorName: 'INVALID_CAST_ARGUMENT',
          errorType: 'USER_ERROR',
        },
      }),
    );
    const error = await knownError(rowsOf(server));
    expect(error.kind).toBe('query-failed');
    expect(error.message).toBe("A value can't be read as the type of a CAST.");
  });

  it('in the answer to the first request throws', async () => {
    const error = {
      message: 'line 1:8: mismatched input',
      errorName: 'SYNTAX_ERROR',
      errorType: 'USER_ERROR',
    };
    const server = await fakeServer(page({ state: 'FAILED', error }));
    expect((await knownError(rowsOf(server))).message).toBe('mismatched input.');
  });

  it('points into the SQL, counting characters as the server does', async () => {
    const sql = "SELECT email,\n  '😀', emial\nFROM people";
    const error = {
      message: "line 2:8: Column 'emial' cannot be resolved",
      errorName: 'COLUMN_NOT_FOUND',
      errorType: 'USER_ERROR',
      errorLocation: { lineNumber: 2, columnNumber: 8 },
    };
    const server = await fakeServer(page({ state: 'FAILED', error }));
    expect((await knownError(rowsOf(server, { sql }))).message).toBe(
      "Line 2: Column 'emial' cannot be resolved.\n    '😀', emial FROM people\n          ^".replace(
        ' FROM people',
        '',
      ),
    );
  });

  it('that may quote the data is told by its name only', async () => {
    const error = {
      message: 'Failed to read jane@example.com',
      errorName: 'HIVE_BAD_DATA',
      errorType: 'EXTERNAL',
    };
    const server = await fakeServer(page({ state: 'FAILED', error }));
    const { message, hint } = await knownError(rowsOf(server));
    expect(message).toBe('The query failed on the server (HIVE_BAD_DATA).');
    expect(`${message} ${hint}`).not.toContain('jane');
  });
});

describe('an end that is none', () => {
  it('is one in another state than FINISHED', async () => {
    for (const state of ['RUNNING', 'FAILED', 'CANCELED']) {
      const server = await fakeServer(FIRST, page({ state, columns: COLUMNS }));
      const error = await knownError(rowsOf(server));
      expect(error.message).toBe(`The result of the query is not complete: it ended in the state ${state}.`);
    }
  });

  it('is a page that was cut off: it is asked for again, and never half used', async () => {
    const cut: Step = (response, _, url) => {
      const text = pageText({ columns: COLUMNS, data: '[["b@example.com",2]]' }, url);
      response.writeHead(200, { 'Content-Length': Buffer.byteLength(text) });
      response.write(text.slice(0, -20), () => response.destroy());
    };
    const server = await fakeServer(FIRST, cut, cut, LAST);
    expect(await rowsOf(server)).toEqual(BOTH);
    expect(server.paths('GET')).toEqual(['/q/1', '/q/1', '/q/1']);
  });

  it('is an answer that isn’t one of the server, such as a gateway’s page', async () => {
    const server = await fakeServer(FIRST, status(200, {}, '<html>Please log in</html>'));
    const error = await knownError(rowsOf(server));
    expect(error.message).toBe("The result of the query is not complete: a page of it can't be read.");
    const other = await fakeServer(status(200, {}, '<html>Please log in</html>'));
    expect((await knownError(rowsOf(other))).message).toMatch(
      /an answer that isn't one of Trino \(HTTP 200\)/,
    );
  });

  it('is a query that the server has forgotten', async () => {
    const server = await fakeServer(FIRST, status(404));
    expect((await knownError(rowsOf(server))).message).toMatch(/no longer knows the query \(HTTP 404\)/);
  });

  it('is a row without columns', async () => {
    const server = await fakeServer(page({ data: '[[1]]' }));
    expect((await knownError(rowsOf(server))).message).toMatch(/rows came without columns/);
  });
});

describe('a server that is busy or gone', () => {
  it('is asked again, with growing pauses, and not longer than it asks for itself', async () => {
    const pauses: number[] = [];
    const server = await fakeServer(
      status(503),
      FIRST,
      status(429, { 'Retry-After': '2' }),
      status(502),
      status(504),
      reset,
      LAST,
    );
    expect(await rowsOf(server, { pauses })).toEqual(BOTH);
    expect(pauses.map((pause) => Math.round(pause))).toEqual([100, 2000, 300, 900, 2700]);
  });

  it('is given up after a while, and told so', async () => {
    const pauses: number[] = [];
    const server = await fakeServer(status(503));
    const error = await knownError(rowsOf(server, { pauses }));
    expect(error.kind).toBe('source-unreadable');
    expect(error.message).toMatch(/can't be used\. It is too busy or not ready \(HTTP 503\)\.$/);
    expect(pauses).toHaveLength(7);
  });

  it('that nobody answers for is told, with the reason', async () => {
    const server = await fakeServer(LAST);
    const tables = { ...server.tables, url: 'http://127.0.0.1:1' };
    const error = await knownError(rowsOf(server, { tables }));
    expect(error.message).toMatch(/^127\.0\.0\.1:1 can't be used\. .*\(ECONNREFUSED\)\.$/);
  });
});

describe('the password stays with its server', () => {
  it('when the next page is said to be elsewhere', async () => {
    const other = await fakeServer(LAST);
    const server = await fakeServer(page({ next: `${other.url}/q/1`, columns: COLUMNS }));
    const error = await knownError(rowsOf(server, { secrets: { password: 'sesame' } }));
    expect(error.kind).toBe('source-unreadable');
    expect(error.message).toContain('names another address for its results');
    expect(other.seen).toEqual([]);
  });

  it('when it sends the request on', async () => {
    const other = await fakeServer(LAST);
    const server = await fakeServer(status(307, { Location: `${other.url}/v1/statement?x=secret` }));
    const error = await knownError(rowsOf(server, { secrets: { password: 'sesame' } }));
    expect(error.message).toContain(`sends requests on to ${other.url};`);
    expect(error.message).not.toContain('secret');
    expect(other.seen).toEqual([]);
  });
});

describe('cancelling', () => {
  it('tells the server at once, also while it keeps one waiting', async () => {
    const server = await fakeServer(FIRST, silence);
    const cancel = new AbortController();
    const rows = knownError(rowsOf(server, { call: { signal: cancel.signal } }));
    await server.came('GET');
    cancel.abort();
    expect((await rows).kind).toBe('cancelled');
    expect(server.paths('DELETE')).toEqual(['/q/1']);
  });

  it('happens too when the rows are of no more use', async () => {
    const server = await fakeServer(FIRST, silence);
    const source = { tables: server.tables, secrets: {} };
    for await (const _ of runStatement(source, plainStatement('SELECT 1'))) break;
    expect(server.paths('DELETE')).toEqual(['/q/1']);
  });

  it('before the start asks nothing', async () => {
    const server = await fakeServer(LAST);
    const error = await knownError(rowsOf(server, { call: { signal: AbortSignal.abort() } }));
    expect(error.kind).toBe('cancelled');
    expect(server.seen).toEqual([]);
  });
});
