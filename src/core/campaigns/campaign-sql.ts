import { compileFilter, findColumn } from '../segments/compile-filter.ts';
import type { Filter } from '../segments/filter.ts';
import {
  type DescribedUnit,
  describeUnit,
  fromRowsOf,
  missingColumn,
  personOf,
  textOf,
} from '../segments/people-sql.ts';
import { quoteName } from '../segments/sql-text.ts';
import { CAMPAIGN_COLUMNS } from './staged.ts';

export interface CampaignQuery {
  /** The campaign's name, for messages. */
  readonly name: string;
  /** The column that tells people apart. */
  readonly key: string;
  readonly include: readonly DescribedUnit[];
  readonly exclude: readonly DescribedUnit[];
  /** The sub-audiences in order; undefined fits everybody. */
  readonly parts: readonly (Filter | undefined)[];
  /** Columns to take, as TikTok's fields need them. */
  readonly attributes: readonly string[];
  /** Where they come from, if not from the segments themselves: joined by the key. */
  readonly attributeTable: DescribedUnit | undefined;
  /** Attributes that a segment may lack; any other must be in every one. */
  readonly optional: readonly string[];
  /** Milliseconds since 1970, for `within last`. */
  readonly now: number;
}

const PEOPLE = 'tada_people';
const LEFT_OUT = 'tada_left_out';

/**
 * The query of a campaign in Presto's dialect: one row for each row of the included segments, with the columns
 * of {@link CAMPAIGN_COLUMNS} and the attributes. People to exclude are marked and not taken out, so that they
 * can be counted. Throws kind `configuration`, with the nearest name, for a column that isn't there.
 */
export function campaignSql(query: CampaignQuery): string {
  const { attributeTable, attributes } = query;
  const own = attributeTable === undefined ? attributes : [];
  const people = query.include.map((unit) => peopleOf(query, unit, own)).join('\nUNION ALL\n');
  const leftOut = query.exclude.map(
    (unit) => `SELECT ${campaignPerson(query, unit)} AS person FROM ${fromRowsOf(unit, query.now)}`,
  );
  const excluded =
    leftOut.length === 0
      ? 'FALSE'
      : `CASE WHEN people.person IN (SELECT person FROM ${LEFT_OUT} WHERE person IS NOT NULL) THEN TRUE ELSE FALSE END`;
  const from =
    attributeTable === undefined
      ? ''
      : `\nLEFT JOIN (${attributeRows(query, attributeTable)}) AS more ON more.person = people.person AND people.person <> ''`;
  const columns = [
    `people.person AS ${CAMPAIGN_COLUMNS.person}`,
    `people.part AS ${CAMPAIGN_COLUMNS.part}`,
    `${excluded} AS ${CAMPAIGN_COLUMNS.excluded}`,
    ...attributes.map(
      (name) =>
        `${attributeTable === undefined ? 'people' : 'more'}.${quoteName(name)} AS ${quoteName(name)}`,
    ),
  ];
  return [
    `WITH ${PEOPLE} AS (\n${people}\n)`,
    ...(leftOut.length === 0 ? [] : [`, ${LEFT_OUT} AS (\n${leftOut.join('\nUNION ALL\n')}\n)`]),
    `SELECT ${columns.join(',\n  ')}`,
    `FROM ${PEOPLE} AS people${from}`,
  ].join('\n');
}

/** The people of some segments, each key once, to count who is in several of them. */
export function peopleSql(query: Pick<CampaignQuery, 'name' | 'key' | 'now'>, unit: DescribedUnit): string {
  return `SELECT DISTINCT person FROM (SELECT ${campaignPerson(query, unit)} AS person FROM ${fromRowsOf(unit, query.now)}) AS people WHERE person <> ''`;
}

function peopleOf(query: CampaignQuery, unit: DescribedUnit, attributes: readonly string[]): string {
  const columns = [
    `${campaignPerson(query, unit)} AS person`,
    `${partOf(query, unit)} AS part`,
    ...attributes.map((name) => `${attributeOf(query, unit, name)} AS ${quoteName(name)}`),
  ];
  return `SELECT ${columns.join(', ')} FROM ${fromRowsOf(unit, query.now)}`;
}

function attributeRows(query: CampaignQuery, unit: DescribedUnit): string {
  const columns = [
    `${campaignPerson(query, unit)} AS person`,
    ...query.attributes.map((name) => `${attributeOf(query, unit, name)} AS ${quoteName(name)}`),
  ];
  return `SELECT ${columns.join(', ')} FROM ${fromRowsOf(unit, query.now)}`;
}

function campaignPerson({ name, key }: Pick<CampaignQuery, 'name' | 'key'>, unit: DescribedUnit): string {
  return personOf(`campaign "${name}"`, key, unit);
}

function partOf({ name, parts, now }: CampaignQuery, unit: DescribedUnit): string {
  const [only, ...others] = parts;
  if (only === undefined && others.length === 0) return '0';
  const branches = parts.flatMap((where, part) => {
    if (where === undefined) return [];
    const target = { subject: `campaign "${name}"`, table: describeUnit(unit), columns: unit.columns, now };
    return [`WHEN ${compileFilter(where, target)} THEN ${part}`];
  });
  const rest = parts.indexOf(undefined);
  return `CASE ${branches.join(' ')}${rest === -1 ? '' : ` ELSE ${rest}`} END`;
}

function attributeOf({ name, optional }: CampaignQuery, unit: DescribedUnit, attribute: string): string {
  const column = findColumn(unit.columns, attribute);
  if (column !== undefined) return textOf(column);
  if (optional.includes(attribute)) return 'CAST(NULL AS VARCHAR)';
  throw missingColumn(`The campaign "${name}" takes the column "${attribute}"`, attribute, unit);
}
