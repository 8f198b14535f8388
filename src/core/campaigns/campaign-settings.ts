import { configurationError } from '../errors.ts';
import { AUDIENCE_ID_TYPES } from '../identifiers/types.ts';
import type { Attributes, Campaign, CampaignGroup } from '../profiles/campaign-schema.ts';
import { checkCampaigns, subAudiences } from '../profiles/check-campaigns.ts';
import { type AudienceSettings, effectiveSettings } from '../profiles/effective-settings.ts';
import { getEntity } from '../profiles/entities.ts';
import type { Profile, Source } from '../profiles/schema.ts';
import type { Filter } from '../segments/filter.ts';
import { getSegmentTree, leavesOf, type SegmentTree } from '../segments/segment-tree.ts';
import { type Share, sharesOf } from './assignment.ts';

export interface CampaignGroupSettings extends Share {
  readonly name: string;
  readonly control: boolean;
  /** Number of its sub-audience. */
  readonly part: number;
}

/** One audience that a campaign fills, with the numbers of the groups that go there. */
export interface CampaignDeliverySettings {
  readonly groups: readonly number[];
  /** As of an orchestration; its SQL and tables are the campaign's. */
  readonly settings: AudienceSettings;
  /** TikTok's id type → columns; undefined: the columns called like the types. */
  readonly attributes: Attributes | undefined;
}

/** What a run of a campaign uses, decided out of the profile. */
export interface CampaignSettings {
  readonly campaign: Campaign;
  readonly include: readonly SegmentTree[];
  readonly exclude: readonly SegmentTree[];
  /** Sub-audiences in the order in which they are tried; undefined fits everybody. */
  readonly parts: readonly (Filter | undefined)[];
  readonly groups: readonly CampaignGroupSettings[];
  readonly deliveries: readonly CampaignDeliverySettings[];
  /** The table that default attributes are taken from. */
  readonly attributeTable: string | undefined;
}

/** Throws kind `configuration` where names lead nowhere or parts don't fit each other. */
export function campaignSettings(profile: Profile, name: string): CampaignSettings {
  const campaign = getEntity(profile, 'campaign', name);
  const problems = checkCampaigns({ ...profile, campaigns: [campaign] });
  if (problems.length > 0) throw configurationError(problems.join('\n'), 'Change the campaign.');
  const segment = (each: string) => getSegmentTree(profile, each);
  const groups = groupSettings(campaign.groups);
  const treated = groups.flatMap(({ control }, index) => (control ? [] : [index]));
  const shared = campaign.audiences === 'single' ? [treated] : treated.map((index) => [index]);
  return {
    campaign,
    include: [...new Set(campaign.include)].map(segment),
    exclude: [...new Set(campaign.exclude ?? [])].map(segment),
    parts: subAudiences(campaign.groups).map(([first]) => first?.where),
    groups,
    deliveries: shared.map((indexes) => deliverySettings(profile, campaign, indexes)),
    attributeTable: attributeTable(profile, campaign),
  };
}

/** Each group with its sub-audience and its share of the points; what isn't a share is taken for all of them. */
export function groupSettings(
  groups: readonly Pick<CampaignGroup, 'name' | 'control' | 'where' | 'percent'>[],
): readonly CampaignGroupSettings[] {
  const parts = subAudiences(groups);
  return groups.map((group) => {
    const part = parts.findIndex((members) => members.includes(group));
    const members = parts[part] ?? [];
    const shares = sharesOf(members.map(({ percent }) => percent ?? 100));
    const share = shares[members.indexOf(group)] ?? { from: 0, to: 0 };
    return { name: group.name, control: group.control === true, part, ...share };
  });
}

/** A delivery is what an orchestration of the same audience would be, so its settings are found the same way. */
function deliverySettings(
  profile: Profile,
  campaign: Campaign,
  groups: readonly number[],
): CampaignDeliverySettings {
  const first = campaign.groups[groups[0] ?? 0];
  const destination = getEntity(profile, 'destination', first?.destination ?? '');
  const audienceName = campaign.audiences === 'single' ? campaign.audienceName : first?.audienceName;
  const { name } = campaign;
  const [leaf] = leavesOf([getSegmentTree(profile, campaign.include[0] ?? '')]);
  const source: Source = leaf?.source ?? { engine: 'embedded', tables: {} };
  const settings = effectiveSettings(
    {
      ...profile,
      templates: [{ name, destination: destination.name }],
      queries: [{ name, source, sql: 'SELECT 1' }],
      orchestrations: [
        { name, query: name, template: name, set: audienceName === undefined ? {} : { audienceName } },
      ],
    },
    name,
  );
  if (settings.kind !== 'audience') {
    throw configurationError(
      `"${destination.name}" is a destination for events; campaigns fill audiences only.`,
      'Choose a destination for audiences.',
    );
  }
  return { groups, settings, attributes: attributesOf(profile, campaign, destination.name) };
}

function attributesOf(
  { defaultAttributes }: Profile,
  { attributes }: Campaign,
  destination: string,
): Attributes | undefined {
  if (attributes !== undefined) return attributes;
  const defaults = defaultAttributes[destination];
  if (defaults === undefined) return undefined;
  const { table: _, ...columns } = defaults;
  return AUDIENCE_ID_TYPES.some((type) => columns[type] !== undefined) ? columns : undefined;
}

/** One table for the whole campaign: people are joined with it once. */
function attributeTable(profile: Profile, campaign: Campaign): string | undefined {
  if (campaign.attributes !== undefined) return undefined;
  const destinations = campaign.groups.flatMap(({ destination }) => destination ?? []);
  const tables = [...new Set(destinations.map((name) => profile.defaultAttributes[name]?.table))];
  if (tables.length <= 1) return tables[0];
  throw configurationError(
    `The destinations of the campaign "${campaign.name}" have default attributes of different tables.`,
    'Give the campaign its own "attributes".',
  );
}
