import type { Fault } from '../../../core/remedies/faults.ts';
import { type FailureFacts, type GuideStep, guideFor } from './guide.ts';
import {
  type OfferedAction,
  offeredActions,
  type RemedyId,
  resolvingAction,
  type Situation,
} from './offered-actions.ts';

/** A line of the list of what can be done, with what was found where it leads. */
export interface RemedyItem extends OfferedAction {
  /** Undefined where nothing is to be looked at. */
  readonly step: GuideStep | undefined;
}

export interface Remedies {
  readonly items: readonly RemedyItem[];
  /** The one to highlight. */
  readonly first: RemedyId | undefined;
  /** What is settled and needs nobody. */
  readonly verified: readonly string[];
}

/**
 * What can be done about a failure, as a list. Faults with a way of their own show its steps in their order,
 * then everything else; after a repair Resolve comes first.
 */
export function remediesFor(fault: Fault, situation: Situation, facts: FailureFacts | undefined): Remedies {
  const offered = offeredActions(fault, situation);
  const guide = facts === undefined ? undefined : guideFor(fault, facts);
  const steps = guide?.steps ?? [];
  const stepOf = (id: RemedyId) => steps.find(({ action }) => action === id);
  const guided = steps.flatMap(({ action }) => offered.filter(({ id }) => id === action));
  const others = offered.filter(({ id }) => stepOf(id) === undefined);
  const items = [...guided, ...others].map((action) => ({ ...action, step: stepOf(action.id) }));

  const resolving = items.find(({ id }) => id === resolvingAction(fault));
  if (situation.isRepaired && resolving !== undefined) {
    return {
      items: [named(resolving), ...items.filter((item) => item !== resolving)],
      first: resolving.id,
      verified: guide?.verified ?? [],
    };
  }
  const wrong = items.find(({ step }) => step?.state === 'wrong');
  return { items, first: (wrong ?? offered[0])?.id, verified: guide?.verified ?? [] };
}

function named(item: RemedyItem): RemedyItem {
  const title =
    item.id === 'restart-run'
      ? 'Resolve: look at a new preview, then send'
      : 'Resolve: go on from the task that failed';
  return { ...item, title };
}
