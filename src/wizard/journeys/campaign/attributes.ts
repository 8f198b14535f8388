import { AUDIENCE_ID_TYPES, type AudienceIdType } from '../../../core/identifiers/types.ts';
import type { Attributes } from '../../../core/profiles/campaign-schema.ts';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import { findColumn } from '../../../core/segments/compile-filter.ts';
import type { SegmentField } from '../segment/fields.ts';

/** Id types that the destinations take, in TikTok's order; those of any of them. */
export function wantedTypes(profile: Profile, destinations: readonly string[]): readonly AudienceIdType[] {
  const wanted = destinations.flatMap((name) => {
    const destination = findEntity(profile, 'destination', name);
    return destination?.kind === 'audience' ? (destination.idTypes ?? ['EMAIL', 'PHONE']) : [];
  });
  return AUDIENCE_ID_TYPES.filter((type) => wanted.includes(type));
}

/** The default attributes of the first destination that has some, which count where the campaign says nothing. */
export function defaultsOf(
  { defaultAttributes }: Profile,
  destinations: readonly string[],
): { readonly table: string | undefined; readonly attributes: Attributes } | undefined {
  const name = destinations.find((each) =>
    AUDIENCE_ID_TYPES.some((type) => defaultAttributes[each]?.[type] !== undefined),
  );
  const found = name === undefined ? undefined : defaultAttributes[name];
  if (found === undefined) return undefined;
  const { table, ...attributes } = found;
  return { table, attributes };
}

/** What columns called like the id types give. */
export function byNames(fields: readonly SegmentField[], types: readonly AudienceIdType[]): Attributes {
  return Object.fromEntries(
    types.flatMap((type) => {
      const column = findColumn(fields, type)?.name;
      return column === undefined ? [] : [[type, [column]]];
    }),
  );
}

/**
 * What to propose for a new campaign: nothing of its own where names are enough, else the columns that hold what
 * the types need, whatever they are called.
 */
export function proposeAttributes(
  fields: readonly SegmentField[],
  types: readonly AudienceIdType[],
): Attributes | undefined {
  const named = byNames(fields, types);
  const found = Object.fromEntries(
    types.flatMap((type) => {
      const column = named[type]?.[0] ?? fields.find(({ identifier }) => identifier === type)?.name;
      return column === undefined ? [] : [[type, [column]]];
    }),
  );
  return Object.keys(found).length === Object.keys(named).length ? undefined : found;
}

/** `EMAIL ← email, PHONE ← phone + mobile` */
export function attributesInWords(attributes: Attributes): string {
  const words = AUDIENCE_ID_TYPES.flatMap((type) => {
    const columns = attributes[type];
    return columns === undefined ? [] : [`${type} ← ${columns.join(' + ')}`];
  });
  return words.length === 0 ? 'none' : words.join(', ');
}

/** With other columns for a type; a type without columns isn't sent. */
export function setColumns(
  attributes: Attributes,
  type: AudienceIdType,
  columns: readonly string[],
): Attributes {
  const { [type]: _, ...others } = attributes;
  return columns.length === 0 ? others : { ...others, [type]: [...columns] };
}
