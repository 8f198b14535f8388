import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { DEFAULT_RULES } from '../../../src/core/identifiers/types.ts';
import { STAGED_ROW_GROUP } from '../../../src/sources/audiences/staged-file.ts';
import { Database } from '../../../src/sources/duckdb/database.ts';
import { openEngineRoom } from '../../../src/sources/engine-room.ts';
import { writeMessyCustomers } from '../../bench/messy-customers.ts';

it('keeps rows in groups that are written once, and planning leaves them so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tada-groups-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const csv = join(folder, 'customers.csv');
  await writeMessyCustomers(csv, { rows: 90_000, seed: 3, phones: 'mixed' });
  const engine = openEngineRoom({ tempDirectory: join(folder, 'spill'), threads: 2 });
  const stagedPath = join(folder, 'staged.duckdb');
  await engine.stageAudience({
    tables: { Customers: [csv] },
    sql: 'SELECT email FROM Customers',
    slots: [{ type: 'EMAIL', column: 'email' }],
    rules: DEFAULT_RULES,
    dropPlaceholders: false,
    stagedPath,
  });
  const ledgerPath = join(folder, 'none.duckdb');
  await engine.planAudience({ stagedPath, ledgerPath, ledgerComplete: true, mode: 'match' });
  await engine.close();
  const settings = { tempDirectory: join(folder, 'spill'), memoryLimitMb: 256, threads: 1 };
  const database = await Database.open(':memory:', settings);
  onTestFinished(() => database.close());
  const staged = await database.attach(stagedPath, 'READ_ONLY');
  const groups = `SELECT sum(count) AS size FROM pragma_storage_info('${staged}.rows')
    WHERE column_name = 'r0' AND segment_type = 'UTINYINT' GROUP BY row_group_id`;
  expect(await database.number(`SELECT max(size) FROM (${groups})`)).toBe(STAGED_ROW_GROUP);
});
