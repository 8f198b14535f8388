import type { TaskStatus } from '../../../core/delivery/events.ts';
import type { Campaign } from '../../../core/profiles/campaign-schema.ts';
import { formatCount } from '../../../core/wording.ts';
import type { GroupRun, TaskState } from '../delivery/run-state.ts';
import { TASK_TITLES } from '../delivery/task-words.ts';

/** How a group of a campaign is getting on. */
export interface GroupLine {
  readonly name: string;
  readonly status: TaskStatus;
  readonly words: string;
}

/**
 * One line for each audience, then one for each control group. Audiences that an earlier attempt of the run completed
 * are told of by `doneBefore`: the run itself says nothing of them any more.
 */
export function groupLines(
  { groups, audiences }: Pick<Campaign, 'groups' | 'audiences'>,
  runs: readonly GroupRun[],
  doneBefore: readonly string[] = [],
): readonly GroupLine[] {
  const treated = groups.filter(({ control }) => control !== true).map(({ name }) => name);
  const labels = audiences === 'single' ? [treated.join(', ')] : treated;
  const controls = groups.flatMap(({ name, control }) => (control === true ? [name] : []));
  return [
    ...labels.map((label) =>
      doneBefore.includes(label)
        ? { name: label, status: 'completed' as const, words: 'completed before' }
        : lineOf(
            label,
            runs.find((run) => run.label === label),
          ),
    ),
    ...controls.map((name) => ({ name, status: 'waiting' as const, words: 'control group, never sent' })),
  ];
}

function lineOf(name: string, run: GroupRun | undefined): GroupLine {
  const begun = run?.tasks.filter(({ status }) => status !== 'waiting') ?? [];
  const failed = begun.find(({ status }) => status === 'error');
  if (run === undefined || begun.length === 0) return { name, status: 'waiting', words: 'waiting' };
  if (failed !== undefined) return { name, status: 'error', words: failedInWords(run, failed) };
  const running = begun.find(({ status }) => status === 'running');
  if (running !== undefined) return { name, status: 'running', words: runningInWords(run, running) };
  const last = begun.at(-1);
  const isOver = begun.length === run.tasks.length;
  if (!isOver || last === undefined) {
    // Between two tasks; all audiences are planned before anything is sent to one of them.
    const planned = run.tasks.find((task) => task.name === 'prepare')?.detail;
    return { name, status: 'running', words: planned === undefined ? 'one moment' : `planned: ${planned}` };
  }
  const isAlert = begun.some(({ status }) => status === 'alert');
  const detail = run.tasks.find((task) => task.name === 'prepare')?.detail;
  const what = isAlert ? 'done, with issues' : 'completed';
  return {
    name,
    status: isAlert ? 'alert' : 'completed',
    words: detail === undefined ? what : `${what}: ${detail}`,
  };
}

function runningInWords({ progress }: GroupRun, task: TaskState): string {
  const title = TASK_TITLES[task.name];
  if (progress === undefined || progress.task !== task.name) return title;
  const { done, total, unit } = progress;
  if (unit === 'percent') return `${title}: ${formatCount(done)}%`;
  return total === undefined
    ? `${title}: ${formatCount(done)} ${unit}`
    : `${title}: ${formatCount(done)} of ${formatCount(total)} ${unit}`;
}

/** One that only waited for the others has nothing wrong with it. */
function failedInWords({ fault }: GroupRun, task: TaskState): string {
  if (fault?.kind === 'cancelled') return 'not sent yet';
  return `${TASK_TITLES[task.name]}: ${task.detail ?? fault?.explanation ?? 'failed'}`;
}
