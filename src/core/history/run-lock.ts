import { testAudienceName } from '../audiences/name.ts';
import type { RunRecord } from '../ports/storage.ts';

/** The lock a run takes while it works; undefined for a record that says too little. */
export function lockKeyOf({ kind, settings }: RunRecord): string | undefined {
  if (kind === 'events') {
    const { eventSourceId } = settings;
    return typeof eventSourceId === 'string' ? `events/${eventSourceId}` : undefined;
  }
  const { advertiserIds, audienceName, testMembers } = settings;
  const [advertiserId]: readonly unknown[] = Array.isArray(advertiserIds) ? advertiserIds : [];
  if (typeof advertiserId !== 'string' || typeof audienceName !== 'string') return undefined;
  const name = typeof testMembers === 'number' ? testAudienceName(audienceName) : audienceName;
  return `${advertiserId}/${name}`;
}

/**
 * The lock of an audience by its id, which everything takes that changes it besides the one by its name: two names may
 * lead to one audience, where one names its id, or where TikTok cut a long one.
 */
export function audienceLockKey(advertiserId: string, audienceId: string): string {
  return `${advertiserId}/${audienceId}`;
}
