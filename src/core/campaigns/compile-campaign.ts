import { KnownError } from '../errors.ts';
import { AUDIENCE_ID_TYPES, type AudienceIdType } from '../identifiers/types.ts';
import type { AudienceSlot } from '../ports/engine.ts';
import type { SourceTables } from '../ports/sources.ts';
import { type CombineOptions, plainSegments } from '../segments/combine.ts';
import { findColumn } from '../segments/compile-filter.ts';
import { type PeopleSource, type PeopleUnit, peopleSource } from '../segments/people-source.ts';
import { type Describe, type DescribedUnit, describeUnits } from '../segments/people-sql.ts';
import { isCombination, rowGivers, type SegmentTree } from '../segments/segment-tree.ts';
import type { CampaignDeliverySettings, CampaignSettings } from './campaign-settings.ts';
import { campaignSql, peopleSql } from './campaign-sql.ts';
import type { CampaignFile } from './staged.ts';

/** A campaign as the engine takes it; the paths of the staged files are the run's to give. */
export interface CompiledCampaign {
  readonly tables: SourceTables;
  readonly sql: string;
  /** For each delivery, then for each control group. */
  readonly files: readonly (Omit<CampaignFile, 'stagedPath'> & {
    readonly groupNumbers: readonly number[];
  })[];
  /** Everyone of each segment, each key once, with the segment's name. */
  readonly segments: readonly { readonly name: string; readonly included: boolean; readonly sql: string }[];
}

/**
 * Puts the segments' sources together and writes the campaign's SQL. Rejects with kind `configuration` or
 * `query-failed` where a column isn't there or a segment's query is wrong.
 *
 * @param now milliseconds since 1970, for `within last`; the same for all attempts of one run
 */
export async function compileCampaign(
  settings: CampaignSettings,
  describe: Describe,
  now: number,
): Promise<CompiledCampaign> {
  const { campaign, parts } = settings;
  const own = ownTable(settings);
  const source = await plainPeople(settings, describe, now, {
    attributeTable: own,
    keepRowsWithout: campaign.key,
  });
  const includedUnits = await describeUnits(describe, source.tables, source.units);
  const excludedUnits = await describeUnits(describe, source.tables, source.excludedUnits);
  const attributeTables = source.attributeTable === undefined ? [] : [tableUnit(source.attributeTable)];
  const [attributeTable] = await describeUnits(describe, source.tables, attributeTables);
  const attributeUnits = attributeTable === undefined ? includedUnits : [attributeTable];
  const slots = settings.deliveries.map((delivery) => slotsOf(settings, delivery, attributeUnits));
  const wanted = [...new Set(slots.flat().map(({ column }) => column))];
  const query = { name: campaign.name, key: campaign.key, now };
  return {
    tables: source.tables,
    sql: campaignSql({
      ...query,
      include: includedUnits,
      exclude: excludedUnits,
      parts,
      attributes: wanted,
      attributeTable,
      optional: settings.deliveries.some(({ attributes }) => attributes === undefined)
        ? AUDIENCE_ID_TYPES
        : [],
    }),
    files: filesOf(settings, slots),
    segments: segmentQueries(query, includedUnits, excludedUnits),
  };
}

/** The included and the excluded segments as such that read data themselves, all of them out of one source. */
export async function plainPeople(
  { include, exclude }: Pick<CampaignSettings, 'include' | 'exclude'>,
  describe: Describe,
  now: number,
  options: CombineOptions,
): Promise<PeopleSource> {
  const { segments, attributeTable } = await plainSegments([...include, ...exclude], describe, now, options);
  return peopleSource(segments.slice(0, include.length), segments.slice(include.length), attributeTable);
}

/** Default attributes of the table that the segments read anyway need no second look at it. */
function ownTable({ attributeTable, include }: CampaignSettings): string | undefined {
  const isTheirs = (tree: SegmentTree): boolean =>
    isCombination(tree)
      ? rowGivers(tree).every(isTheirs)
      : tree.sql === undefined && tree.table?.toLowerCase() === attributeTable?.toLowerCase();
  return include.every(isTheirs) ? undefined : attributeTable;
}

function tableUnit(table: string): PeopleUnit {
  return { segments: [], table, sql: `SELECT * FROM "${table.replaceAll('"', '""')}"` };
}

/** Everyone of each segment, each key once; the included ones first. */
export function segmentQueries(
  query: Parameters<typeof peopleSql>[0],
  includedUnits: readonly DescribedUnit[],
  excludedUnits: readonly DescribedUnit[],
): CompiledCampaign['segments'] {
  const queriesOf = (units: readonly DescribedUnit[], included: boolean) =>
    units.flatMap((unit) =>
      unit.segments.map((segment) => ({
        name: segment.name,
        included,
        sql: peopleSql(query, { ...unit, segments: [segment] }),
      })),
    );
  return [...queriesOf(includedUnits, true), ...queriesOf(excludedUnits, false)];
}

/** Which columns feed which id type: as the attributes say, else those that are called like the types. */
function slotsOf(
  { campaign }: CampaignSettings,
  { attributes, settings }: CampaignDeliverySettings,
  units: readonly DescribedUnit[],
): readonly AudienceSlot[] {
  const columnsOf = (type: AudienceIdType): readonly string[] => {
    if (attributes !== undefined) return attributes[type] ?? [];
    return units.some(({ columns }) => findColumn(columns, type) !== undefined) ? [type] : [];
  };
  const slots = settings.idTypes.flatMap((type) => columnsOf(type).map((column) => ({ type, column })));
  if (slots.length > 0) return slots;
  const names = units.flatMap(({ columns }) => columns.map(({ name }) => name));
  throw new KnownError({
    kind: 'query-failed',
    message: `None of the columns of the campaign "${campaign.name}" (${[...new Set(names)].join(', ')}) is one of the id types of "${settings.destination.name}" (${settings.idTypes.join(', ')}).`,
    hint: `Say in its "attributes" which column is which, for example {"${settings.idTypes[0] ?? 'EMAIL'}": ["my_column"]}.`,
  });
}

function filesOf(
  { groups, deliveries }: CampaignSettings,
  slots: readonly (readonly AudienceSlot[])[],
): CompiledCampaign['files'] {
  const place = (index: number) => {
    const { part = 0, from = 0, to = 0 } = groups[index] ?? {};
    return { part, from, to };
  };
  const treated = deliveries.map((delivery, index) => ({
    groupNumbers: delivery.groups,
    groups: delivery.groups.map(place),
    slots: slots[index] ?? [],
    rules: delivery.settings.rules,
    dropPlaceholders: delivery.settings.dropPlaceholders,
  }));
  // A control group is hashed as the first audience is, so that the two can be compared.
  const [first] = treated;
  const control = groups.flatMap((group, index) =>
    group.control && first !== undefined ? [{ ...first, groupNumbers: [index], groups: [place(index)] }] : [],
  );
  return [...treated, ...control];
}
