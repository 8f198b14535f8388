import { proposeMapping } from '../../../core/detection/propose-mapping.ts';
import { AUDIENCE_ID_TYPES } from '../../../core/identifiers/types.ts';
import type { SampleRows } from '../../../core/ports/sources.ts';
import { sqlName } from './sql-names.ts';

/**
 * The query most people want of a table: its identifiers under the names TikTok's fields have, found by the
 * columns' names and contents. Where none is found, every column.
 */
export function proposeSql(table: string, sample: SampleRows): string {
  const { fields } = proposeMapping('audience', AUDIENCE_ID_TYPES, sample);
  const columns = fields.flatMap(({ field, column }) =>
    column === undefined ? [] : [`  ${column === field ? field : `${sqlName(column)} AS ${field}`}`],
  );
  const selected = columns.length === 0 ? ['  *'] : columns;
  return `SELECT\n${selected.join(',\n')}\nFROM ${sqlName(table)}`;
}

/** How many identifiers a sample seems to hold; the table with most is the one to start from. */
export function countIdentifiers(sample: SampleRows): number {
  const { fields } = proposeMapping('audience', AUDIENCE_ID_TYPES, sample);
  return fields.filter(({ column }) => column !== undefined).length;
}
