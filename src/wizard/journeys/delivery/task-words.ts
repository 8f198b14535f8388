import { TASK_NAMES, type TaskName, type TaskStatus } from '../../../core/delivery/events.ts';

/** What each task of a run does, as its line on the screen. */
export const TASK_TITLES: Readonly<Record<TaskName, string>> = {
  check: 'Check the connection',
  query: 'Run the query',
  prepare: 'Prepare',
  audience: 'Find or create the audience',
  deliver: 'Deliver',
  verify: 'Verify',
};

/** A status in a word; signs and colours only repeat it. */
export const STATUS_WORDS: Readonly<Record<TaskStatus, string>> = {
  waiting: 'waiting',
  running: 'running',
  completed: 'completed',
  alert: 'alert',
  error: 'error',
};

/** The tasks of a run, in order; events need no audience and nothing of theirs can be read back. */
export function tasksOf(kind: 'audience' | 'events'): readonly TaskName[] {
  return kind === 'audience' ? TASK_NAMES : ['check', 'query', 'prepare', 'deliver'];
}
