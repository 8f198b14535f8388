import type { Fault } from '../core/remedies/faults.ts';
import { runDetails } from '../wizard/journeys/delivery/run-details.ts';
import { offeredActions, type RemedyId } from '../wizard/journeys/remedies/offered-actions.ts';
import type { RunView } from '../wizard/run-service.ts';
import type { Services } from '../wizard/services.ts';
import { runLine } from './run-line.ts';

/**
 * What happened, in words, and what can be done about it from a command line: each action with its command, or
 * with the word that it is done in the wizard. What the run rules out isn't there, as in the wizard.
 */
export function describeFault(fault: Fault, failed?: RunView): string {
  const lines = ['', fault.explanation];
  const code = fault.code === undefined ? '' : ` (code ${fault.code})`;
  lines.push(`  Message: ${fault.message}${code}`);
  if (fault.requestId !== undefined) lines.push(`  Request id: ${fault.requestId}`);
  const actions = actionLines(fault, failed);
  if (actions.length > 0) lines.push('  What can be done:', ...actions.map((line) => `  - ${line}`));
  return lines.join('\n');
}

/** The run as it was written down; undefined for one that failed before it was, or that was deleted. */
export function findFailed(runs: Services['runs'], id: string | undefined): RunView | undefined {
  const isThere = id !== undefined && runs.list().runs.some((record) => record.id === id);
  return isThere ? runs.show(id) : undefined;
}

function actionLines(fault: Fault, failed: RunView | undefined): readonly string[] {
  const offered = offeredActions(fault, {
    canResume: failed !== undefined,
    canRestart: true,
    knowsSettings: true,
    canBundle: failed !== undefined,
    hasRejects: failed !== undefined && runDetails(failed).hasRejects,
    isRepaired: false,
  });
  return offered.flatMap(({ id, title }) => {
    const way = wayTo(id, failed?.record);
    return way === undefined ? [] : [`${title}: ${way}`];
  });
}

/** Undefined where a command line has nothing to add: a request id is on the screen already. */
function wayTo(id: RemedyId, record: RunView['record'] | undefined): string | undefined {
  switch (id) {
    case 'copy-request-id':
      return undefined;
    case 'open-business-center':
      return 'https://business.tiktok.com/';
    case 'restart-run':
      return record && restartOf(record);
    case 'retry-task':
    case 'wait':
      return record && `tada runs resume ${record.id}`;
    case 'save-rejects':
      return record && `tada runs rejects ${record.id} -o rejects.csv`;
    case 'support-bundle':
      return record && `tada runs bundle ${record.id} -o support.zip`;
    default:
      return 'in the wizard (tada)';
  }
}

/** The command line that began the run: an undo begins again as an undo, a test as a test of the same people. */
function restartOf({ orchestration, settings }: RunView['record']): string {
  const { undoOf, set, testMembers, testEventCode } = settings;
  if (typeof undoOf === 'string') return `tada runs undo ${undoOf}`;
  const given = typeof set === 'object' && set !== null ? Object.entries(set) : [];
  return runLine(orchestration, {
    set: given.map(([name, value]) => `${name}=${value}`),
    testMembers: typeof testMembers === 'number' ? testMembers : undefined,
    testEventCode: typeof testEventCode === 'string' ? testEventCode : undefined,
  });
}
