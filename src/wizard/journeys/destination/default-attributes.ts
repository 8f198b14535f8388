import { AUDIENCE_ID_TYPES, type AudienceIdType } from '../../../core/identifiers/types.ts';
import type { SampleRows } from '../../../core/ports/sources.ts';
import type { DefaultAttributes } from '../../../core/profiles/campaign-schema.ts';
import { findEntity } from '../../../core/profiles/entities.ts';
import { isSameContent } from '../../../core/profiles/same-content.ts';
import { type Columns, type Profile, type Source, sourceSegments } from '../../../core/profiles/schema.ts';
import { type MappingChoice, mappingChoice } from '../template/mapping-view.ts';
import { columnsOf } from '../template/template-form.ts';

/** A table that is known already, to take what is sent by default from. */
export interface KnownTable {
  readonly table: string;
  readonly source: Source;
  /** What reads it. */
  readonly of: string;
}

/** Tables of what is set up, each source's once; what a server holds is known by the segments that read it. */
export function knownTables({ segments, queries }: Profile): readonly KnownTable[] {
  const all = [
    ...sourceSegments(segments).flatMap(({ name, source, table }) =>
      tablesOf(`segment ${name}`, source, table),
    ),
    ...queries.flatMap(({ name, source }) => tablesOf(`query ${name}`, source, undefined)),
  ];
  return all.filter(
    ({ table, source }, place) =>
      all.findIndex((other) => other.table === table && isSameContent(other.source, source)) === place,
  );
}

function tablesOf(of: string, source: Source, table: string | undefined): readonly KnownTable[] {
  if (source.engine === 'embedded')
    return Object.keys(source.tables).map((each) => ({ table: each, source, of }));
  return table === undefined ? [] : [{ table, source, of }];
}

/** Id types that an audience destination takes; none for one of events. */
export function typesOf(profile: Profile, destination: string): readonly AudienceIdType[] {
  const found = findEntity(profile, 'destination', destination);
  if (found?.kind !== 'audience') return [];
  const wanted = found.idTypes ?? ['EMAIL', 'PHONE'];
  return AUDIENCE_ID_TYPES.filter((type) => wanted.includes(type));
}

/** What columns are chosen from, with what is there already, or else what names and contents say. */
export function startAttributes(
  types: readonly AudienceIdType[],
  sample: SampleRows,
  saved: DefaultAttributes | undefined,
): { readonly choice: MappingChoice; readonly mapping: Columns } {
  const choice = mappingChoice(types, sample, saved);
  return { choice, mapping: choice.proposal.columns };
}

/** As the profile keeps it; undefined where no column was chosen, which is nothing by default. */
export function toDefaults(
  table: string,
  types: readonly AudienceIdType[],
  mapping: Columns,
): DefaultAttributes | undefined {
  const chosen = types.flatMap((type) => {
    const columns = columnsOf(mapping, type);
    return columns.length === 0 ? [] : [[type, [...columns]] as const];
  });
  return chosen.length === 0 ? undefined : { table, ...Object.fromEntries(chosen) };
}

/** A profile in which a destination is sent this by default; undefined: nothing. */
export function withAttributes(
  profile: Profile,
  destination: string,
  attributes: DefaultAttributes | undefined,
): Profile {
  const { [destination]: _, ...others } = profile.defaultAttributes;
  return {
    ...profile,
    defaultAttributes: attributes === undefined ? others : { ...others, [destination]: attributes },
  };
}
