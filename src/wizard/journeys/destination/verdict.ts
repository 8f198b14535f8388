import type { KnownError, KnownErrorKind } from '../../../core/errors.ts';
import type { Advertiser } from '../../../core/ports/tiktok.ts';
import type { TokenView } from '../../credential-service.ts';
import { NEEDED_ROLE, standingOf } from '../credential/standing.ts';

/** What stands against saving a destination, after TikTok was asked. */
export interface Objection {
  readonly message: string;
  readonly hint: string;
  /** The answer that would have to change; undefined: it is the access. */
  readonly step: 'advertiser' | 'eventSourceId' | undefined;
  /** True where it may work all the same. */
  readonly isDoubt?: boolean;
}

/**
 * Whether a destination can work: every advertiser must be reached, with a role that may write. Where TikTok
 * doesn't list the advertisers (no app secret, sandbox) nothing can be said, and nothing is.
 */
export function objectionTo(advertiserIds: readonly string[], view: TokenView): Objection | undefined {
  if (view.advertisersProblem !== undefined) return undefined;
  const byId = new Map<string, Advertiser>(view.advertisers.map((advertiser) => [advertiser.id, advertiser]));
  const unreached = advertiserIds.filter((id) => !byId.has(id));
  if (unreached.length > 0) {
    return {
      message: `This credential does not reach ${unreached.join(', ')}.`,
      hint: 'Pick an advertiser it reaches, or authorize as someone who has access.',
      step: 'advertiser',
    };
  }
  const refused = advertiserIds.filter((id) => {
    const advertiser = byId.get(id);
    return advertiser !== undefined && standingOf(advertiser) === 'refused';
  });
  if (refused.length > 0) {
    return {
      message: `You are an Analyst of ${refused.join(', ')} and may only read.`,
      hint: NEEDED_ROLE,
      step: undefined,
    };
  }
  return undefined;
}

/** TikTok was asked, and said no to this access: what can't connect isn't saved. */
const REFUSALS: readonly KnownErrorKind[] = [
  'invalid-credentials',
  'missing-permission',
  'missing-scope',
  'advertiser-not-found',
  'advertiser-disabled',
];

/**
 * Whether a failed look at TikTok says that a destination can't connect. Where TikTok wasn't reached, was busy, or
 * answered something that nobody knows the meaning of, or where there is no token on this machine to ask with, it
 * may well connect: it can be saved untested, and is checked before each run.
 */
export function isRefusal({ kind }: Pick<KnownError, 'kind'>): boolean {
  return REFUSALS.includes(kind);
}
