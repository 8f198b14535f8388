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

/** What a run is of; each audience of a campaign is a run of its own. */
export type RunKind = 'audience' | 'undo' | 'events' | 'campaign';

/**
 * The tasks of a run, in order. Taking one back reads no rows; events need no audience, and nothing of theirs can be
 * read back; a campaign reads its people for all of its audiences.
 */
export function tasksOf(kind: RunKind): readonly TaskName[] {
  switch (kind) {
    case 'audience':
      return TASK_NAMES;
    case 'undo':
      return TASK_NAMES.filter((name) => name !== 'query');
    case 'events':
      return ['check', 'query', 'prepare', 'deliver'];
    case 'campaign':
      return ['query'];
  }
}
