import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { engineEnvironment } from '../../src/sources/engine-environment.ts';

const LOAD_DUCKDB =
  "const { DuckDBInstance } = await import('@duckdb/node-api'); await DuckDBInstance.create(':memory:');";

it.runIf(process.platform === 'linux')('has DuckDB empty the memory that it hands out', async () => {
  const environment = engineEnvironment(process.env);
  const settings = `confirm_conf:true,${environment.DUCKDB_JE_MALLOC_CONF}`;
  const { stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', LOAD_DUCKDB],
    { env: { ...environment, DUCKDB_JE_MALLOC_CONF: settings } },
  );
  expect(stderr).toContain('Set conf value: zero:true');
  expect(stderr).toContain('Set conf value: tcache_max:4194304');
  expect(stderr).not.toMatch(/invalid conf/i);
});

it('keeps the tokens of scripts from the child', () => {
  const environment = engineEnvironment({ PATH: '/bin', ACME_TOKEN: 'secret' });
  expect(environment).toMatchObject({ PATH: '/bin' });
  expect(Object.values(environment)).not.toContain('secret');
});
