import type { WorkflowAction, WorkflowActionId } from './faults.ts';

/** What each action says where a fault has no better words for it. */
const TITLES: Readonly<Record<WorkflowActionId, string>> = {
  'retry-task': 'Resolve: go on from the task that failed',
  'restart-run': 'Start the run again from the beginning',
  reauthorize: 'Authorize the credential again',
  'choose-advertiser': 'Choose another advertiser',
  'open-business-center': 'Open TikTok Business Center',
  'edit-destination': 'Change the destination',
  'edit-template': 'Change the data template',
  'choose-event-source': 'Choose another event source',
  'use-file-channel': 'Deliver as a customer file instead',
  wait: 'Wait, then try again',
  'save-rejects': 'Save the list of what can’t be used',
  'support-bundle': 'Make a support bundle (no secrets, no personal data)',
  'copy-request-id': 'Copy the request id',
};

/** What can be done about any fault, after what fits it best. */
const ALWAYS: readonly WorkflowActionId[] = ['retry-task', 'restart-run', 'save-rejects', 'support-bundle'];

/** An action by itself, or with words that fit the fault. */
export type ActionChoice = WorkflowActionId | readonly [WorkflowActionId, string];

/**
 * The actions of a fault in the order in which they are worth trying: those chosen for it, then those that
 * always make sense. Copying the request id is offered only where TikTok gave one. No action comes twice.
 */
export function listActions(
  chosen: readonly ActionChoice[],
  hasRequestId: boolean,
): readonly WorkflowAction[] {
  const actions = new Map<WorkflowActionId, WorkflowAction>();
  const last: readonly WorkflowActionId[] = hasRequestId ? ['copy-request-id'] : [];
  for (const choice of [...chosen, ...ALWAYS, ...last]) {
    const [id, title] = typeof choice === 'string' ? [choice, TITLES[choice]] : choice;
    if (!actions.has(id)) {
      actions.set(id, { id, title });
    }
  }
  return [...actions.values()];
}
