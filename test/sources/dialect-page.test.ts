import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { COLLECTION_FUNCTIONS } from '../../src/sources/presto/collection-functions.ts';
import { NUMBER_FUNCTIONS } from '../../src/sources/presto/number-functions.ts';
import { TEXT_FUNCTIONS } from '../../src/sources/presto/text-functions.ts';
import { TIME_FUNCTIONS } from '../../src/sources/presto/time-functions.ts';
import { dialectPage } from './support/dialect/dialect-page.ts';
import { DIALECT_CASES } from './support/dialect-cases.ts';

/** What `extract` and `AT TIME ZONE` become; nobody calls them by these names. */
const INNER = ['date_part', 'timezone'];

test('every function that stands in for one of the engine has a case', () => {
  const macros = [...TEXT_FUNCTIONS, ...NUMBER_FUNCTIONS, ...TIME_FUNCTIONS, ...COLLECTION_FUNCTIONS];
  const names = macros.map(({ name }) => name.replaceAll('"', '')).filter((name) => !INNER.includes(name));
  const known = new Set(DIALECT_CASES.map((each) => each.function));
  expect(names.filter((name) => !known.has(name))).toEqual([]);
});

test('no case is there twice', () => {
  const seen = DIALECT_CASES.map(({ sql }) => sql);
  expect(seen.filter((sql, index) => seen.indexOf(sql) !== index)).toEqual([]);
});

test('docs/presto-dialect.md says what the cases say', async () => {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  const own = new Map<string, string | null | undefined>();
  for (const { sql } of DIALECT_CASES) {
    try {
      const reader = await connection.runAndReadAll(`SELECT CAST((${sql}) AS VARCHAR)`);
      own.set(sql, reader.getRows()[0]?.[0] as string | null);
    } catch {
      own.set(sql, undefined);
    }
  }
  connection.closeSync();
  instance.closeSync();
  await expect(dialectPage((sql) => own.get(sql))).toMatchFileSnapshot('../../docs/presto-dialect.md');
});
