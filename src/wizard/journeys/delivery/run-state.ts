import type { DeliveryEvent, Summary, TaskName, TaskStatus, Warning } from '../../../core/delivery/events.ts';
import type { Fault } from '../../../core/remedies/faults.ts';
import { type RunKind, tasksOf } from './task-words.ts';

/** One task of a run; times in milliseconds since 1970. */
export interface TaskState {
  readonly name: TaskName;
  readonly status: TaskStatus;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly detail: string | undefined;
}

export interface RunProgress {
  readonly task: TaskName;
  readonly done: number;
  /** Undefined while unknown. */
  readonly total: number | undefined;
  readonly unit: 'rows' | 'people' | 'events' | 'percent';
  readonly perSecond: number;
}

/** A pause and its reason; the times are milliseconds since 1970. */
export interface RunWait {
  readonly reason: string;
  readonly from: number;
  readonly until: number;
}

/** What a person asked of a run under way. */
export type StopWish = 'none' | 'pause' | 'cancel';

/** What one audience of a campaign has told; the run as a whole goes on after its last one. */
export interface GroupRun {
  /** The group's name, or those of all that share the audience. */
  readonly label: string;
  readonly tasks: readonly TaskState[];
  readonly progress: RunProgress | undefined;
  readonly fault: Fault | undefined;
}

/** All that a run under way has told, folded into what is shown of it. */
export interface RunState {
  readonly id: string | undefined;
  readonly orchestration: string | undefined;
  readonly startedAt: number | undefined;
  /** Every task in its order, whatever has been told of it. */
  readonly tasks: readonly TaskState[];
  /** A campaign's audiences, in the order in which they were first told of. */
  readonly groups: readonly GroupRun[];
  /** The newest progress; undefined once its task has ended. */
  readonly progress: RunProgress | undefined;
  /** The pause that ends last; whether it is over depends on the time ({@link waitAt}). */
  readonly wait: RunWait | undefined;
  /** How often the run paused: back-off, rate limits, looking again. */
  readonly waits: number;
  /** Requests with people in them that TikTok has confirmed. */
  readonly confirmedRequests: number;
  /** Each once, in the order in which they came. */
  readonly warnings: readonly Warning[];
  readonly fault: Fault | undefined;
  /** Set when the run has ended; nothing comes after it. */
  readonly summary: Summary | undefined;
  readonly stop: StopWish;
}

export type RunAction =
  /** Something happened in the run, at a time in milliseconds since 1970. */
  | { readonly type: 'happened'; readonly event: DeliveryEvent; readonly at: number }
  | { readonly type: 'stop'; readonly wish: 'pause' | 'cancel' };

/** A run of which nothing is known yet. */
export function startRunState(kind: RunKind): RunState {
  return {
    id: undefined,
    orchestration: undefined,
    startedAt: undefined,
    tasks: waitingTasks(kind),
    groups: [],
    progress: undefined,
    wait: undefined,
    waits: 0,
    confirmedRequests: 0,
    warnings: [],
    fault: undefined,
    summary: undefined,
    stop: 'none',
  };
}

function waitingTasks(kind: RunKind): readonly TaskState[] {
  return tasksOf(kind).map((name) => ({
    name,
    status: 'waiting',
    startedAt: undefined,
    endedAt: undefined,
    detail: undefined,
  }));
}

/** The run after one more event or wish. Any event may come at any time; none is ever lost or refused. */
export function reduceRun(state: RunState, action: RunAction): RunState {
  if (action.type === 'stop') {
    // Asked twice, the first answer stands: a pause doesn't become a cancel by an impatient second key.
    return state.stop === 'none' && state.summary === undefined ? { ...state, stop: action.wish } : state;
  }
  const { event, at } = action;
  switch (event.type) {
    case 'run':
      return { ...state, id: event.id, orchestration: event.orchestration, startedAt: at };
    case 'task':
      return changeTask(state, event, at);
    case 'progress':
      return changeProgress(state, event);
    case 'wait':
      return addWait(state, event, at);
    case 'warning':
      return addWarning(state, {
        code: event.code,
        message: event.group === undefined ? event.message : `${event.group}: ${event.message}`,
      });
    case 'fault':
      return { ...state, fault: faultOf(event) };
    case 'summary':
      return endRun(state, event, at);
  }
}

function changeTask(state: RunState, event: DeliveryEvent & { type: 'task' }, at: number): RunState {
  const progress = progressAfter(state.progress, event);
  // A pause belongs to the task that made it.
  const told = { ...state, wait: undefined, progress, fault: event.fault ?? state.fault };
  if (event.group === undefined) return { ...told, tasks: withTask(state.tasks, event, at) };
  return inGroup(told, event.group, (group) => ({
    ...group,
    tasks: withTask(group.tasks, event, at),
    progress: progressAfter(group.progress, event),
    fault: event.fault ?? group.fault,
  }));
}

function hasEnded({ status }: DeliveryEvent & { type: 'task' }): boolean {
  return status !== 'running';
}

function withTask(
  tasks: readonly TaskState[],
  event: DeliveryEvent & { type: 'task' },
  at: number,
): readonly TaskState[] {
  return tasks.map((task) =>
    task.name === event.name
      ? {
          ...task,
          status: event.status,
          startedAt: task.startedAt ?? at,
          endedAt: hasEnded(event) ? at : undefined,
          detail: event.detail ?? event.fault?.explanation ?? task.detail,
        }
      : task,
  );
}

function progressAfter(
  progress: RunProgress | undefined,
  event: DeliveryEvent & { type: 'task' },
): RunProgress | undefined {
  return progress?.task === event.name && hasEnded(event) ? undefined : progress;
}

/** With a change of one of the campaign's audiences, which is there from its first word on. */
function inGroup(state: RunState, label: string, change: (group: GroupRun) => GroupRun): RunState {
  const isThere = state.groups.some((group) => group.label === label);
  const begun: GroupRun = {
    label,
    tasks: waitingTasks('audience'),
    progress: undefined,
    fault: undefined,
  };
  const groups = isThere ? state.groups : [...state.groups, begun];
  return { ...state, groups: groups.map((group) => (group.label === label ? change(group) : group)) };
}

function changeProgress(state: RunState, event: DeliveryEvent & { type: 'progress' }): RunState {
  const { task, done, total, unit, perSecond } = event;
  const progress = { task, done, total, unit, perSecond };
  const told =
    event.group === undefined ? state : inGroup(state, event.group, (group) => ({ ...group, progress }));
  return {
    ...told,
    progress,
    // Of batches each progress is a confirmation; the upload of a file tells its percentage.
    confirmedRequests: state.confirmedRequests + (task === 'deliver' && unit !== 'percent' ? 1 : 0),
  };
}

function addWait(state: RunState, event: DeliveryEvent & { type: 'wait' }, at: number): RunState {
  const until = at + Math.max(0, event.seconds) * 1000;
  // Several requests may wait at once; what ends last is what the run waits for.
  const isLonger = state.wait === undefined || until >= state.wait.until;
  return {
    ...state,
    waits: state.waits + 1,
    wait: isLonger ? { reason: event.reason, from: at, until } : state.wait,
  };
}

function addWarning(state: RunState, warning: Warning): RunState {
  const isKnown = state.warnings.some(
    ({ code, message }) => code === warning.code && message === warning.message,
  );
  return isKnown ? state : { ...state, warnings: [...state.warnings, warning] };
}

function faultOf(event: DeliveryEvent & { type: 'fault' }): Fault {
  const { type: _, ...fault } = event;
  return fault;
}

/** What was still running when the run ended has ended too, without having been completed. */
function endRun(state: RunState, event: DeliveryEvent & { type: 'summary' }, at: number): RunState {
  const { type: _, ...summary } = event;
  const ended = (tasks: readonly TaskState[]) =>
    tasks.map((task) =>
      task.status === 'running' ? { ...task, status: 'error' as const, endedAt: at } : task,
    );
  const groups = state.groups.map((group) => ({ ...group, tasks: ended(group.tasks), progress: undefined }));
  return { ...state, tasks: ended(state.tasks), groups, summary, progress: undefined, wait: undefined };
}

/** A campaign's audience that failed by itself; those that only waited for the others were stopped with it. */
export function failedGroup({ groups }: Pick<RunState, 'groups'>): GroupRun | undefined {
  return groups.find(({ fault }) => fault !== undefined && fault.kind !== 'cancelled');
}

/** The task that failed, by which a failure is named. */
export function failedTask(state: Pick<RunState, 'tasks'>): TaskState | undefined {
  return state.tasks.find(({ status }) => status === 'error');
}

/** Seconds a task took, or has taken so far at `now` (milliseconds); undefined before it began. */
export function secondsOf(task: TaskState, now: number): number | undefined {
  if (task.startedAt === undefined) return undefined;
  return Math.max(0, ((task.endedAt ?? now) - task.startedAt) / 1000);
}

/** The pause that isn't over at `now` (milliseconds), with the seconds it still takes. */
export function waitAt(
  state: Pick<RunState, 'wait'>,
  now: number,
): { readonly reason: string; readonly seconds: number } | undefined {
  const { wait } = state;
  if (wait === undefined) return undefined;
  // A screen's time moves in steps and may lie before the moment at which the wait was told.
  const seconds = (wait.until - Math.max(now, wait.from)) / 1000;
  return seconds > 0 ? { reason: wait.reason, seconds } : undefined;
}
