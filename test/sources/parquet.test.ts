import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../src/sources/duckdb/database.ts';
import { quoteText } from '../../src/sources/duckdb/sql-text.ts';
import { engineRig, knownError } from './support/engine-rig.ts';

const rig = engineRig();
const orders = rig.path('orders.parquet');

beforeAll(async () => {
  const database = await Database.open(':memory:', {
    tempDirectory: rig.path('writing'),
    memoryLimitMb: 200,
    threads: 1,
  });
  await database.run(
    `COPY (SELECT * FROM (VALUES
       (9007199254740993, 7, 2, CAST(10.00 AS DECIMAL(9, 2)), TIMESTAMP '2026-11-21 10:00:00', 'a@b.c', 'bytes'::BLOB),
       (12, 5, 3, CAST(7.25 AS DECIMAL(9, 2)), TIMESTAMP '2026-01-01 00:00:00', NULL, NULL)
     ) AS t(id, quantity, parts, price, made, email, raw)) TO ${quoteText(orders)} (FORMAT parquet)`,
  );
  database.close();
});

async function select(sql: string, tables: Readonly<Record<string, readonly string[]>> = { t: [orders] }) {
  return (await rig.engine.sample(tables, sql, 10)).rows;
}

describe('Parquet', () => {
  it('is told by its name where its bytes are damaged, not by the query', async () => {
    const bytes = readFileSync(orders);
    bytes.fill(0xee, 4, 200);
    const damaged = rig.file('damaged.parquet', bytes);
    const both = { t: [orders], u: [damaged] };
    const errors = [
      await knownError(rig.engine.inspect({ u: [damaged] })),
      await knownError(rig.engine.sample(both, 'SELECT t.email, u.email FROM t JOIN u USING (id)', 5)),
    ];
    const values = rig.path('values.parquet');
    const database = await Database.open(':memory:', {
      tempDirectory: rig.path('writing'),
      memoryLimitMb: 200,
      threads: 1,
    });
    await database.run(
      `COPY (SELECT 'a' || md5(i::VARCHAR) AS email FROM range(20000) AS t(i)) TO ${quoteText(values)} (FORMAT parquet)`,
    );
    database.close();
    const inside = readFileSync(values);
    inside.fill(0xee, 5000, 9000);
    rig.file('values.parquet', inside);
    const query = await knownError(rig.engine.sample({ t: [values] }, 'SELECT email FROM t', 5000));
    expect([query.kind, query.message]).toEqual([
      'source-unreadable',
      `${values} is a damaged Parquet file.`,
    ]);
    for (const { kind, message } of errors) {
      expect([kind, message]).toEqual(['source-unreadable', `${damaged} is a damaged Parquet file.`]);
    }
  });

  it('keeps its types, and values keep every digit', async () => {
    const [table] = await rig.engine.inspect({ t: [orders] });
    expect(table?.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'id BIGINT',
      'quantity INTEGER',
      'parts INTEGER',
      'price DECIMAL(9,2)',
      'made TIMESTAMP',
      'email VARCHAR',
      'raw VARCHAR',
    ]);
    expect(await select('SELECT id, price, made FROM t ORDER BY id DESC')).toEqual([
      ['9007199254740993', '10.00', '2026-11-21 10:00:00'],
      ['12', '7.25', '2026-01-01 00:00:00'],
    ]);
  });

  it('divides integers to integers and decimals to the larger scale, as Presto does', async () => {
    expect(await select('SELECT quantity / parts, price / parts FROM t ORDER BY id')).toEqual([
      ['1', '2.42'],
      ['3', '5.00'],
    ]);
  });

  it('knows the types of aggregates and of columns of an outer query', async () => {
    const sql = `SELECT sum(quantity) / count(*), max(made) - interval '1' day, max(date(made)) - interval '1' day,
      count(*) / 2, avg(price) / 2 FROM t`;
    expect(await select(sql)).toEqual([['6', '2026-11-20 10:00:00', '2026-11-20', '1', '4.32']]);
    const correlated =
      'SELECT id FROM t WHERE EXISTS (SELECT 1 FROM t AS u WHERE u.quantity / 2 = t.parts AND u.id > t.id)';
    expect(await select(correlated)).toEqual([['12']]);
  });

  it('refuses what Presto’s types refuse', async () => {
    const error = await knownError(select("SELECT regexp_replace(quantity, '1', '') FROM t"));
    expect(error.message).toContain('regexp_replace');
  });

  it('meets the texts of a CSV file', async () => {
    const customers = rig.file(
      'customers.csv',
      'id,name,since\n12,Ann,2026-06-01\n9007199254740993,Bob,2020-01-01\n0012,Cid,x\n',
    );
    const tables = { t: [orders], c: [customers] };
    expect(
      await select('SELECT c.name, t.quantity FROM t JOIN c ON t.id = c.id ORDER BY c.name', tables),
    ).toEqual([
      ['Ann', '5'],
      ['Bob', '7'],
      ['Cid', '5'],
    ]);
    expect(
      await select("SELECT name FROM c, t WHERE t.made > c.since AND c.name <> 'Cid' ORDER BY name", tables),
    ).toEqual([['Ann'], ['Bob'], ['Bob']]);
  });
});
