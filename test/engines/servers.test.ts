import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../src/core/identifiers/types.ts';
import type { SampleRows, ServerTables, SourceTables } from '../../src/core/ports/sources.ts';
import type { Source, SourceSegment } from '../../src/core/profiles/schema.ts';
import { sourceTables } from '../../src/core/profiles/source-tables.ts';
import { measureCombination, plainSegments, readCombination } from '../../src/core/segments/combine.ts';
import type { Filter } from '../../src/core/segments/filter.ts';
import type { Describe } from '../../src/core/segments/people-sql.ts';
import { segmentSql, segmentTable } from '../../src/core/segments/segment-sql.ts';
import type { SegmentCombination } from '../../src/core/segments/segment-tree.ts';
import { vipProfile } from '../commands/support/workplace.ts';
import { openWorkplace, startTestSimulator } from '../e2e/support/cli.ts';
import { FAILS } from '../sources/support/dialect/dialect-group.ts';
import { DIALECT_CASES } from '../sources/support/dialect-cases.ts';
import { engineRig, knownError } from '../sources/support/engine-rig.ts';

/** Which real server listens where; set by `node test/engines/run.ts`, which starts it. */
const url = process.env.TADA_SERVER_URL ?? '';
const kind = process.env.TADA_SERVER === 'presto' ? 'presto' : 'trino';
const TPCH: ServerTables = { engine: kind, url, catalog: 'tpch', schema: 'tiny', user: 'tester' };
const MEMORY: ServerTables = { ...TPCH, catalog: 'memory', schema: 'default' };

const PROGRAM = resolve(import.meta.dirname, '../../dist/cli.js');
const runFile = promisify(execFile);

const rig = engineRig();

/** Statements that make tables, which tada itself never sends. */
async function make(sql: string): Promise<void> {
  const prefix = kind === 'presto' ? 'X-Presto' : 'X-Trino';
  const headers = {
    [`${prefix}-User`]: 'tester',
    [`${prefix}-Catalog`]: 'memory',
    [`${prefix}-Schema`]: 'default',
  };
  let answer = await fetch(`${url}/v1/statement`, { method: 'POST', body: sql, headers });
  for (;;) {
    const { nextUri, error } = (await answer.json()) as {
      readonly nextUri?: string;
      readonly error?: { readonly message: string };
    };
    if (error !== undefined) throw new Error(error.message);
    if (nextUri === undefined) return;
    answer = await fetch(nextUri);
  }
}

function combine(name: string, lists: Partial<SegmentCombination['combine']>): SegmentCombination {
  return { name, combine: { key: 'id', any: [], all: [], without: [], ...lists } };
}

/** Rows as text literals: files have no types either. */
function valuesOf(rows: readonly (readonly (string | null)[])[]): string {
  const literal = (value: string | null) =>
    value === null ? 'CAST(NULL AS varchar)' : `CAST('${value.replaceAll("'", "''")}' AS varchar)`;
  return rows.map((row) => `(${row.map(literal).join(', ')})`).join(', ');
}

/** Servers show every digit a time may have, and name UTC; that says nothing else. */
function plainTime(text: string | null): string | null {
  if (text === null) return null;
  return text
    .replace(/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.000\b/, '$1')
    .replace(/^(\d{4}-.*\d) UTC$/, '$1+00');
}

/** What a list of expressions gives; where one of them fails, each is tried alone. */
async function evaluate(
  tables: SourceTables,
  expressions: readonly string[],
): Promise<readonly (string | null | Error)[]> {
  const list = expressions.map((expression, index) => `${expression} AS r${index}`).join(',\n');
  try {
    const { rows } = await rig.engine.sample(tables, `SELECT ${list}`, 1);
    return rows[0] ?? [];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (expressions.length === 1) return [error];
    const results: (string | null | Error)[] = [];
    for (const expression of expressions) results.push(...(await evaluate(tables, [expression])));
    return results;
  }
}

/** Decimals show their scale, numbers of binary fractions don't. */
function plainNumber(text: string | null): string | null {
  return text !== null && /^\d+\.\d+$/.test(text) ? String(Number(text)) : text;
}

describe.skipIf(url === '')('a real Trino or PrestoDB (node test/engines/run.ts starts them)', () => {
  it('makes of every case of the dialect what the embedded engine makes of it', {
    timeout: 600_000,
  }, async () => {
    const different: unknown[] = [];
    const dues = DIALECT_CASES.map(({ sql, expected, otherwise }) => {
      const said = otherwise[kind];
      return { sql, due: said === undefined ? expected : said };
    });
    // What fails would take the others of its list with it.
    const failing = dues.filter(({ due }) => due === FAILS).map((each) => [each]);
    const sound = dues.filter(({ due }) => due !== FAILS);
    const together = 25;
    const lists = Array.from({ length: Math.ceil(sound.length / together) }, (_, index) =>
      sound.slice(index * together, (index + 1) * together),
    );
    for (const list of [...failing, ...lists]) {
      const results = await evaluate(
        MEMORY,
        list.map(({ sql }) => sql),
      );
      for (const [index, { sql, due }] of list.entries()) {
        const result = results[index] ?? null;
        const isDue = result instanceof Error ? due === FAILS : plainTime(result) === due;
        if (!isDue) different.push({ sql, due, result: result instanceof Error ? result.message : result });
      }
    }
    expect(different).toEqual([]);
  });

  it('lists tables, describes, counts and samples', async () => {
    const tables = await rig.engine.inspect(TPCH);
    expect(tables.map(({ name }) => name)).toContain('customer');
    const sql = 'SELECT custkey AS EXTERNAL_ID, name, acctbal FROM customer ORDER BY custkey;';
    expect(await rig.engine.describe(TPCH, sql)).toEqual([
      { name: 'EXTERNAL_ID', type: 'BIGINT' },
      { name: 'name', type: 'VARCHAR(25)' },
      { name: 'acctbal', type: 'DOUBLE' },
    ]);
    expect(await rig.engine.count(TPCH, sql)).toBe(1500);
    expect((await rig.engine.sample(TPCH, sql, 7)).rows).toHaveLength(7);
  });

  it('keeps every digit', async () => {
    const { rows } = await rig.engine.sample(
      TPCH,
      `SELECT 9007199254740993, CAST('-9223372036854775808' AS bigint), DECIMAL '12345678901234567890.10',
         x'00ff', nan(), REAL '0.1', 1e7, TIMESTAMP '2026-01-02 03:04:05.123456'`,
      1,
    );
    expect(rows[0]).toEqual([
      '9007199254740993',
      '-9223372036854775808',
      '12345678901234567890.10',
      '00ff',
      'nan',
      '0.1',
      '10000000.0',
      // PrestoDB keeps milliseconds.
      kind === 'presto' ? '2026-01-02 03:04:05.123' : '2026-01-02 03:04:05.123456',
    ]);
  });

  it('says what is wrong at its place, and nothing of the data', async () => {
    const unknown = await knownError(rig.engine.describe(TPCH, "SELECT name,\n  '😀', nme FROM customer"));
    expect(unknown.message).toBe(
      "Line 2: Column 'nme' cannot be resolved.\n    '😀', nme FROM customer\n          ^",
    );
    const syntax = await knownError(rig.engine.describe(TPCH, 'SELECT FROM customer'));
    expect(syntax.message).toContain('^');
    const cast = await knownError(rig.engine.sample(TPCH, 'SELECT CAST(name AS integer) FROM customer', 1));
    expect(cast.message).toBe("A value can't be read as the type of a CAST.");
  });

  it('gives an audience that is the same as from a file with the same rows', async () => {
    const sql =
      "SELECT replace(name, '#', '.') || '@example.com' AS email, phone FROM customer ORDER BY custkey";
    const { rows } = await rig.engine.sample(TPCH, sql, 2000);
    const file = rig.file(
      'customers.csv',
      ['email,phone', ...rows.map((row) => row.join(',')), ''].join('\n'),
    );
    const stage = async (tables: SourceTables, text: string, name: string) => {
      const staged = await rig.engine.stageAudience({
        tables,
        sql: text,
        slots: [
          { type: 'EMAIL', column: 'email' },
          { type: 'PHONE', column: 'phone' },
        ],
        rules: { ...DEFAULT_RULES, defaultCountry: 'US' },
        dropPlaceholders: false,
        stagedPath: rig.path(`${name}.duckdb`),
      });
      return { ...staged, seconds: 0 };
    };
    const fromServer = await stage(TPCH, sql, 'server');
    expect(fromServer.rowsRead).toBe(1500);
    expect(fromServer).toEqual(await stage({ t: [file] }, 'SELECT * FROM t', 'file'));
  });

  it('fills an audience with the built program, after a preview of the same counts', async () => {
    const simulator = await startTestSimulator();
    const place = openWorkplace(simulator);
    const sql =
      "SELECT replace(name, '#', '.') || '@example.com' AS EMAIL FROM customer WHERE custkey <= 1200";
    const profile = { ...JSON.parse(vipProfile(simulator)), queries: [{ name: 'vip', sql, source: TPCH }] };
    place.write('vip.json', JSON.stringify(profile));
    const env = {
      ...place.env,
      TADA_TEST_TOKEN: simulator.accessToken,
      TADA_TEST_SECRET: simulator.secret,
    };
    const tada = async (...words: readonly string[]) => {
      const said = await runFile(process.execPath, [PROGRAM, ...words], { cwd: place.folder, env });
      expect(said.stderr).toBe('');
      return said.stdout;
    };
    await tada('apply', 'vip.json');
    const preview = await tada('preview', 'vip', '--json');
    const run = await tada('run', 'vip', '--yes', '--json');
    const lines = run.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line)).findLast(({ type }) => type === 'summary')).toMatchObject({
      outcome: 'completed',
      rows: { read: 1200, sent: 1200 },
      delivery: { added: 1200 },
    });
    const email = 'customer.000000007@example.com';
    expect(preview + run).not.toContain(email);
    const audience = simulator.state.audiences().find(({ name }) => name === 'VIP');
    const members = simulator.state.members(audience?.id ?? '', 'EMAIL_SHA256');
    expect(members.size).toBe(1200);
    expect(members).toContain(createHash('sha256').update(email).digest('hex'));
  });

  it('runs the published queries to the same rows as the embedded engine', async () => {
    const fixture = (name: string) =>
      readFileSync(new URL(`../sources/fixtures/${name}`, import.meta.url), 'utf8');
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const people = [
      ['p1', 'a@b.c', '+1 (415) 555-0123'],
      ['p2', 'd@e.f', null],
      ['p3', null, '44 20 7946 0958'],
    ];
    const orders = [
      ['0001', 'Shoes', 'SKU-1', 'Runner', '29.99', '2', '59.98', '0042', `${day(-1)} 10:00:00`, 'p1'],
      ['0002', 'Shoes', 'SKU-2', 'Walker', '9.00', '3', '9.00', '0042', `${day(-2)} 23:59:59`, 'p2'],
      ['0003', 'Hats', 'SKU-3', 'Cap', '5.00', '1', '5.00', '0007', `${day(-30)} 00:00:00`, 'p1'],
    ];
    const orderColumns =
      'order_id,product_category,product_id,product_name,item_price,item_quantity,item_revenue,store_id,order_datetime,amperity_id';
    const csv = (header: string, rows: readonly (readonly (string | null)[])[]) =>
      `${[header, ...rows.map((row) => row.map((value) => value ?? '').join(','))].join('\n')}\n`;
    const peopleFile = rig.file('people.csv', csv('amperity_id,email,phone', people));
    const ordersFile = rig.file('orders.csv', csv(orderColumns, orders));
    for (const table of ['Customer360', 'Merged_Customers']) {
      await make(
        `CREATE TABLE ${table} AS SELECT * FROM (VALUES ${valuesOf(people)}) AS v(amperity_id, email, phone)`,
      );
    }
    // On a server columns have types; those that the query needs are cast once, here.
    await make(
      `CREATE TABLE Unified_Itemized_Transactions AS SELECT order_id, product_category, product_id, product_name,
         CAST(item_price AS decimal(10,2)) AS item_price, CAST(item_quantity AS bigint) AS item_quantity,
         CAST(item_revenue AS decimal(10,2)) AS item_revenue, store_id,
         CAST(order_datetime AS timestamp) AS order_datetime, amperity_id
       FROM (VALUES ${valuesOf(orders)}) AS v(${orderColumns})`,
    );
    const both = async (name: string, files: SourceTables): Promise<readonly unknown[]> => {
      const sorted = ({ columns, rows }: SampleRows) => ({
        columns: columns.map((column) => column.name.toUpperCase()),
        rows: rows
          .map((row) => row.map((value) => plainNumber(plainTime(value))))
          .toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
      });
      return [
        sorted(await rig.engine.sample(MEMORY, fixture(name), 100)),
        sorted(await rig.engine.sample(files, fixture(name), 100)),
      ];
    };
    const [onServer, onFiles] = await both('audience.sql', { Customer360: [peopleFile] });
    expect(onServer).toEqual(onFiles);
    const events = await both('events.sql', {
      Unified_Itemized_Transactions: [ordersFile],
      Merged_Customers: [peopleFile],
    });
    expect(events[0]).toEqual(events[1]);
    expect(events[0]).toMatchObject({ rows: [expect.anything(), expect.anything()] });
  });

  it('filters the rows of a segment as the embedded engine does', async () => {
    const header = 'id,email,country,orders,spent,last_order';
    const rows = [
      ['1', 'a@b.c', 'US', '3', '10.50', '2026-11-20'],
      ['2', '', 'CA', '12', '0.00', '2026-08-01'],
      ['3', null, null, null, null, null],
      ['4', 'x@y.z', 'us', '0', '99.99', '2026-11-22'],
      ['5', "o'neil@b.c", 'DE', '-1', '1000.00', '2025-01-31'],
    ];
    const csv = [header, ...rows.map((row) => row.map((value) => value ?? '').join(',')), ''].join('\n');
    const files = { people: [rig.file('segment.csv', csv)] };
    await make(
      `CREATE TABLE people AS SELECT id, email, country, CAST(orders AS bigint) AS orders,
         CAST(spent AS decimal(10,2)) AS spent, CAST(last_order AS date) AS last_order
       FROM (VALUES ${valuesOf(rows)}) AS v(${header})`,
    );
    const now = Date.parse('2026-11-22T12:00:00Z');
    const filters: readonly Filter[] = [
      { field: 'orders', op: '>=', value: 3 },
      { field: 'orders', op: 'between', value: [0, 3] },
      { field: 'spent', op: '<', value: 99.99 },
      { field: 'spent', op: '!=', value: 0 },
      { field: 'country', op: '=', value: 'US' },
      { field: 'country', op: 'not in', value: ['US', 'CA'] },
      { field: 'email', op: 'contains', value: "'" },
      { field: 'email', op: 'ends with', value: 'b.c' },
      { field: 'email', op: 'is empty' },
      { field: 'country', op: 'is not empty' },
      { field: 'last_order', op: 'within last', value: 30, unit: 'day' },
      { field: 'last_order', op: '>', value: '2026-08-01' },
      {
        not: {
          all: [
            { field: 'orders', op: '>', value: 0 },
            { field: 'country', op: 'in', value: ['US'] },
          ],
        },
      },
      {
        any: [
          { field: 'orders', op: '=', value: 12 },
          { not: { field: 'email', op: 'starts with', value: 'a' } },
        ],
      },
    ];
    const ids = async (tables: SourceTables, filter: Filter): Promise<readonly (string | null)[]> => {
      const segment = { name: 'some', table: 'people', filter };
      const columns = await rig.engine.describe(tables, segmentTable(segment));
      const sql = segmentSql({ ...segment, source: MEMORY }, columns, now);
      const sample = await rig.engine.sample(tables, `SELECT id FROM (${sql}) AS chosen`, 10);
      return sample.rows.flat().toSorted();
    };
    for (const filter of filters) {
      const found = { filter, ids: await ids(files, filter) };
      expect({ filter, ids: await ids(MEMORY, filter) }).toEqual(found);
    }
  });

  it('puts segments together and takes them away as the embedded engine does', async () => {
    const people = [
      ['1', '7', 'a'],
      ['2', '8', 'b'],
      ['3', '9', 'a'],
      ['4', '9', 'b'],
      ['5', null, 'a'],
    ];
    const orders = [
      ['6', ' 7 ', 'x'],
      ['7', '8', 'y'],
      ['8', '', 'x'],
      ['9', '10', 'x'],
    ];
    const csv = (header: string, lines: readonly (readonly (string | null)[])[]) =>
      [header, ...lines.map((line) => line.map((value) => `"${value ?? ''}"`).join(',')), ''].join('\n');
    const tables = {
      combined_people: rig.file('combined-people.csv', csv('number,id,kind', people)),
      combined_orders: rig.file('combined-orders.csv', csv('number,ID,state', orders)),
    };
    // The same key in two types: a number here, a text with spaces there.
    await make(`CREATE TABLE combined_people AS SELECT number, CAST(id AS bigint) AS id, kind
       FROM (VALUES ${valuesOf(people)}) AS v(number, id, kind)`);
    await make(
      `CREATE TABLE combined_orders AS SELECT * FROM (VALUES ${valuesOf(orders)}) AS v(number, id, state)`,
    );
    const treesOf = (source: Source): readonly SegmentCombination[] => {
      const some = (table: string, field: string, value: string): SourceSegment => ({
        name: value,
        source,
        table,
        filter: { field, op: '=', value },
      });
      const [a, b, x] = [
        some('combined_people', 'kind', 'a'),
        some('combined_people', 'kind', 'b'),
        some('combined_orders', 'state', 'x'),
      ];
      const sql = { name: 'own', source, sql: 'SELECT id FROM combined_orders -- all;' };
      const nested = combine('a or x', { any: [a, x] });
      return [
        combine('two tables', { any: [a, x], without: [b] }),
        combine('both', { all: [b, a] }),
        combine('of a query', { any: [a, b], all: [sql] }),
        combine('nested', { any: [nested, b], all: [nested], without: [combine('x', { all: [x, nested] })] }),
      ];
    };
    const numbers = async (source: Source, keepRowsWithout?: string) => {
      const describe: Describe = (from, sql) => rig.engine.describe(from, sql);
      const { segments } = await plainSegments(treesOf(source), describe, 0, { keepRowsWithout });
      const found: (readonly (string | null)[])[] = [];
      for (const segment of segments) {
        const sql = `SELECT DISTINCT number FROM (${segment.sql}) AS chosen`;
        const { rows } = await rig.engine.sample(sourceTables(segment.source), sql, 20);
        found.push(rows.flat().toSorted());
      }
      return found;
    };
    const sizeOf = async (source: Source) => {
      const [first] = treesOf(source);
      if (first === undefined) throw new Error('There are some.');
      const describe: Describe = (from, sql) => rig.engine.describe(from, sql);
      return await measureCombination(rig.engine, await readCombination(first, describe, 0), {});
    };
    const size = { rows: 3, people: 2, rowsWithoutKey: 2 };
    expect(await sizeOf({ engine: 'embedded', tables })).toEqual(size);
    expect(await sizeOf(MEMORY)).toEqual(size);
    for (const kept of [undefined, 'id']) {
      const onFiles = await numbers({ engine: 'embedded', tables }, kept);
      expect(await numbers(MEMORY, kept)).toEqual(onFiles);
      expect(onFiles[0]).toEqual(kept === undefined ? ['1', '6', '9'] : ['1', '5', '6', '8', '9']);
    }
  });

  it('stops a query that is cancelled', async () => {
    const cancel = new AbortController();
    const sql = 'SELECT /* to be cancelled */ count(*) FROM tpch.sf1000.lineitem';
    const states = `SELECT state FROM system.runtime.queries WHERE query LIKE '%to be cancelled */%'
      AND query NOT LIKE '%runtime%' AND state = `;
    const counted = knownError(rig.engine.sample(TPCH, sql, 1, { signal: cancel.signal }));
    await expect.poll(() => rig.engine.count(TPCH, `${states} 'RUNNING'`), { timeout: 30_000 }).toBe(1);
    cancel.abort();
    expect((await counted).kind).toBe('cancelled');
    expect(await rig.engine.count(TPCH, `${states} 'FAILED'`)).toBe(1);
  });
});
