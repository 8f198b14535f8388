import { nameAtTikTok } from '../audiences/name.ts';
import { KnownError } from '../errors.ts';
import type { AudienceInfo, CallOptions, TikTok } from '../ports/tiktok.ts';
import { isEndpointMissing } from '../remedies/endpoint-missing.ts';

/** How long a new audience may be missing from TikTok's answers, in seconds. TikTok says nothing about it. */
export const LISTING_SECONDS = 300;

export interface KnownAudience {
  readonly id: string;
  /** True when tada made it so lately that TikTok may not show it yet. */
  readonly isRecent: boolean;
}

/**
 * Looks, by their ids, for audiences that this machine filled and TikTok's list lacks: names may repeat, so one that is
 * only missing from a list must not be made a second time. Whether the list lags behind, and whether the details do,
 * isn't documented. One that TikTok doesn't know and that is new is taken for there: should it be gone after all, the
 * first batch for it is refused and nobody is lost. Undefined when each of them is gone, or has another name now.
 */
export async function findUnlisted(
  tiktok: Pick<TikTok, 'getAudience'>,
  { advertiserId, name, channel }: { advertiserId: string; name: string; channel: 'streaming' | 'file' },
  known: readonly KnownAudience[],
  options: CallOptions,
): Promise<AudienceInfo | undefined> {
  const names = [name, nameAtTikTok(name, channel), ''];
  // The latest first: what was made last stands for the name.
  for (const { id, isRecent } of known.toReversed()) {
    const info = await lookUp(tiktok, advertiserId, id, options);
    if (info !== undefined && names.includes(info.name)) return { ...info, name };
    if (info === undefined && isRecent) return notShownYet(id, name);
  }
  return undefined;
}

/**
 * How TikTok may say that it has no audience of an id; the words and codes for it aren't documented. All that was asked
 * besides is the account, whose list was had a moment ago.
 */
const SAYS_GONE: readonly string[] = [
  'audience-not-found',
  'invalid-parameters',
  'missing-permission',
  'unknown',
];

/** Undefined when TikTok has no such audience, or can't be asked about one (the sandbox). */
export async function lookUp(
  tiktok: Pick<TikTok, 'getAudience'>,
  advertiserId: string,
  audienceId: string,
  options: CallOptions,
): Promise<AudienceInfo | undefined> {
  try {
    return (await tiktok.getAudience(advertiserId, audienceId, options)).data;
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    if (SAYS_GONE.includes(error.kind) || isEndpointMissing(error)) return undefined;
    throw error;
  }
}

/** What there is to say of an audience by its id alone. */
export function notShownYet(id: string, name: string): AudienceInfo {
  return {
    id,
    name,
    type: undefined,
    isValid: false,
    coverNumber: 0,
    error: undefined,
    createTime: undefined,
    expiredTime: undefined,
    isExpiring: false,
  };
}
