import { MINIMUM_AUDIENCE_SIZE } from '../../../core/delivery/warnings.ts';
import type { KnownError } from '../../../core/errors.ts';
import type { AudienceInfo } from '../../../core/ports/tiktok.ts';
import { formatCount } from '../../../core/wording.ts';

/** Seconds between two looks: TikTok needs hours, and a look costs a request of the app's quota. */
export const SECONDS_BETWEEN_LOOKS = 60;

/** Watching an audience become usable; times in milliseconds since 1970. */
export interface WatchState {
  readonly looks: number;
  readonly isLooking: boolean;
  readonly lastLook: number | undefined;
  /** As TikTok described it last; undefined before the first look and when it isn't listed. */
  readonly audience: AudienceInfo | undefined;
  /** The first look that found it usable by an ad group. */
  readonly usableSince: number | undefined;
  readonly problem: KnownError | undefined;
}

export type WatchAction =
  | { readonly type: 'look' }
  | {
      readonly type: 'seen';
      readonly audiences: readonly AudienceInfo[];
      readonly audienceId: string;
      readonly at: number;
    }
  | { readonly type: 'failed'; readonly problem: KnownError; readonly at: number };

export function startWatch(): WatchState {
  return {
    looks: 0,
    isLooking: false,
    lastLook: undefined,
    audience: undefined,
    usableSince: undefined,
    problem: undefined,
  };
}

export function reduceWatch(state: WatchState, action: WatchAction): WatchState {
  switch (action.type) {
    case 'look':
      return { ...state, isLooking: true };
    case 'seen': {
      const audience = action.audiences.find(({ id }) => id === action.audienceId);
      return {
        looks: state.looks + 1,
        isLooking: false,
        lastLook: action.at,
        audience,
        usableSince: state.usableSince ?? (isUsable(audience) ? action.at : undefined),
        problem: undefined,
      };
    }
    case 'failed':
      return {
        ...state,
        looks: state.looks + 1,
        isLooking: false,
        lastLook: action.at,
        problem: action.problem,
      };
  }
}

/** Seconds until the next look at `now` (milliseconds); undefined while looking or before the first look. */
export function secondsToNextLook(state: WatchState, now: number): number | undefined {
  if (state.isLooking || state.lastLook === undefined) return undefined;
  // A screen's time moves in steps and may lie before the last look.
  const since = Math.max(0, now - state.lastLook) / 1000;
  return Math.max(0, SECONDS_BETWEEN_LOOKS - since);
}

function isUsable(audience: AudienceInfo | undefined): boolean {
  return audience?.isValid === true && audience.coverNumber >= MINIMUM_AUDIENCE_SIZE;
}

/** What the last look found, in one sentence. */
export function watchSentence(state: WatchState): string {
  const { audience, looks } = state;
  if (looks === 0) return 'Asking TikTok…';
  if (state.problem !== undefined && audience === undefined) return 'TikTok could not be asked.';
  if (audience === undefined) return 'TikTok does not list the audience yet.';
  return audienceSentence(audience);
}

/** How far an audience is, in one sentence. */
export function audienceSentence(audience: AudienceInfo): string {
  if (audience.error !== undefined) return `TikTok says: ${audience.error}`;
  if (!audience.isValid) return 'TikTok is still building it; that can take up to 48 hours.';
  const size = `about ${formatCount(audience.coverNumber)} matched members`;
  return isUsable(audience)
    ? `Ready: ${size}; an ad group can use it.`
    : `Built: ${size}; an ad group needs ${formatCount(MINIMUM_AUDIENCE_SIZE)}.`;
}
