import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { engineRig, knownError } from './support/engine-rig.ts';

const rig = engineRig();
const content = 'email,phone\na@b.c,1\n';
const given = rig.file('given.csv', content);
const other = rig.file('other.csv', 'secret\nhidden\n');
const link = rig.path('link.csv');
symlinkSync(other, link);
const target = rig.path('written.csv');

const attacks: readonly string[] = [
  // Other files, by every way to name one.
  `SELECT * FROM '${other}'`,
  `SELECT * FROM "${other}"`,
  `SELECT * FROM read_csv('${other}')`,
  `SELECT * FROM read_csv_auto('${other}')`,
  `SELECT * FROM read_text('${other}')`,
  `SELECT * FROM read_blob('${other}')`,
  `SELECT * FROM read_json('${other}')`,
  `SELECT * FROM read_parquet('${other}')`,
  `SELECT * FROM parquet_metadata('${other}')`,
  `SELECT * FROM sniff_csv('${other}')`,
  `SELECT * FROM glob('/*')`,
  `SELECT * FROM '${link}'`,
  `SELECT email FROM t WHERE email IN (SELECT content FROM read_text('${other}'))`,
  `WITH x AS (SELECT * FROM read_text('${other}')) SELECT * FROM x`,
  `SELECT (SELECT content FROM read_text('/etc/passwd'))`,
  `SELECT * FROM t, LATERAL (SELECT * FROM read_text('${other}'))`,
  `SELECT * FROM t UNION ALL SELECT content, content FROM read_text('${other}')`,
  "SELECT * FROM 'http://127.0.0.1:9/x.csv'",
  "SELECT * FROM read_csv('https://example.com/x.csv')",
  "SELECT * FROM 's3://bucket/x.parquet'",
  // Writing, attaching, installing.
  `COPY (SELECT 1) TO '${target}'`,
  `COPY t TO '${target}'`,
  `COPY (SELECT 777) TO '${given}' (use_tmp_file false)`,
  `EXPORT DATABASE '${target}'`,
  `ATTACH '${target}' AS x`,
  "ATTACH ':memory:' AS x",
  'DETACH presto',
  'INSTALL httpfs',
  'LOAD httpfs',
  'CREATE TABLE x AS SELECT 1',
  'CREATE OR REPLACE VIEW t AS SELECT 1',
  'CREATE MACRO lower(x) AS x',
  'CREATE SECRET s (TYPE s3)',
  'DROP VIEW t',
  'INSERT INTO t VALUES (1, 2)',
  'UPDATE t SET email = NULL',
  'DELETE FROM t',
  'ALTER TABLE t ADD COLUMN x INT',
  'CHECKPOINT',
  'VACUUM',
  'BEGIN TRANSACTION',
  // Settings, logging, profiling: any of these could crash the process or write to the terminal.
  "SET memory_limit = '1TB'",
  'RESET allowed_paths',
  'PRAGMA enable_profiling',
  'PRAGMA database_list',
  "CALL enable_logging(storage = 'file', storage_path = '/tmp')",
  "SELECT * FROM enable_logging(storage = 'file')",
  'SELECT * FROM enable_profiling()',
  'SELECT * FROM duckdb_settings()',
  'SELECT * FROM duckdb_secrets()',
  'SELECT * FROM duckdb_databases()',
  'SELECT * FROM pragma_database_list',
  'SELECT * FROM sqlite_master',
  'SELECT * FROM information_schema.tables',
  'SELECT * FROM pg_catalog.pg_tables',
  'SELECT * FROM checkpoint()',
  "SELECT current_setting('allowed_paths')",
  "SELECT getvariable('x')",
  "SELECT getenv('HOME')",
  'SELECT version()',
  'SELECT current_database()',
  'SELECT current_user',
  "SELECT write_log('x')",
  'SELECT sleep_ms(1000000)',
  'SELECT pg_sleep(1000000)',
  'DESCRIBE t',
  'SHOW TABLES',
  'SUMMARIZE t',
  'SELECT * FROM (SHOW TABLES)',
  'EXPLAIN SELECT 1',
  // SQL hidden in texts.
  "SELECT * FROM query('SELECT 1')",
  "SELECT * FROM query_table('t')",
  "SELECT json_serialize_sql('SELECT 1')",
  "SELECT * FROM json_execute_serialized_sql('{}')",
  'PREPARE x AS SELECT 1',
  'EXECUTE x',
  // Several statements, other schemas, parameters.
  'SELECT 1; SELECT 2',
  `SELECT 1; COPY t TO '${target}'`,
  'SELECT * FROM memory.main.t',
  'SELECT * FROM main.t',
  'SELECT * FROM staged.rows',
  'SELECT * FROM loaded.main."0_0"',
  'SELECT * FROM reject_errors',
  'SELECT * FROM temp.reject_errors',
  "SELECT system.main.getvariable('x')",
  'SELECT $1',
  'SELECT ?',
  'SELECT * FROM t TABLESAMPLE BERNOULLI (10)',
  'SELECT * FROM t USING SAMPLE 10%',
  'WITH sqlite_master AS (SELECT 1) SELECT * FROM sqlite_master',
  'PIVOT t ON email',
  '',
  '-- nothing',
];

describe('the person’s SQL', () => {
  it.each(attacks)('may not be: %s', async (sql) => {
    const error = await knownError(rig.engine.sample({ t: [given] }, sql, 5));
    expect(error.kind).toBe('query-failed');
    expect(error.message).not.toContain('hidden');
    expect(readFileSync(given, 'utf8')).toBe(content);
    expect(existsSync(target)).toBe(false);
  });

  it.each([
    'SELECT * FROM t',
    'select email from T;',
    'SELECT email FROM t -- the end',
    'SELECT email FROM t; -- the end',
    '/* a /* b */ c */ SELECT 1',
    'WITH x AS (SELECT email FROM t), y AS (SELECT * FROM x) SELECT * FROM y',
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n',
    'SELECT a.email FROM t AS a JOIN t AS b ON a.email = b.email',
    'SELECT * FROM t AS a LEFT JOIN t AS b USING (email)',
    'SELECT x FROM t CROSS JOIN UNNEST(ARRAY[1, 2]) AS u(x)',
    'SELECT x FROM t CROSS JOIN UNNEST(sequence(1, 3)) WITH ORDINALITY AS u(x, n)',
    'SELECT i FROM range(3) AS r(i)',
    'SELECT email FROM t WHERE EXISTS (SELECT 1 FROM t AS u WHERE u.phone = t.phone)',
    'SELECT email FROM t WHERE phone = ANY (SELECT phone FROM t)',
    'SELECT email, count(*) FROM t GROUP BY GROUPING SETS ((email), ())',
    'SELECT email, rank() OVER (PARTITION BY phone ORDER BY email) FROM t',
    'SELECT email FROM t ORDER BY 1 OFFSET 0 ROWS FETCH FIRST 1 ROWS ONLY',
    "SELECT email FROM t WHERE email = 'COPY t TO x; DROP TABLE t'",
    'SELECT * FROM (VALUES (1), (2)) AS v(x)',
    'SELECT email FROM t EXCEPT SELECT phone FROM t',
  ])('may be: %s', async (sql) => {
    await expect(rig.engine.sample({ t: [given] }, sql, 5)).resolves.toBeDefined();
  });

  it('finds a table without regard to case, and suggests the nearest name', async () => {
    const error = await knownError(rig.engine.describe({ Customer360: [given] }, 'SELECT * FROM custmer360'));
    expect(error.message).toBe("The table custmer360 doesn't exist; did you mean Customer360?");
    expect(error.hint).toContain('Customer360');
  });
});
