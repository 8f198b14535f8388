import { getEntity } from '../../../core/profiles/entities.ts';
import type { Profile } from '../../../core/profiles/schema.ts';

/**
 * The profile with a destination for audiences that delivers customer files from now on. An audience that was
 * made by streaming stays what it is: the next run makes a second one of its name. Throws kind `configuration`
 * when there is no such destination; one for events is left as it is.
 */
export function withFileChannel(profile: Profile, destination: string): Profile {
  getEntity(profile, 'destination', destination);
  return {
    ...profile,
    destinations: profile.destinations.map((each) =>
      each.name === destination && each.kind === 'audience' ? { ...each, channel: 'file' as const } : each,
    ),
  };
}
