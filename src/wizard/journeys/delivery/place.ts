import type { RunRecord } from '../../../core/ports/storage.ts';
import type { EffectiveSettings } from '../../../core/profiles/effective-settings.ts';
import { listed } from '../../../core/wording.ts';

/** Where a delivery goes at TikTok; empty texts while a setting is still to be given. */
export interface Place {
  readonly kind: 'audience' | 'events';
  readonly advertiserIds: readonly string[];
  /** The audience's name, or the id of the event source. */
  readonly name: string;
}

/** Where the orchestration delivers to, as the settings are now. */
export function placeOf(settings: EffectiveSettings): Place {
  const { kind, advertiserIds } = settings;
  const name = settings.kind === 'audience' ? settings.audienceName : settings.eventSourceId;
  return { kind, advertiserIds, name: name ?? '' };
}

/** Where a run was to deliver to when it was started; undefined for a record that doesn't say. */
export function placeOfRun({ kind, settings }: Pick<RunRecord, 'kind' | 'settings'>): Place | undefined {
  const { advertiserIds, audienceName, eventSourceId } = settings;
  const name = kind === 'audience' ? audienceName : eventSourceId;
  if (!Array.isArray(advertiserIds) || typeof name !== 'string') return undefined;
  const ids: readonly unknown[] = advertiserIds;
  return { kind, advertiserIds: ids.filter((id) => typeof id === 'string'), name };
}

/**
 * What to say when a delivery goes somewhere else than was agreed to, because a repair has changed a setting;
 * undefined when it doesn't.
 */
export function describeMove(agreed: Place, now: Place): string | undefined {
  const before = wordsOf(agreed);
  const after = wordsOf(now);
  return before === after ? undefined : `This was for ${before}; now it goes to ${after}.`;
}

/** Accounts in one order: which of them stands first makes no other place. */
function wordsOf({ kind, advertiserIds, name }: Place): string {
  const accounts = `the ad ${advertiserIds.length === 1 ? 'account' : 'accounts'} ${listed(advertiserIds.toSorted())}`;
  return kind === 'audience' ? `“${name}” in ${accounts}` : `the event source ${name} of ${accounts}`;
}
