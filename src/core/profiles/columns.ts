import { EVENT_FIELD_NAMES, findEventField } from '../events/fields.ts';
import { AUDIENCE_ID_TYPES } from '../identifiers/types.ts';
import type { Columns, Destination } from './schema.ts';

type Kind = Destination['kind'];

/** The fields that a template of this kind can map columns to. */
export function fieldsOf(kind: Kind): readonly string[] {
  return kind === 'audience' ? AUDIENCE_ID_TYPES : EVENT_FIELD_NAMES;
}

/** The field that a template means by a name, whatever its case; undefined when there is none. */
export function findField(kind: Kind, name: string): string | undefined {
  if (kind === 'events') return findEventField(name);
  return AUDIENCE_ID_TYPES.find((type) => type === name.trim().toUpperCase());
}

/** Whether a mapping says where a field comes from. */
export function mapsField(kind: Kind, columns: Columns, field: string): boolean {
  return Object.keys(columns).some((name) => findField(kind, name) === field);
}
