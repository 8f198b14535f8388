import { testAudienceName } from '../audiences/name.ts';
import type { RunRecord } from '../ports/storage.ts';

/** The locks a run takes while it works; none for a record that says too little. */
export function lockKeysOf({ kind, settings }: RunRecord): readonly string[] {
  if (kind === 'events') {
    const { eventSourceId } = settings;
    return typeof eventSourceId === 'string' ? [`events/${eventSourceId}`] : [];
  }
  const { advertiserIds, audienceName, testMembers } = settings;
  const accounts: readonly unknown[] = Array.isArray(advertiserIds) ? advertiserIds : [];
  if (typeof audienceName !== 'string') return [];
  const name = typeof testMembers === 'number' ? testAudienceName(audienceName) : audienceName;
  return audienceNameKeys(
    accounts.filter((account) => typeof account === 'string'),
    name,
  );
}

/**
 * The locks of an audience by its name, one for each ad account it may be in, in one order for everybody: of two
 * destinations that name it with the same accounts in another order only one looks for it, and makes it, at a time.
 */
export function audienceNameKeys(advertiserIds: readonly string[], name: string): readonly string[] {
  return advertiserIds.map((advertiserId) => `${advertiserId}/${name}`).toSorted();
}

/**
 * The lock of an audience by its id, which everything takes that changes it besides the one by its name: two names may
 * lead to one audience, where one names its id, or where TikTok cut a long one.
 */
export function audienceLockKey(advertiserId: string, audienceId: string): string {
  return `${advertiserId}/${audienceId}`;
}
