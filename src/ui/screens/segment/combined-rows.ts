import { configurationError } from '../../../core/errors.ts';
import type { CombinedSegment, Profile, Source } from '../../../core/profiles/schema.ts';
import { sourceTables } from '../../../core/profiles/source-tables.ts';
import { readCombination } from '../../../core/segments/combine.ts';
import { leavesOf } from '../../../core/segments/segment-tree.ts';
import { combinationTree } from '../../../wizard/journeys/segment/combination.ts';
import type { SourceService } from '../../../wizard/source-service.ts';

/** What a segment that is made of others is to the engine, whether it is saved or not. */
export interface CombinedRows {
  readonly sql: string;
  readonly source: Source;
  readonly peopleSql: string;
  readonly withoutKeySql: string;
  /** True where one of its conditions is about the last days. */
  readonly isMoving: boolean;
}

/** Rejects with kind `configuration` where its segments can't be read together. */
export async function combinedRows(
  sources: SourceService,
  profile: Profile,
  segment: CombinedSegment,
  now: number,
  signal: AbortSignal,
): Promise<CombinedRows> {
  const tree = combinationTree(profile, segment);
  if (tree === undefined) {
    throw configurationError('The segment is made of no other segments.', 'Choose some that are in.');
  }
  const read = await readCombination(tree, (tables, sql) => sources.describe(tables, sql, { signal }), now);
  const { sql = '', source } = read.segment;
  return {
    sql,
    source,
    peopleSql: read.peopleSql,
    withoutKeySql: read.withoutKeySql,
    isMoving: leavesOf([tree]).some(({ filter }) =>
      JSON.stringify(filter ?? {}).includes('"op":"within last"'),
    ),
  };
}

export interface CombinedCount extends CombinedRows {
  readonly people: number;
  readonly rows: number;
  readonly rowsWithoutKey: number;
}

/** How many people there are, one look at the data after the other. */
export async function countCombined(
  sources: SourceService,
  combined: CombinedRows,
  signal: AbortSignal,
): Promise<CombinedCount> {
  const count = (sql: string) => sources.count(sourceTables(combined.source), sql, { signal });
  return {
    ...combined,
    people: await count(combined.peopleSql),
    rows: await count(combined.sql),
    rowsWithoutKey: await count(combined.withoutKeySql),
  };
}
