import type { ColumnInfo } from '../../../core/ports/sources.ts';
import { sourceTables } from '../../../core/profiles/source-tables.ts';
import { plainSegments, readCombination } from '../../../core/segments/combine.ts';
import { findColumn } from '../../../core/segments/compile-filter.ts';
import type { Describe } from '../../../core/segments/people-sql.ts';
import { segmentTable } from '../../../core/segments/segment-sql.ts';
import { isCombination, type SegmentTree } from '../../../core/segments/segment-tree.ts';
import { readFields, type SegmentField } from '../../../wizard/journeys/segment/fields.ts';
import { SAMPLE_ROWS } from '../../../wizard/journeys/source/look.ts';
import type { SourceService } from '../../../wizard/source-service.ts';

/** The fields that all of the segments have, as the first one writes them. */
export async function loadFields(
  sources: SourceService,
  trees: readonly SegmentTree[],
  signal: AbortSignal,
): Promise<readonly SegmentField[]> {
  const describe: Describe = (tables, sql) => sources.describe(tables, sql, { signal });
  const { segments } = await plainSegments(trees, describe, Date.now());
  const tables = new Map(
    segments.map((segment) => [JSON.stringify([segment.source, segmentTable(segment)]), segment]),
  );
  let common: readonly SegmentField[] | undefined;
  for (const segment of tables.values()) {
    const place = sourceTables(segment.source);
    const columns = await describe(place, segmentTable(segment));
    if (common !== undefined) {
      common = common.filter(({ name }) => findColumn(columns, name) !== undefined);
      continue;
    }
    common = readFields(columns, await sources.sample(place, segmentTable(segment), SAMPLE_ROWS, { signal }));
  }
  return common ?? [];
}

/** What columns one segment has. */
export async function columnsOf(
  sources: SourceService,
  tree: SegmentTree,
  signal: AbortSignal,
): Promise<readonly ColumnInfo[]> {
  const describe: Describe = (tables, sql) => sources.describe(tables, sql, { signal });
  if (isCombination(tree)) return (await readCombination(tree, describe, Date.now())).columns;
  return await describe(sourceTables(tree.source), segmentTable(tree));
}
