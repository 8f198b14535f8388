import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../../src/core/identifiers/types.ts';
import type { AudienceSlot } from '../../../src/core/ports/engine.ts';
import { Database } from '../../../src/sources/duckdb/database.ts';
import { engineRig } from '../support/engine-rig.ts';

const rig = engineRig();

const EMAIL: AudienceSlot = { type: 'EMAIL', column: 'email' };
const OTHER: AudienceSlot = { type: 'EMAIL', column: 'other' };

/** Stages and plans a list of its own; gives the account of its rows, and what `sql` says of the staged file. */
async function account(
  name: string,
  lines: readonly string[],
  slots: readonly AudienceSlot[],
  dropPlaceholders: boolean,
  sql: string,
) {
  const stagedPath = rig.path(`${name}.duckdb`);
  await rig.engine.stageAudience({
    tables: { t: [rig.file(`${name}.csv`, `email,other\n${lines.join('\n')}\n`)] },
    sql: 'SELECT * FROM t',
    slots,
    rules: DEFAULT_RULES,
    dropPlaceholders,
    stagedPath,
  });
  const ledgerPath = rig.path('no-ledger.duckdb');
  const plan = await rig.engine.planAudience({ stagedPath, ledgerPath, ledgerComplete: true, mode: 'match' });
  const settings = { tempDirectory: rig.path('reading'), memoryLimitMb: 200, threads: 1 };
  const database = await Database.open(stagedPath, settings, 'READ_ONLY');
  try {
    return { rows: plan.expected.rows, found: await database.row(sql) };
  } finally {
    database.close();
  }
}

describe('identifiers that come again', () => {
  it('are left out of the later row, whichever was read first', async () => {
    // DuckDB reads eight megabytes at a time, the second ones while the first are being read.
    const people = 250_000;
    const line = (_: unknown, row: number) => `person.${row % people}@example.com,`;
    const { rows, found } = await account(
      'halves',
      Array.from({ length: 2 * people }, line),
      [EMAIL],
      false,
      `SELECT (SELECT count(*) FROM adds) AS entries, (SELECT max(place) FROM adds) AS last,
         (SELECT count(*) FROM (SELECT place, lag(place) OVER (ORDER BY rowid) AS before FROM adds)
          WHERE before >= place) AS disordered`,
    );
    expect(rows).toMatchObject({ read: 2 * people, unique: people, duplicate: people });
    expect(found).toEqual({ entries: BigInt(people), last: BigInt(people - 1), disordered: 0n });
  });

  it('are marked in the second of two columns, also of one row', async () => {
    const { rows, found } = await account(
      'columns',
      ['a@mail.org,A@mail.org', 'b@mail.org,a@mail.org', 'a@mail.org,b@mail.org', ',c@mail.org'],
      [EMAIL, OTHER],
      false,
      'SELECT list(repeated ORDER BY rowid)::VARCHAR AS marks FROM rows',
    );
    expect(rows).toMatchObject({ read: 4, unique: 3, duplicate: 1 });
    expect(found).toEqual({ marks: '[2, 2, 3, 0]' });
  });

  it('aren’t those that were left out as placeholders', async () => {
    const { rows, found } = await account(
      'placeholders',
      ['test@test.com,', 'test@test.com,', 'a@mail.org,', 'test@test.com,'],
      [EMAIL],
      true,
      'SELECT list(repeated ORDER BY rowid)::VARCHAR AS marks FROM rows',
    );
    expect(rows).toMatchObject({ read: 4, valid: 1, unique: 1, duplicate: 0, rejected: 3 });
    expect(found).toEqual({ marks: '[0, 0, 0, 0]' });
  });
});
