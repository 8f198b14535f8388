import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { engineRig, knownError } from './support/engine-rig.ts';

const rig = engineRig();
const shop = rig.path('shop.duckdb');
const one = rig.path('one #1.duckdb');

async function write(path: string, sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

beforeAll(async () => {
  await write(
    shop,
    `CREATE TABLE customers AS SELECT * FROM (VALUES
       (9007199254740993, 'ann@example.com', DATE '2026-11-21', 10.50),
       (12, 'bob@example.com', NULL, 7.25)) AS t(id, email, since, spent);
     CREATE TABLE orders AS SELECT 12 AS id, 3 AS n;
     CREATE SCHEMA crm; CREATE TABLE crm."Odd ""name""" AS SELECT 'x' AS v;
     CREATE VIEW everything AS SELECT * FROM customers`,
  );
  await write(one, "CREATE TABLE people AS SELECT 'ann@example.com' AS email");
});

async function select(sql: string, tables: Readonly<Record<string, readonly string[]>>) {
  return (await rig.engine.sample(tables, sql, 10)).rows;
}

describe('a DuckDB file', () => {
  it('is the table it holds, whatever its name', async () => {
    expect(await select('SELECT email FROM t', { t: [one] })).toEqual([['ann@example.com']]);
    expect(await select('SELECT email FROM t', { t: [`${one}#people`] })).toEqual([['ann@example.com']]);
  });

  it('with several tables is read by name, its types and digits kept', async () => {
    expect(await rig.engine.parts(shop)).toEqual(['customers', 'orders', 'crm.Odd "name"']);
    const [table] = await rig.engine.inspect({ t: [`${shop}#customers`] });
    expect(table?.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'id BIGINT',
      'email VARCHAR',
      'since DATE',
      'spent DECIMAL(4,2)',
    ]);
    expect(await select('SELECT * FROM t ORDER BY id DESC', { t: [`${shop}#Main.Customers`] })).toEqual([
      ['9007199254740993', 'ann@example.com', '2026-11-21', '10.50'],
      ['12', 'bob@example.com', null, '7.25'],
    ]);
    expect(await select('SELECT v FROM t', { t: [`${shop}#crm.Odd "name"`] })).toEqual([['x']]);
  });

  it('meets its other tables and text files in one query, opened once', async () => {
    const names = rig.file('names.csv', 'id,name\n12,Bob\n');
    const tables = { c: [`${shop}#customers`], o: [`${shop}#orders`], names: [names] };
    const sql = 'SELECT name, n FROM c JOIN o ON c.id = o.id JOIN names ON names.id = c.id';
    expect(await select(sql, tables)).toEqual([['Bob', '3']]);
    const both = [1, 2].map(() => select(sql, tables));
    expect(await Promise.all(both)).toEqual([[['Bob', '3']], [['Bob', '3']]]);
  });

  it('is left as it is, and nothing but the given table of it can be reached', async () => {
    const before = readFileSync(shop);
    const tables = { t: [`${shop}#customers`] };
    for (const sql of ['SELECT * FROM orders', 'SELECT * FROM file1.main.orders', 'DELETE FROM t']) {
      expect((await knownError(select(sql, tables))).kind).toBe('query-failed');
    }
    expect(readFileSync(shop).equals(before)).toBe(true);
  });

  it('that was not closed is read with what stands in its log', async () => {
    const live = rig.path('live.duckdb');
    const instance = await DuckDBInstance.create(live);
    const connection = await instance.connect();
    await connection.run('CREATE TABLE t AS SELECT 1 AS x; CHECKPOINT; INSERT INTO t VALUES (2)');
    const copy = rig.path('copy.duckdb');
    copyFileSync(live, copy);
    copyFileSync(`${live}.wal`, `${copy}.wal`);
    connection.closeSync();
    instance.closeSync();
    expect(await select('SELECT sum(x) FROM t', { t: [copy] })).toEqual([['3']]);
  });
});

/** The sum that DuckDB puts in front of its header; a header that was changed needs a new one. */
function sealHeader(file: Buffer): Buffer {
  let sum = 5381n;
  for (let place = 8; place < 4096; place += 8) {
    sum ^= BigInt.asUintN(64, file.readBigUInt64LE(place) * 0xbf58476d1ce4e5b9n);
  }
  file.writeBigUInt64LE(sum, 0);
  return file;
}

describe('a DuckDB file that can’t be read is told', () => {
  async function refused(path: string): Promise<readonly [kind: string, message: string, hint: string]> {
    const { kind, message, hint } = await knownError(rig.engine.inspect({ t: [path] }));
    return [kind, message, hint];
  }

  it('when several tables could be meant, or none', async () => {
    expect(await refused(shop)).toEqual([
      'source-unreadable',
      `${shop} holds 3 tables.`,
      'Name one of them behind a #, such as #customers. Its tables: customers, orders, crm.Odd "name".',
    ]);
    expect((await refused(`${shop}#everything`))[1]).toBe(`${shop} has no table "everything".`);
    const empty = rig.path('empty.duckdb');
    await write(empty, 'CREATE VIEW v AS SELECT 1');
    expect((await refused(empty))[1]).toContain('holds no tables');
  });

  it('when it is of another version, damaged, or sealed with a key', async () => {
    const newer = Buffer.from(readFileSync(one));
    newer.writeBigUInt64LE(200n, 12);
    expect((await refused(rig.file('newer.duckdb', sealHeader(newer))))[1]).toContain('in a format');
    const damaged = Buffer.from(readFileSync(one)).fill(7, 4096, 9000);
    expect((await refused(rig.file('damaged.duckdb', damaged)))[1]).toContain('is a damaged DuckDB');
    expect((await refused(rig.file('cut.duckdb', readFileSync(one).subarray(0, 5000))))[1]).toContain(
      'is a damaged DuckDB',
    );
    const sealed = rig.path('sealed.duckdb');
    await write(
      ':memory:',
      `SET force_mbedtls_unsafe = true; ATTACH '${sealed}' AS e (ENCRYPTION_KEY 'key');
       CREATE TABLE e.t AS SELECT 1 AS x; DETACH e`,
    );
    expect((await refused(sealed))[1]).toContain('is an encrypted DuckDB');
  });

  it('when another program has it open for writing', async () => {
    const held = rig.path('held.duckdb');
    await write(held, 'CREATE TABLE t AS SELECT 1 AS x');
    const program = `const { DuckDBInstance } = await import('@duckdb/node-api');
      const instance = await DuckDBInstance.create(process.argv[1]);
      const connection = await instance.connect();
      await connection.run('SELECT 1');
      console.log('open');
      process.stdin.resume();`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, held], {
      cwd: import.meta.dirname,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const [kind, message, hint] = await refused(held);
    child.kill('SIGKILL');
    expect([kind, message]).toEqual([
      'source-unreadable',
      `${held} is open in another program that may write to it.`,
    ]);
    expect(hint).toContain('Close it there');
  });
});
