import { EVENT_FIELD_NAMES, EVENT_FIELDS, type EventFieldName, findEventField } from '../events/fields.ts';
import { readAmount } from '../events/money.ts';
import { readTime } from '../events/time.ts';
import { trimText } from '../identifiers/text.ts';
import type { AudienceIdType, IdentifierType } from '../identifiers/types.ts';
import type { Columns } from '../profiles/schema.ts';
import { eventFieldHint } from './column-names.ts';
import { type DetectedColumn, detectColumns, type Sample } from './detect-columns.ts';

export interface ProposedField {
  /** An id type, or an event field. */
  readonly field: string;
  /** The best column, alone; undefined when none fits. */
  readonly column: string | undefined;
  /** Other columns of the same kind, for a full profile. */
  readonly others: readonly string[];
  readonly hashed: DetectedColumn['hashed'] | undefined;
  readonly confidence: number;
  /** Why, in one sentence for people. */
  readonly explanation: string;
}

export interface ProposedMapping {
  /** As a template keeps it: one column per field that has one. */
  readonly columns: Columns;
  readonly fields: readonly ProposedField[];
}

const NOT_FOUND = 'No column looks like it.';

const EVENT_IDENTIFIERS: Readonly<Partial<Record<EventFieldName, IdentifierType>>> = {
  email: 'EMAIL',
  phone: 'PHONE',
  external_id: 'EXTERNAL_ID',
};

/** Fields whose columns must hold what the field needs before a mere synonym is believed. */
const CONTENT_CHECKS: Readonly<Partial<Record<EventFieldName, (text: string) => boolean>>> = {
  timestamp: (text) => readTime(text, undefined) !== undefined,
  price: (text) => readAmount(text) !== undefined,
  quantity: (text) => readAmount(text) !== undefined,
  value: (text) => readAmount(text) !== undefined,
};

/** A column whose values TikTok can't use is the last choice, whatever its name. */
function rank(column: DetectedColumn): number {
  return column.hashed === 'md5' || column.hashed === 'sha1' ? column.confidence - 0.5 : column.confidence;
}

function proposeIdentifier(
  field: string,
  type: IdentifierType,
  detected: readonly DetectedColumn[],
): ProposedField {
  const fitting = detected.filter((column) => column.type === type).sort((a, b) => rank(b) - rank(a));
  const [best, ...others] = fitting;
  return {
    field,
    column: best?.column,
    others: others.map((column) => column.column),
    hashed: best?.hashed,
    confidence: best?.confidence ?? 0,
    explanation: best?.reason ?? NOT_FOUND,
  };
}

function holds(sample: Sample, position: number, check: (text: string) => boolean): boolean {
  const values = sample.rows.map((row) => trimText(row[position] ?? '')).filter((text) => text !== '');
  return values.filter(check).length * 2 >= values.length;
}

function proposeEventField(field: EventFieldName, sample: Sample): ProposedField {
  const check = CONTENT_CHECKS[field] ?? (() => true);
  const own: string[] = [];
  const synonyms: string[] = [];
  sample.columns.forEach(({ name }, position) => {
    if (findEventField(name) === field) own.push(name);
    else if (eventFieldHint(name) === field && holds(sample, position, check)) synonyms.push(name);
  });
  const [column, ...others] = [...own, ...synonyms];
  const isOwn = own.length > 0;
  return {
    field,
    column,
    others,
    hashed: undefined,
    confidence: column === undefined ? 0 : isOwn ? 1 : 0.7,
    explanation:
      column === undefined
        ? NOT_FOUND
        : `Its name stands for ${EVENT_FIELDS[field].purpose}${isOwn ? '' : ', and its values fit'}.`,
  };
}

/**
 * How the columns of a query could become TikTok's fields: identifiers by contents as well as by name, the
 * other event fields by their names and what those fields must hold. A proposal for a person to look at.
 */
export function proposeMapping(
  kind: 'audience' | 'events',
  idTypes: readonly AudienceIdType[],
  sample: Sample,
): ProposedMapping {
  const detected = detectColumns(sample);
  const fields =
    kind === 'audience'
      ? idTypes.map((type) => proposeIdentifier(type, type, detected))
      : EVENT_FIELD_NAMES.map((field) => {
          const type = EVENT_IDENTIFIERS[field];
          return type === undefined
            ? proposeEventField(field, sample)
            : proposeIdentifier(field, type, detected);
        });
  const columns: Columns = {};
  for (const { field, column } of fields) if (column !== undefined) columns[field] = [column];
  return { columns, fields };
}
