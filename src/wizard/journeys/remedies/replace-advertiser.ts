import { getEntity } from '../../../core/profiles/entities.ts';
import type { Profile } from '../../../core/profiles/schema.ts';

/**
 * The profile with another advertiser in a destination: it takes the place of the one that failed, or of all
 * when none is named. Throws kind `configuration` when there is no such destination.
 */
export function withAdvertiser(
  profile: Profile,
  destination: string,
  advertiserId: string,
  failedId: string | undefined,
): Profile {
  const { advertiserIds } = getEntity(profile, 'destination', destination);
  const replaced =
    failedId === undefined || !advertiserIds.includes(failedId)
      ? [advertiserId]
      : advertiserIds.map((id) => (id === failedId ? advertiserId : id));
  return {
    ...profile,
    destinations: profile.destinations.map((each) =>
      each.name === destination ? { ...each, advertiserIds: [...new Set(replaced)] } : each,
    ),
  };
}

/** The advertiser a message of TikTok's is about, among those of the destination. */
export function failedAdvertiser(message: string, advertiserIds: readonly string[]): string | undefined {
  const named = advertiserIds.find((id) => message.includes(id));
  return named ?? (advertiserIds.length === 1 ? advertiserIds[0] : undefined);
}
