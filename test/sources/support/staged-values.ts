import { listValue } from '@duckdb/node-api';
import { normaliseIdentifier } from '../../../src/core/identifiers/index.ts';
import type { AudienceIdType, IdentifierRules } from '../../../src/core/identifiers/types.ts';
import { normalisedSql, preparedSql } from '../../../src/sources/audiences/normalise-sql.ts';
import { unpackSql } from '../../../src/sources/audiences/packed-hash.ts';
import { rejectReason } from '../../../src/sources/audiences/value-codes.ts';
import { Database } from '../../../src/sources/duckdb/database.ts';
import type { EngineRig } from './engine-rig.ts';

/** What became of a value: its hash, or the reason why it has none. */
export type Verdict = readonly [value: string, verdict: string];

let staged = 0;

/** Stages the values as one column and tells what the engine made of each. */
export async function engineVerdicts(
  rig: EngineRig,
  type: AudienceIdType,
  values: readonly string[],
  rules: IdentifierRules,
): Promise<readonly Verdict[]> {
  staged += 1;
  const path = rig.file(`values-${staged}.ndjson`, values.map((v) => `${JSON.stringify({ v })}\n`).join(''));
  const stagedPath = rig.path(`values-${staged}.duckdb`);
  await rig.engine.stageAudience({
    tables: { t: [path] },
    sql: 'SELECT v FROM t',
    slots: [{ type, column: 'v' }],
    rules,
    dropPlaceholders: false,
    stagedPath,
  });
  const database = await Database.open(stagedPath, {
    tempDirectory: rig.path('reading'),
    memoryLimitMb: 200,
    threads: 1,
  });
  try {
    const rows = await database.rows(
      `SELECT r0 AS code, ${unpackSql('h0')} AS hash FROM rows ORDER BY rowid`,
    );
    return values.map((value, index) => {
      const row = rows[index];
      return [value, String(row?.hash ?? rejectReason(Number(row?.code)))];
    });
  } finally {
    database.close();
  }
}

/** The values that the fast path in SQL settles, and what it would hash for them; the rest it leaves to the core. */
export async function settledInSql(
  rig: EngineRig,
  type: AudienceIdType,
  values: readonly string[],
  rules: IdentifierRules,
): Promise<readonly (readonly [value: string, settled: string])[]> {
  const database = await Database.open(':memory:', {
    tempDirectory: rig.path('settling'),
    memoryLimitMb: 200,
    threads: 1,
  });
  try {
    const rows = await database.rows(
      `SELECT place, ${normalisedSql(type, 'p', rules)} AS settled FROM (
         SELECT place, ${preparedSql(type, 'v')} AS p FROM (
           SELECT unnest(range(len($1))) AS place, unnest($1) AS v))`,
      {},
      [listValue(values)],
    );
    return rows.flatMap(({ place, settled }) => {
      const value = values[Number(place)];
      return value === undefined || typeof settled !== 'string' ? [] : [[value, settled] as const];
    });
  } finally {
    database.close();
  }
}

/** What the core makes of each value. */
export function coreVerdicts(
  type: AudienceIdType,
  values: readonly string[],
  rules: IdentifierRules,
): readonly Verdict[] {
  return values.map((value) => {
    const result = normaliseIdentifier(type, value, rules);
    return [value, result.valid ? result.hash : result.reason];
  });
}
