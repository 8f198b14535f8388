import { campaignSettings } from '../../../core/campaigns/campaign-settings.ts';
import { effectiveSettings } from '../../../core/profiles/effective-settings.ts';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import type { AdAccount } from '../../../wizard/audience-service.ts';

/**
 * Where the audience of an orchestration is, or that of one group of a campaign. Throws kind `configuration` where
 * names lead nowhere any more.
 */
export function audiencePlace(profile: Profile, name: string, group: string | undefined): AdAccount {
  const campaign = findEntity(profile, 'campaign', name);
  if (campaign === undefined) return placeIn(effectiveSettings(profile, name));
  const { deliveries } = campaignSettings(profile, name);
  const number = campaign.groups.findIndex((each) => each.name === group);
  const delivery = deliveries.find(({ groups }) => groups.includes(number)) ?? deliveries[0];
  if (delivery === undefined) throw new Error('A campaign fills at least one audience');
  return placeIn(delivery.settings);
}

function placeIn({
  credential,
  advertiserIds,
}: {
  readonly credential: { readonly name: string };
  readonly advertiserIds: readonly string[];
}): AdAccount {
  return { credential: credential.name, advertiserId: advertiserIds[0] ?? '' };
}
