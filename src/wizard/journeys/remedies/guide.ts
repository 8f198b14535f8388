import type { Advertiser } from '../../../core/ports/tiktok.ts';
import type { Environment } from '../../../core/profiles/schema.ts';
import type { Fault, FaultKind } from '../../../core/remedies/faults.ts';
import { formatAmount, listed } from '../../../core/wording.ts';
import { roleName, standingOf } from '../credential/standing.ts';
import type { RemedyId } from './offered-actions.ts';

/** What is known about the settings behind a failure; more is filled in as TikTok answers. */
export interface FailureFacts {
  readonly destination: string;
  /** Undefined for a check, which has no template. */
  readonly template: string | undefined;
  readonly credential: string;
  readonly environment: Environment;
  readonly advertiserIds: readonly string[];
  /** ISO time at which TikTok last accepted the token. */
  readonly lastValidated: string | undefined;
  /** What the token reaches; undefined while unknown or where TikTok can't be asked. */
  readonly reachable: readonly Advertiser[] | undefined;
  /** Who authorized, as TikTok tells it. */
  readonly user: string | undefined;
}

/** `verified`: looked at and right. `wrong`: looked at and the cause. `open`: a person has to look. */
export type StepState = 'verified' | 'wrong' | 'open';

/** One thing to look at, and what was found there. */
export interface GuideStep {
  readonly action: RemedyId;
  readonly state: StepState;
  /** In one sentence; undefined where only a person can look. */
  readonly finding: string | undefined;
}

export interface Guide {
  /** What is settled and needs nobody. */
  readonly verified: readonly string[];
  /** In the order in which the causes are worth looking at. */
  readonly steps: readonly GuideStep[];
}

const NO_GUIDE: Guide = { verified: [], steps: [] };

/** The way through a failure, with what is known already; empty for faults that need none. */
export function guideFor(fault: Fault, facts: FailureFacts): Guide {
  return GUIDES[fault.kind]?.(facts, fault) ?? NO_GUIDE;
}

const RESOLVE: GuideStep = { action: 'retry-task', state: 'open', finding: undefined };

const GUIDES: Readonly<Partial<Record<FaultKind, (facts: FailureFacts, fault: Fault) => Guide>>> = {
  'advertiser-not-found': (facts) => ({
    verified: [tokenAccepted(facts)],
    steps: [
      lookAtIds(facts),
      ...lookAtTemplate(facts),
      { action: 'open-business-center', state: 'open', finding: undefined },
      lookAtReach(facts),
      RESOLVE,
    ],
  }),
  'invalid-credentials': ({ credential, lastValidated }) => ({
    verified: [],
    steps: [
      {
        action: 'edit-credential',
        state: 'open',
        finding: `TikTok refuses the token of “${credential}” (${lastValidated === undefined ? 'never validated' : `last accepted ${lastValidated.slice(0, 10)}`}).`,
      },
      {
        action: 'reauthorize',
        state: 'open',
        finding: 'Only the token changes; what uses the credential stays as it is.',
      },
      RESOLVE,
    ],
  }),
  'event-source-invalid': () => ({
    verified: [],
    steps: [
      {
        action: 'choose-event-source',
        state: 'open',
        finding: 'Looks at the source, then the advertiser, then the event name, and lets you change each.',
      },
      RESOLVE,
    ],
  }),
  'missing-permission': (facts, fault) => ({
    verified: [tokenAccepted(facts)],
    steps: [
      lookAtRole(facts, fault),
      {
        action: 'reauthorize',
        state: 'open',
        finding: 'Send the new link to somebody whose role is Admin or Operator (recommended).',
      },
      RESOLVE,
    ],
  }),
};

function tokenAccepted({ credential, user }: FailureFacts): string {
  return `TikTok accepts the token of “${credential}”${user === undefined ? '' : `, authorized by ${user}`}.`;
}

/** Ids of advertisers have 19 digits in every example of TikTok's; another length is suspicious. */
function lookAtIds({ advertiserIds, destination }: FailureFacts): GuideStep {
  const odd = advertiserIds.filter((id) => !/^\d{19}$/.test(id));
  const action = 'edit-destination';
  return odd.length === 0
    ? { action, state: 'verified', finding: `“${destination}” has ${listed(advertiserIds)}: 19 digits.` }
    : { action, state: 'wrong', finding: `“${destination}” has ${listed(odd)}; an id has 19 digits.` };
}

function lookAtTemplate({ template, destination }: FailureFacts): readonly GuideStep[] {
  if (template === undefined) return [];
  const finding = `“${template}” leads to “${destination}”.`;
  return [{ action: 'edit-template', state: 'verified', finding }];
}

function lookAtReach({ reachable, advertiserIds, environment }: FailureFacts): GuideStep {
  const action = 'choose-advertiser';
  if (reachable === undefined) {
    return {
      action,
      state: 'open',
      finding: `Each environment has its own accounts; this credential is for the ${environment}.`,
    };
  }
  const missing = advertiserIds.filter((id) => !reachable.some((advertiser) => advertiser.id === id));
  if (missing.length === 0) {
    return { action, state: 'open', finding: 'The credential says that it reaches this account.' };
  }
  return {
    action,
    state: 'wrong',
    finding: `The credential does not reach ${listed(missing)}; it reaches ${formatAmount(reachable.length, 'account')}.`,
  };
}

function lookAtRole({ reachable, advertiserIds, user }: FailureFacts, fault: Fault): GuideStep {
  const action = 'open-business-center';
  const who = user ?? 'The person who authorized';
  const own = reachable?.filter(({ id }) => advertiserIds.includes(id)) ?? [];
  const analyst = own.find((advertiser) => standingOf(advertiser) === 'refused');
  const able = own.find((advertiser) => standingOf(advertiser) === 'works');
  if (analyst !== undefined) {
    return { action, state: 'wrong', finding: `${who} is an Analyst of ${analyst.id}; Analysts only read.` };
  }
  if (able !== undefined && own.length === advertiserIds.length) {
    return {
      action,
      state: 'open',
      finding: `${who} is ${roleName(able.role)} by now; Resolve shows whether that is enough.`,
    };
  }
  // The check before a run names the role in its own words even where the accounts can't be listed.
  if (/\banalyst\b/i.test(fault.message)) {
    return {
      action,
      state: 'wrong',
      finding: `${who} is an Analyst of ${listed(advertiserIds)}; Analysts only read.`,
    };
  }
  if (reachable !== undefined && own.length === 0) {
    return { action, state: 'wrong', finding: `${who} has no access to ${listed(advertiserIds)}.` };
  }
  return { action, state: 'open', finding: 'The role has to be Admin or Operator (recommended).' };
}
