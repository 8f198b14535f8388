import { audienceLockKey, lockKeysOf } from '../../core/history/run-lock.ts';
import { runsOfAudience } from '../../core/history/run-order.ts';
import type { AudienceRecord, AudienceStore, Lock, RunStore } from '../../core/ports/storage.ts';

/** Does something to an audience while nobody delivers to it; rejects with kind `locked` while somebody does. */
export async function underAudienceLocks<Result>(
  { audiences, runs }: { readonly audiences: AudienceStore; readonly runs: RunStore },
  { advertiserId, audienceId, name }: Pick<AudienceRecord, 'advertiserId' | 'audienceId' | 'name'>,
  work: () => Promise<Result>,
): Promise<Result> {
  // Runs lock the name they were given, which TikTok may have cut.
  const ofRuns = runsOfAudience(runs.list().runs, { advertiserId, audienceId }).flatMap(lockKeysOf);
  const keys = [
    ...new Set([`${advertiserId}/${name}`, audienceLockKey(advertiserId, audienceId), ...ofRuns]),
  ].toSorted();
  const locks: Lock[] = [];
  try {
    for (const key of keys) locks.push(await audiences.lock(key));
    return await work();
  } finally {
    for (const lock of locks) await lock.release();
  }
}
