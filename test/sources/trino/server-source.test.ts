import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_RULES } from '../../../src/core/identifiers/types.ts';
import type { ServerTables, SourceTables } from '../../../src/core/ports/sources.ts';
import { eventsRig, OFFLINE } from '../events/support/events-rig.ts';
import { engineRig, knownError } from '../support/engine-rig.ts';
import { fakeServer, page, pageText, type Seen, type Step, silence } from './support/fake-server.ts';

const SECRETS: Readonly<Record<string, string>> = { TRINO_PASSWORD: 'sesame', TRINO_TOKEN: 'ey.j.wt' };

const asked: string[] = [];
const rig = engineRig({
  resolveSecret: async (reference, key) => {
    asked.push(key);
    return ('env' in reference ? SECRETS[reference.env] : undefined) ?? '';
  },
});
const events = eventsRig(rig);

/** SQL of every POST, in order. */
const statements = (seen: readonly Seen[]) =>
  seen.filter(({ method }) => method === 'POST').map(({ body }) => body);

const ONE = page({ columns: { n: 'bigint' }, data: '[[1]]' });

describe('values get the text that they have on the embedded engine', () => {
  const TYPES: readonly (readonly [type: string, json: string, text: string | null])[] = [
    ['varchar(9)', '"Zoë"', 'Zoë'],
    ['char(4)', '"ab  "', 'ab  '],
    ['bigint', '9007199254740993', '9007199254740993'],
    ['bigint', '-9223372036854775808', '-9223372036854775808'],
    ['integer', '-7', '-7'],
    [
      'decimal(38, 2)',
      '"123456789012345678901234567890123456.10"',
      '123456789012345678901234567890123456.10',
    ],
    ['double', '1.4155550123E10', '14155550123.0'],
    ['double', '12.5', '12.5'],
    ['double', '"NaN"', 'nan'],
    ['real', '0.1', '0.1'],
    ['boolean', 'true', 'true'],
    ['varbinary', '"AP8="', '00ff'],
    ['date', '"2026-11-02"', '2026-11-02'],
    ['timestamp(6)', '"2026-11-02 03:04:05.123456"', '2026-11-02 03:04:05.123456'],
    ['timestamp(3) with time zone', '"2026-11-02 03:04:05.123 UTC"', '2026-11-02 03:04:05.123 UTC'],
    ['json', '"{\\"a\\":1}"', '{"a":1}'],
    ['uuid', '"12151fd2-7586-11e9-8f9e-2a86e4085a59"', '12151fd2-7586-11e9-8f9e-2a86e4085a59'],
    ['unknown', 'null', null],
    ['bigint', 'null', null],
  ];

  it('to the last digit', async () => {
    const columns = Object.fromEntries(TYPES.map(([type], index) => [`c${index}`, type]));
    const { tables } = await fakeServer(
      page({ columns, data: `[[${TYPES.map(([, json]) => json).join(',')}]]` }),
    );
    const sample = await rig.engine.sample(tables, 'SELECT * FROM people', 5);
    expect(sample.rows[0]).toEqual(TYPES.map(([, , text]) => text));
    expect(sample.columns[2]).toEqual({ name: 'c2', type: 'BIGINT' });
  });

  it('or are refused by the column’s name', async () => {
    const columns = { id: 'bigint', tags: 'array(varchar)' };
    const server = await fakeServer(page({ next: '/q/1', columns, data: '[[1,["secret"]]]' }), silence);
    const error = await knownError(rig.engine.sample(server.tables, 'SELECT * FROM people', 5));
    expect(error.kind).toBe('query-failed');
    expect(error.message).toMatch(/^The column tags is of the type array\(varchar\)/);
    expect(error.hint).toContain('json_format(CAST(tags AS JSON))');
    expect(server.paths('DELETE')).toEqual(['/q/1']);
  });

  it('or are no values of their type, which is told without them', async () => {
    const columns = { id: 'bigint', email: 'varchar' };
    const { tables } = await fakeServer(page({ columns, data: '[[1,"a"],["jane@example.com","b"]]' }));
    const error = await knownError(rig.engine.sample(tables, 'SELECT * FROM people', 5));
    expect(error.message).toBe("A value of the column id isn't a bigint, as the server says it is.");
    const short = await fakeServer(page({ columns, data: '[[1]]' }));
    expect((await knownError(rig.engine.sample(short.tables, 'SELECT 1', 5))).message).toMatch(
      /another number of values/,
    );
  });
});

describe('staging', () => {
  const PEOPLE = Array.from({ length: 5000 }, (_, n) => [
    n % 7 === 0 ? null : ` Person.${n % 4000}@Example.com `,
    n % 5 === 0 ? 'no number' : `(415) 555-0${100 + (n % 100)}`,
  ]);
  const columns = { email: 'varchar', phone: 'varchar' };

  /** The rows in pages, some of them empty. */
  const pages = (rows: readonly unknown[], size: number): readonly Step[] => {
    const parts = Array.from({ length: Math.ceil(rows.length / size) }, (_, n) =>
      JSON.stringify(rows.slice(n * size, (n + 1) * size)),
    );
    return [
      page({ next: '/q/0', state: 'QUEUED' }),
      ...parts.map((data, n) => page({ next: `/q/${n + 1}`, columns, data })),
      page({ columns }),
    ];
  };
  const request = (tables: SourceTables, stagedPath: string) => ({
    tables,
    sql: 'SELECT * FROM t',
    slots: [
      { type: 'EMAIL' as const, column: 'EMAIL' },
      { type: 'PHONE' as const, column: 'phone' },
    ],
    rules: { ...DEFAULT_RULES, defaultCountry: 'US' },
    dropPlaceholders: false,
    stagedPath,
  });

  it('gives an audience that is the same as from a file', async () => {
    const csv = ['email,phone', ...PEOPLE.map(([email, phone]) => `${email ?? ''},${phone}`), ''].join('\n');
    const file = rig.file('people.csv', csv);
    const server = await fakeServer(...pages(PEOPLE, 700));
    const staged = {
      file: await rig.engine.stageAudience(request({ t: [file] }, rig.path('file.duckdb'))),
      server: await rig.engine.stageAudience(request(server.tables, rig.path('server.duckdb'))),
    };
    expect({ ...staged.server, seconds: 0 }).toEqual({ ...staged.file, seconds: 0 });
    expect(statements(server.seen)).toEqual(['SELECT * FROM t']);
    const batches: string[] = [];
    for (const name of ['file', 'server']) {
      const stagedPath = rig.path(`${name}.duckdb`);
      const { entries } = await rig.engine.planAudience({
        stagedPath,
        ledgerPath: rig.path('none'),
        ledgerComplete: true,
        mode: 'match',
      });
      batches.push(await rig.engine.readAudienceBatch(stagedPath, { from: 0, to: entries }, ['1']));
    }
    expect(batches[1]).toBe(batches[0]);
    expect(batches[0]?.length).toBeGreaterThan(1000);
  });

  it('gives events that are the same as from a file', async () => {
    const header = 'event,timestamp,email,value,currency,event_id';
    const rows = Array.from({ length: 3000 }, (_, n) => [
      'CompletePayment',
      `2026-11-18 10:00:${String(n % 60).padStart(2, '0')}.000 UTC`,
      `p${n}@example.com`,
      `${n}.50`,
      'USD',
      `o${n}`,
    ]);
    const csv = [header, ...rows.map((row) => row.join(',')), ''].join('\n');
    const names = Object.fromEntries(header.split(',').map((name) => [name, 'varchar']));
    const { tables } = await fakeServer(
      page({ next: '/q/1', columns: names, data: JSON.stringify(rows.slice(0, 1000)) }),
      page({ columns: names, data: JSON.stringify(rows.slice(1000)) }),
    );
    const fromFile = await events.stage(csv, OFFLINE);
    const { stagedPath, sealedPath, key, layout, settings, sql } = events.request(csv, OFFLINE);
    const place = { stagedPath, sealedPath, key };
    const staged = await rig.engine.stageEvents({ ...place, layout, settings, sql, tables });
    expect({ ...staged, seconds: 0 }).toEqual({ ...fromFile.staged, seconds: 0 });
    expect(staged.events).toBe(3000);
    expect(await events.readAll(place)).toEqual(await events.readAll(fromFile.place));
  });

  it('that fails in the middle leaves nothing', async () => {
    const error = { message: 'x', errorName: 'EXCEEDED_TIME_LIMIT', errorType: 'INSUFFICIENT_RESOURCES' };
    const { tables } = await fakeServer(
      page({ next: '/q/1', columns, data: JSON.stringify(PEOPLE.slice(0, 3000)) }),
      page({ state: 'FAILED', error }),
    );
    const failed = await knownError(rig.engine.stageAudience(request(tables, rig.path('broken.duckdb'))));
    expect(failed.message).toBe('It took longer than the server allows.');
    expect(readdirSync(rig.path('.')).filter((name) => name.startsWith('broken'))).toEqual([]);
  });

  it('that is cancelled cancels the query on the server too', async () => {
    const server = await fakeServer(page({ next: '/q/1', columns }), silence);
    const cancel = new AbortController();
    const staged = knownError(
      rig.engine.stageAudience(request(server.tables, rig.path('cancelled.duckdb')), {
        signal: cancel.signal,
      }),
    );
    await server.came('GET');
    cancel.abort();
    expect((await staged).kind).toBe('cancelled');
    expect(server.paths('DELETE')).toEqual(['/q/1']);
  });

  it('of more than fits into memory spills nothing that can be read', async () => {
    const small = engineRig({ memoryLimitMb: 40 });
    const secret = 'canary.person';
    const rows = Array.from({ length: 4000 }, (_, n) => [
      `${secret}.${n}@example.com`,
      `${secret} lives here `.repeat(60),
    ]);
    const data = JSON.stringify(rows);
    const all = 10;
    const server = await fakeServer(
      ...Array.from({ length: all }, (_, n) => page({ next: `/q/${n}`, columns, data })),
      silence,
    );
    const cancel = new AbortController();
    const allRead = Promise.withResolvers<void>();
    const staged = knownError(
      small.engine.stageAudience(request(server.tables, small.path('spilled.duckdb')), {
        signal: cancel.signal,
        onProgress: ({ rows: read = 0 }) => {
          if (read === all * rows.length) allRead.resolve();
        },
      }),
    );
    await allRead.promise;
    const spilled = readdirSync(small.path('spill'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
    cancel.abort();
    await staged;
    expect(spilled.reduce((sum, bytes) => sum + bytes.length, 0)).toBeGreaterThan(1_000_000);
    expect(spilled.filter((bytes) => bytes.includes(secret))).toEqual([]);
  });
});

describe('looking at a server', () => {
  it('asks for columns, counts and samples with the query inside', async () => {
    const server = await fakeServer(ONE);
    const sql = 'SELECT n FROM people\n; -- everybody\n';
    expect(await rig.engine.describe(server.tables, sql)).toEqual([{ name: 'n', type: 'BIGINT' }]);
    expect(await rig.engine.count(server.tables, sql)).toBe(1);
    await rig.engine.sample(server.tables, sql, 7);
    const inside = '(\nSELECT n FROM people\n) AS result';
    expect(statements(server.seen)).toEqual([
      `SELECT * FROM ${inside} LIMIT 0`,
      `SELECT count(*) FROM ${inside}`,
      `SELECT * FROM ${inside} LIMIT 7`,
    ]);
  });

  it('points into the query as it was written, not as it was sent', async () => {
    const error = {
      message: "line 2:8: Column 'emial' cannot be resolved",
      errorName: 'COLUMN_NOT_FOUND',
      errorType: 'USER_ERROR',
      errorLocation: { lineNumber: 2, columnNumber: 8 },
    };
    const { tables } = await fakeServer(page({ state: 'FAILED', error }));
    const { message } = await knownError(rig.engine.describe(tables, 'SELECT emial FROM people'));
    expect(message).toBe(
      "Line 1: Column 'emial' cannot be resolved.\n  SELECT emial FROM people\n         ^",
    );
  });

  it('lists the tables of its schema', async () => {
    const server = await fakeServer(
      page({
        columns: { table_name: 'varchar', column_name: 'varchar', data_type: 'varchar' },
        data: '[["orders","id","bigint"],["orders","at","timestamp(3)"],["people","email","varchar"]]',
      }),
    );
    const tables = await rig.engine.inspect({ ...server.tables, schema: "CRM's" });
    expect(tables.map(({ name, columns, files }) => [name, columns.map((each) => each.name), files])).toEqual(
      [
        ['orders', ['id', 'at'], []],
        ['people', ['email'], []],
      ],
    );
    expect(statements(server.seen)[0]).toContain(
      `FROM "lake".information_schema.columns WHERE table_schema = 'crm''s'`,
    );
    const { schema: _, ...nowhere } = server.tables;
    expect((await knownError(rig.engine.inspect(nowhere))).kind).toBe('configuration');
  });

  it('sends nothing but queries', async () => {
    const server = await fakeServer(ONE);
    for (const sql of [
      'DROP TABLE people',
      'SELECT 1; SELECT 2',
      '',
      '-- nothing',
      'CALL system.runtime.kill_query()',
      'INSERT INTO t SELECT 1',
      'EXPLAIN ANALYZE SELECT 1',
    ]) {
      const error = await knownError(rig.engine.count(server.tables, sql));
      expect([sql, error.kind]).toEqual([sql, 'query-failed']);
      expect((await knownError(rig.engine.describe(server.tables, sql))).kind).toBe('query-failed');
    }
    expect(server.seen).toEqual([]);
  });
});

describe('secrets of a server', () => {
  it('are looked up for every call, by server and user', async () => {
    const server = await fakeServer(ONE);
    asked.length = 0;
    const { host } = new URL(server.url);
    await rig.engine.count({ ...server.tables, password: { env: 'TRINO_PASSWORD' } }, 'SELECT 1');
    await rig.engine.count({ ...server.tables, token: { env: 'TRINO_TOKEN' } }, 'SELECT 1');
    await rig.engine.count(server.tables, 'SELECT 1');
    expect(asked).toEqual([`server/${host}/tester/password`, `server/${host}/tester/token`]);
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([
      `Basic ${Buffer.from('tester:sesame').toString('base64')}`,
      'Bearer ey.j.wt',
      undefined,
    ]);
  });
});

describe('a certificate', () => {
  const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

  async function httpsServer(): Promise<ServerTables> {
    const options = {
      key: readFileSync(fixture('loopback.key')),
      cert: readFileSync(fixture('loopback.pem')),
    };
    const server = createServer(options, (_, response) => {
      response.end(pageText({ columns: { n: 'bigint' }, data: '[[1]]' }, ''));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { engine: 'trino', url, user: 'tester', password: { env: 'TRINO_PASSWORD' } };
  }

  it('of an unknown authority is refused at once, and accepted with the authority’s file', async () => {
    const tables = await httpsServer();
    const error = await knownError(rig.engine.count(tables, 'SELECT 1'));
    expect(error.kind).toBe('source-unreadable');
    expect(error.message).toMatch(/Its certificate can't be trusted \([A-Z_]+\)\.$/);
    expect(error.hint).toContain('caFile');
    expect(await rig.engine.count({ ...tables, caFile: fixture('loopback.pem') }, 'SELECT 1')).toBe(1);
    const missing = { ...tables, caFile: rig.path('missing.pem') };
    expect((await knownError(rig.engine.count(missing, 'SELECT 1'))).kind).toBe('configuration');
  });
});
