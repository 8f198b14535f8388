import { attempt, attemptOr, KnownError } from '../../../core/errors.ts';
import { lastTrial, type Trial } from '../../../core/history/trials.ts';
import { findEntity, namesOf } from '../../../core/profiles/entities.ts';
import {
  type Promotion,
  type PromotionWish,
  planPromotion,
  unreachedAdvertisers,
} from '../../../core/profiles/promote.ts';
import type { Credential, Profile } from '../../../core/profiles/schema.ts';
import type { RunService } from '../../run-service.ts';
import { checkNewName } from '../common/check-field.ts';

/** A destination on its way to production, as far as it is known. */
export interface PromotionAnswers {
  readonly destination: string;
  readonly credential: string | undefined;
  readonly advertiserIds: readonly string[];
  /** Ad accounts that the credential reaches; undefined where TikTok didn't tell. */
  readonly reached: readonly { readonly id: string }[] | undefined;
  readonly name: string;
}

/** True for a destination that was tried elsewhere; what is in production is never promoted again. */
export function canPromote(profile: Profile, destination: string): boolean {
  const found = findEntity(profile, 'destination', destination);
  const credential = found && findEntity(profile, 'credential', found.credential);
  return credential !== undefined && credential.environment !== 'production';
}

/** Whose access to production there is. */
export function productionCredentials(profile: Profile): readonly Credential[] {
  return profile.credentials.filter(({ environment }) => environment === 'production');
}

export function startPromotion(destination: string): PromotionAnswers {
  return {
    destination,
    credential: undefined,
    advertiserIds: [],
    reached: undefined,
    name: proposedName(destination),
  };
}

/** Those ad accounts of the destination that the new credential reaches as well. */
export function keptAdvertisers(
  profile: Profile,
  destination: string,
  reached: readonly { readonly id: string }[],
): readonly string[] {
  const ids = findEntity(profile, 'destination', destination)?.advertiserIds ?? [];
  return ids.filter((id) => reached.some((advertiser) => advertiser.id === id));
}

/** What is wrong with the name of the copies; undefined when nothing is. */
export function checkPromotionName(
  profile: Profile,
  answers: PromotionAnswers,
  name: string,
): string | undefined {
  const problem = checkNewName(name, namesOf(profile, 'destination'));
  if (problem !== undefined) return problem;
  // Templates and orchestrations get names of their own, which may be taken too.
  const planned = tryPlan(profile, { ...answers, name });
  return planned instanceof KnownError ? planned.message : undefined;
}

/** What would be added, or why nothing can be. */
export function tryPlan(profile: Profile, answers: PromotionAnswers): Promotion | KnownError {
  return attempt(() => planPromotion(profile, wishOf(answers)));
}

/** The wish behind the answers; the name that is proposed counts as none, as on the command line. */
export function wishOf({ destination, credential, advertiserIds, name }: PromotionAnswers): PromotionWish {
  const given = name.trim();
  return {
    destination,
    credential: credential ?? '',
    ...(given === proposedName(destination) ? {} : { name: given }),
    ...(advertiserIds.length === 0 ? {} : { advertiserIds }),
  };
}

/** What needs a look before the copies are run; one sentence each. */
export function promotionWarnings(
  { credential, reached }: PromotionAnswers,
  plan: Promotion,
): readonly string[] {
  const unreached =
    reached === undefined
      ? [`TikTok didn't tell which advertisers "${credential}" reaches: check the copy before it is run.`]
      : unreachedAdvertisers(plan.advertiserIds, reached).map(
          (id) => `"${credential}" doesn't reach the advertiser ${id}.`,
        );
  return [...unreached, ...plan.warnings];
}

/** When a destination was tried last; runs that can't be listed tell nothing, and stop nobody. */
export function trialOf(runs: Pick<RunService, 'list'>, destination: string): Trial | undefined {
  return attemptOr(() => lastTrial(runs.list().runs, destination), undefined);
}

function proposedName(destination: string): string {
  return `${destination} (production)`;
}
