import { campaignSettings } from '../../../core/campaigns/campaign-settings.ts';
import type { AudienceRecord } from '../../../core/ports/storage.ts';
import { effectiveSettings } from '../../../core/profiles/effective-settings.ts';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import type { AdAccount } from '../../../wizard/audience-service.ts';

/** An audience that a run delivered to, and whose it was. */
export interface DeliveredAudience {
  readonly audienceId: string;
  /** The name of an orchestration or a campaign. */
  readonly name: string;
  readonly group: string | undefined;
}

/**
 * Where the audience of an orchestration is, or that of one group of a campaign: in that of the destination's ad
 * accounts which this machine knows it in. Throws kind `configuration` where names lead nowhere any more.
 */
export function audiencePlace(
  profile: Profile,
  known: readonly Pick<AudienceRecord, 'advertiserId' | 'audienceId'>[],
  { audienceId, name, group }: DeliveredAudience,
): AdAccount {
  const homes = known.flatMap((record) => (record.audienceId === audienceId ? [record.advertiserId] : []));
  const campaign = findEntity(profile, 'campaign', name);
  if (campaign === undefined) return placeIn(effectiveSettings(profile, name), homes);
  const { deliveries } = campaignSettings(profile, name);
  const number = campaign.groups.findIndex((each) => each.name === group);
  const delivery = deliveries.find(({ groups }) => groups.includes(number)) ?? deliveries[0];
  if (delivery === undefined) throw new Error('A campaign fills at least one audience');
  return placeIn(delivery.settings, homes);
}

function placeIn(
  {
    credential,
    advertiserIds,
  }: { readonly credential: { readonly name: string }; readonly advertiserIds: readonly string[] },
  homes: readonly string[],
): AdAccount {
  const home = advertiserIds.find((id) => homes.includes(id)) ?? advertiserIds[0] ?? '';
  return { credential: credential.name, advertiserId: home };
}
