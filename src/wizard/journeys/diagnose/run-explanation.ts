import type { TaskName } from '../../../core/delivery/events.ts';
import type { RunRecord } from '../../../core/ports/storage.ts';
import type { Fault } from '../../../core/remedies/faults.ts';
import type { RunView } from '../../run-service.ts';
import { runKindOf, withoutGroupRuns } from '../delivery/campaign-runs.ts';
import { pastTasks } from '../delivery/run-details.ts';
import { TASK_TITLES } from '../delivery/task-words.ts';

/** What became of a run, told to somebody who asks why it failed. */
export type RunExplanation =
  | {
      readonly type: 'failed';
      readonly run: string;
      readonly orchestration: string;
      /** The task that failed; undefined for a run that ended before its first. */
      readonly task: TaskName | undefined;
      readonly fault: Fault;
      /** Which run failed, and where, as one sentence. */
      readonly headline: string;
    }
  /** There is nothing to explain; `sentence` says how the run stands. */
  | { readonly type: 'not-failed'; readonly sentence: string };

/** Why a run failed; the same words in a terminal, in a pipe and in the wizard. */
export function explainRun({ record, journal }: Pick<RunView, 'record' | 'journal'>): RunExplanation {
  const { id, orchestration, fault, outcome } = record;
  if (fault === undefined) {
    const how = outcome === undefined ? '; it never ended: go on with `tada runs resume`' : '';
    return { type: 'not-failed', sentence: `The run ${id} did not fail${how}.` };
  }
  const task = pastTasks(runKindOf(record), journal).find(({ status }) => status === 'error')?.name;
  const where = task === undefined ? '' : ` at the task “${TASK_TITLES[task]}”`;
  const headline = `Run ${id} of ${orchestration} failed${where}.`;
  return { type: 'failed', run: id, orchestration, task, fault, headline };
}

/**
 * Failures that nobody has made good yet, the newest first: of each orchestration its last run, where that one
 * failed. `runs` come newest first. A run that was stopped didn't fail, and one that never ended isn't judged.
 */
export function openFailures(runs: readonly RunRecord[]): readonly RunRecord[] {
  const own = new Set(withoutGroupRuns(runs));
  const seen = new Set<string>();
  return runs.filter((run) => {
    if (run.outcome === undefined || seen.has(run.orchestration)) return false;
    seen.add(run.orchestration);
    // One of a campaign's is told of with the campaign's; it makes good an undo of that audience that failed.
    return own.has(run) && isFailed(run);
  });
}

/** The run to explain when none is named: the newest open failure, else the newest run that ever failed. */
export function runToExplain(runs: readonly RunRecord[]): RunRecord | undefined {
  return openFailures(runs)[0] ?? runs.find(isFailed);
}

function isFailed({ outcome, fault }: RunRecord): boolean {
  return outcome === 'error' && fault !== undefined;
}
