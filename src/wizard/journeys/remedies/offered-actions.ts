import type { Fault, FaultKind, WorkflowActionId } from '../../../core/remedies/faults.ts';

/** Everything the wizard can do about a failure: what its fault names, and where the settings behind it are. */
export type RemedyId = WorkflowActionId | 'edit-credential' | 'edit-query';

export interface OfferedAction {
  readonly id: RemedyId;
  readonly title: string;
}

/** What a failure allows besides what its fault suggests. */
export interface Situation {
  /** There is a run to go on with. */
  readonly canResume: boolean;
  /** There is an orchestration whose preview can be looked at again. */
  readonly canRestart: boolean;
  /** What is started again is a campaign, which has no query and no data template. */
  readonly isCampaign?: boolean | undefined;
  /** It is known whose settings are behind the failure, so that they can be changed. */
  readonly knowsSettings: boolean;
  /** There is a run with a journal, to hand to support. */
  readonly canBundle: boolean;
  /** The rows were read, so that there is a list of rejected values. */
  readonly hasRejects: boolean;
  /** Something was repaired since the failure. */
  readonly isRepaired: boolean;
}

/**
 * Going on would send what nobody has looked at, or stop at the same place again: these need a new preview and
 * its review.
 */
const NEEDS_NEW_PREVIEW: readonly FaultKind[] = ['source-changed', 'safety-stop'];

/** What the wizard adds before a fault's own actions, because it is the likelier cause. */
const ADDED_BEFORE: Readonly<Partial<Record<FaultKind, OfferedAction>>> = {
  'query-failed': { id: 'edit-query', title: 'Change the query' },
  'source-unreadable': { id: 'edit-query', title: 'Change the query or its files' },
  'source-changed': { id: 'edit-query', title: 'Change the query or its files' },
  'nothing-to-send': { id: 'edit-query', title: 'Change the query' },
};

/** What the wizard adds after them. */
const ADDED_AFTER: Readonly<Partial<Record<FaultKind, OfferedAction>>> = {
  'invalid-credentials': { id: 'edit-credential', title: 'Open the credential' },
};

/** What stands in a campaign in the place of a query and a data template. */
const CAMPAIGN_TITLES: Readonly<Partial<Record<RemedyId, string>>> = {
  'edit-query': 'Change its segments or their files',
  'edit-template': 'Change what is sent of each person',
};

/** Seconds worth waiting before going on, where waiting alone can resolve the fault. */
export const WAIT_SECONDS: Readonly<Partial<Record<FaultKind, number>>> = {
  'rate-limited': 300,
  maintenance: 300,
  'tiktok-unavailable': 60,
  network: 30,
  locked: 15,
};

/**
 * What can be done about a fault from here, the best first. What the situation rules out is left out rather
 * than shown and refused.
 */
export function offeredActions(fault: Fault, situation: Situation): readonly OfferedAction[] {
  const offered = fault.actions.flatMap(({ id, title }): readonly OfferedAction[] =>
    fits(id, fault, situation) ? [{ id, title }] : [],
  );
  const before = ADDED_BEFORE[fault.kind];
  const after = ADDED_AFTER[fault.kind];
  const all = [
    ...(before === undefined || !situation.canRestart ? [] : [before]),
    ...offered,
    ...(after === undefined || !situation.knowsSettings ? [] : [after]),
  ];
  return situation.isCampaign === true
    ? all.map(({ id, title }) => ({ id, title: CAMPAIGN_TITLES[id] ?? title }))
    : all;
}

/** What brings the run on once its cause is repaired. */
export function resolvingAction({ kind }: Pick<Fault, 'kind'>): 'retry-task' | 'restart-run' {
  return NEEDS_NEW_PREVIEW.includes(kind) ? 'restart-run' : 'retry-task';
}

function fits(id: WorkflowActionId, fault: Fault, situation: Situation): boolean {
  switch (id) {
    case 'retry-task':
      return situation.canResume && resolvingAction(fault) === 'retry-task';
    case 'restart-run':
    case 'choose-event-source':
    case 'edit-template':
      return situation.canRestart;
    case 'reauthorize':
    case 'choose-advertiser':
    case 'use-file-channel':
    case 'edit-destination':
      return situation.knowsSettings;
    case 'wait':
      return situation.canResume && WAIT_SECONDS[fault.kind] !== undefined;
    case 'save-rejects':
      return situation.hasRejects;
    case 'support-bundle':
      return situation.canBundle;
    case 'copy-request-id':
      return fault.requestId !== undefined;
    case 'open-business-center':
      return true;
  }
}
