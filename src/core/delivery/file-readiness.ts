import type { AudienceInfo } from '../ports/tiktok.ts';
import { formatCount } from '../wording.ts';

/** TikTok: an audience is built within 48 hours of a change. */
const BUILDING_HOURS = 48;

/** How far an audience is. `unusable`: built for long enough, and still not valid. */
export interface Readiness {
  readonly state: 'failed' | 'ready' | 'processing' | 'unusable';
  /** A few words for the end of a run. */
  readonly words: string;
}

/**
 * The state of an audience. TikTok has no field for it, so it follows from three others: an error means that
 * building failed, validity that it is usable; what is neither is being built while the last change is less
 * than 48 hours old, and after that too small or invalid. `changedAt` and `now` in milliseconds; without a
 * time of change it counts as young.
 */
export function audienceReadiness(
  audience: Pick<AudienceInfo, 'error' | 'isValid' | 'coverNumber'>,
  changedAt: number | undefined,
  now: number,
): Readiness {
  if (audience.error !== undefined) return { state: 'failed', words: `TikTok says: ${audience.error}` };
  if (audience.isValid) {
    return { state: 'ready', words: `usable, about ${formatCount(audience.coverNumber)} people` };
  }
  if (changedAt === undefined || now - changedAt < BUILDING_HOURS * 3_600_000) {
    return { state: 'processing', words: 'being built, up to 48 hours' };
  }
  return { state: 'unusable', words: 'not usable after 48 hours: too few people were matched' };
}

/** TikTok's times have no zone; UTC, which its request ids and limits use, is a guess that is hours off at most. */
export function timeOf(text: string | undefined): number | undefined {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})/.exec(text ?? '') ?? [];
  if (day === undefined || time === undefined) return undefined;
  const milliseconds = Date.parse(`${day}T${time}Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
