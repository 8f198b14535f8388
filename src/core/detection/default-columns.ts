import { EVENT_FIELD_NAMES, findEventField } from '../events/fields.ts';
import type { AudienceIdType } from '../identifiers/types.ts';
import type { Columns } from '../profiles/schema.ts';

/**
 * The columns of a template that names none: those called like the id types or the event fields, without
 * regard to case. Fields without such a column are left out. Nothing is guessed, so that a run without a
 * person at the keyboard sends only what the query's names say.
 */
export function defaultColumns(
  kind: 'audience' | 'events',
  idTypes: readonly AudienceIdType[],
  columns: readonly string[],
): Columns {
  const fields: readonly string[] = kind === 'audience' ? idTypes : EVENT_FIELD_NAMES;
  const fieldOf = (column: string) =>
    kind === 'audience' ? column.trim().toUpperCase() : findEventField(column);
  const fed = fields.map((field) => [field, columns.filter((column) => fieldOf(column) === field)] as const);
  return Object.fromEntries(
    fed.filter(([, found]) => found.length > 0).map(([field, found]) => [field, [...found]]),
  );
}
