import { configurationError } from '../../../core/errors.ts';
import { readFields, type SegmentField } from '../../../wizard/journeys/segment/fields.ts';
import type { SegmentAnswers } from '../../../wizard/journeys/segment/segment-answers.ts';
import { SAMPLE_ROWS, sampleColumnsQuery } from '../../../wizard/journeys/source/look.ts';
import { sourceTablesOf } from '../../../wizard/journeys/source/tables.ts';
import type { SourceService } from '../../../wizard/source-service.ts';

/**
 * The fields of the table that was chosen, and how many of its rows can’t be read. Rejects with kind `configuration`
 * where the source has none of its name.
 */
export async function loadFields(
  sources: SourceService,
  { table, ...place }: Pick<SegmentAnswers, 'tables' | 'server' | 'table'>,
  signal: AbortSignal,
): Promise<{ readonly fields: readonly SegmentField[]; readonly unreadable: number }> {
  const tables = sourceTablesOf(place);
  const infos = await sources.inspect(tables, { signal });
  const info = infos.find(({ name }) => name.toLowerCase() === table.toLowerCase());
  if (info === undefined) {
    throw configurationError(
      `There is no table ${table} any more.`,
      `There are ${infos.map(({ name }) => name).join(', ')}: choose one of them.`,
    );
  }
  const sample = await sources.sample(tables, sampleColumnsQuery(info), SAMPLE_ROWS, { signal });
  return { fields: readFields(info.columns, sample), unreadable: info.unreadable.count };
}
