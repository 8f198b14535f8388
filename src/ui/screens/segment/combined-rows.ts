import { configurationError } from '../../../core/errors.ts';
import type { CombinedSegment, Profile } from '../../../core/profiles/schema.ts';
import { type ReadCombination, readCombination } from '../../../core/segments/combine.ts';
import { leavesOf } from '../../../core/segments/segment-tree.ts';
import { combinationTree } from '../../../wizard/journeys/segment/combination.ts';
import type { SourceService } from '../../../wizard/source-service.ts';

/** What a segment that is made of others is to the engine, whether it is saved or not. */
export interface CombinedRows extends ReadCombination {
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
  const isMoving = leavesOf([tree]).some(({ filter }) =>
    JSON.stringify(filter ?? {}).includes('"op":"within last"'),
  );
  return { ...read, isMoving };
}
