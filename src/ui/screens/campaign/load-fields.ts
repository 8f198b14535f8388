import type { Segment } from '../../../core/profiles/schema.ts';
import { sourceTables } from '../../../core/profiles/source-tables.ts';
import { findColumn } from '../../../core/segments/compile-filter.ts';
import { segmentTable } from '../../../core/segments/segment-sql.ts';
import { readFields, type SegmentField } from '../../../wizard/journeys/segment/fields.ts';
import { SAMPLE_ROWS } from '../../../wizard/journeys/source/look.ts';
import type { SourceService } from '../../../wizard/source-service.ts';

/** The fields that all of the segments have, as the first one writes them. */
export async function loadFields(
  sources: SourceService,
  segments: readonly Segment[],
  signal: AbortSignal,
): Promise<readonly SegmentField[]> {
  const tables = new Map(
    segments.map((segment) => [JSON.stringify([segment.source, segmentTable(segment)]), segment]),
  );
  let common: readonly SegmentField[] | undefined;
  for (const segment of tables.values()) {
    const place = sourceTables(segment.source);
    const columns = await sources.describe(place, segmentTable(segment), { signal });
    if (common !== undefined) {
      common = common.filter(({ name }) => findColumn(columns, name) !== undefined);
      continue;
    }
    common = readFields(columns, await sources.sample(place, segmentTable(segment), SAMPLE_ROWS, { signal }));
  }
  return common ?? [];
}
