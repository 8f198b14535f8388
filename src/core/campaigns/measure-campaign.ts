import type { Engine, EngineCall } from '../ports/engine.ts';
import type { CampaignGroup } from '../profiles/campaign-schema.ts';
import { subAudiences } from '../profiles/check-campaigns.ts';
import { type Describe, describeUnits } from '../segments/people-sql.ts';
import type { SegmentTree } from '../segments/segment-tree.ts';
import { quoteText } from '../segments/sql-text.ts';
import { POINT_DIGITS, POINTS } from './assignment.ts';
import { type CampaignGroupSettings, groupSettings } from './campaign-settings.ts';
import { campaignSql } from './campaign-sql.ts';
import { plainPeople, segmentQueries } from './compile-campaign.ts';
import { measureSegments, type SegmentOverlap, type SegmentSize } from './measure-segments.ts';
import { CAMPAIGN_COLUMNS } from './staged.ts';

/** As much of a campaign as decides who is in which group; where they go isn't needed to count them. */
export interface CampaignPeople {
  readonly name: string;
  readonly key: string;
  readonly include: readonly SegmentTree[];
  readonly exclude: readonly SegmentTree[];
  /** None: only the segments are measured, and everybody counts as outside. */
  readonly groups: readonly Pick<CampaignGroup, 'name' | 'control' | 'where' | 'percent'>[];
  /** True where the segments are known from before: they come back empty, and each costs no look at the data. */
  readonly isOnlyGroups?: boolean | undefined;
}

/** People are different keys, each counted once. */
export interface CampaignSizes {
  /** Of the included segments; how many of them are excluded; how many are left whom no group has. */
  readonly people: { readonly total: number; readonly excluded: number; readonly outside: number };
  /** In the order of the groups. */
  readonly groups: readonly { readonly name: string; readonly people: number }[];
  readonly segments: readonly SegmentSize[];
  readonly overlaps: readonly SegmentOverlap[];
}

/** Any row that isn't a group's number. */
const EXCLUDED = 'excluded';
const OUTSIDE = 'outside';

/**
 * Counts a campaign's people by the engine alone: nothing is hashed to be sent, staged or compared. Groups come out
 * exactly as a run would make them, because the assignment is the same hash. Rejects with kind `configuration` or
 * `query-failed` where a segment lacks the key or a field, or its query is wrong.
 *
 * @param now milliseconds since 1970, for `within last`
 */
export async function measureCampaign(
  engine: Pick<Engine, 'describe' | 'count' | 'sample'>,
  { name, key, include, exclude, groups, isOnlyGroups }: CampaignPeople,
  now: number,
  call: EngineCall,
): Promise<CampaignSizes> {
  const describe: Describe = (tables, sql) => engine.describe(tables, sql, call);
  const source = await plainPeople({ include, exclude }, describe, now, {});
  const included = await describeUnits(describe, source.tables, source.units);
  const excluded = await describeUnits(describe, source.tables, source.excludedUnits);
  const query = { name, key, now };
  const rows = campaignSql({
    ...query,
    include: included,
    exclude: excluded,
    parts: subAudiences(groups).map(([first]) => first?.where),
    attributes: [],
    attributeTable: undefined,
    optional: [],
  });
  const placed = sizesSql(name, rows, groupSettings(groups));
  const counted = await engine.sample(source.tables, placed, groups.length + 2, call);
  const found = new Map(counted.rows.map(([place, people]) => [place ?? '', Number(people)]));
  const of = (place: string) => found.get(place) ?? 0;
  return {
    people: {
      total: [...found.values()].reduce((sum, people) => sum + people, 0),
      excluded: of(EXCLUDED),
      outside: of(OUTSIDE),
    },
    groups: groups.map((group, index) => ({ name: group.name, people: of(String(index)) })),
    ...(await measureSegments(
      engine,
      source.tables,
      isOnlyGroups === true ? [] : segmentQueries(query, included, excluded),
      call,
    )),
  };
}

/**
 * One row for each place that has people: a group's number, or one of the words above. Points are compared as the
 * hex digits that they are, all of the same length, so that no engine's numbers can round them.
 */
function sizesSql(campaign: string, rows: string, groups: readonly CampaignGroupSettings[]): string {
  const { person, part, excluded } = CAMPAIGN_COLUMNS;
  const hash = `lower(to_hex(sha256(to_utf8(concat(${quoteText(campaign)}, chr(10), ${person})))))`;
  const places = groups.map((group, index) => {
    const bounds = [
      ...(group.from > 0 ? [`point >= '${hexOf(group.from)}'`] : []),
      ...(group.to < POINTS ? [`point < '${hexOf(group.to)}'`] : []),
    ];
    return `WHEN ${[`part = ${group.part}`, ...bounds].join(' AND ')} THEN '${index}'`;
  });
  return [
    'SELECT place, count(*) AS people',
    'FROM (',
    `  SELECT CASE WHEN excluded THEN '${EXCLUDED}' ${places.join(' ')} ELSE '${OUTSIDE}' END AS place`,
    '  FROM (',
    `    SELECT ${person}, min(${part}) AS part, bool_or(${excluded}) AS excluded, substr(${hash}, 1, ${POINT_DIGITS}) AS point`,
    `    FROM (\n${rows}\n    ) AS campaign_rows`,
    `    WHERE ${person} <> '' GROUP BY ${person}`,
    '  ) AS campaign_people',
    ') AS placed',
    'GROUP BY place',
  ].join('\n');
}

function hexOf(point: number): string {
  return point.toString(16).padStart(POINT_DIGITS, '0');
}
