import type { AudienceIdType } from '../identifiers/types.ts';
import { AUDIENCE_ID_TYPES } from '../identifiers/types.ts';
import type { DefaultAttributes } from '../profiles/campaign-schema.ts';
import { type DetectedColumn, detectColumns, type Sample } from './detect-columns.ts';
import type { ProposedField, ProposedMapping } from './propose-mapping.ts';

/**
 * A proposal in which what a destination is sent by default comes before what names and contents say. A type whose default
 * columns aren't among the query's keeps what was proposed; the table they are of doesn't matter, since a query may
 * take its columns from anywhere.
 */
export function withDefaults(
  proposal: ProposedMapping,
  defaults: DefaultAttributes,
  sample: Sample,
): ProposedMapping {
  const detected = detectColumns(sample);
  const columns = { ...proposal.columns };
  const fields = proposal.fields.map((proposed) => {
    const found = columnsHere(defaults, proposed.field, sample);
    if (found.length === 0) return proposed;
    columns[proposed.field] = found;
    return byDefault(proposed, found, detected);
  });
  return { columns, fields };
}

function columnsHere(defaults: DefaultAttributes, field: string, { columns }: Sample): string[] {
  const type: AudienceIdType | undefined = AUDIENCE_ID_TYPES.find((each) => each === field);
  const wanted = type === undefined ? [] : (defaults[type] ?? []);
  return wanted.flatMap((name) => {
    const here = columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
    return here === undefined ? [] : [here.name];
  });
}

function byDefault(
  proposed: ProposedField,
  [column, ...more]: readonly string[],
  detected: readonly DetectedColumn[],
): ProposedField {
  const others = [proposed.column, ...proposed.others].filter(
    (each) => each !== undefined && each !== column && !more.includes(each),
  );
  return {
    ...proposed,
    column,
    others: [...more, ...others.filter((each) => each !== undefined)],
    hashed: detected.find((each) => each.column === column)?.hashed,
    confidence: 1,
    explanation: 'It is what the destination is sent by default.',
  };
}
