import type { Outcome } from '../delivery/events.ts';
import type { KnownErrorKind } from '../errors.ts';
import { latestTime, type ScheduleTime, timesBefore } from './cron.ts';

/** What is remembered of something that runs by a schedule; names and times only. */
export interface ScheduleState {
  readonly name: string;
  /** ISO time since when a scheduler of this machine has it; what came before was nobody's to run. */
  readonly installedAt?: string | undefined;
  /**
   * What tells of failures, as it was when it was installed: who changes the profile later doesn't get a program
   * started as whoever installed it.
   */
  readonly notify?: readonly string[] | undefined;
  /** ISO time of the last time of the schedule that was taken on, whatever became of it. */
  readonly handled?: string | undefined;
  readonly last?: ScheduledRun | undefined;
}

export interface ScheduledRun {
  readonly startedAt: string;
  /** Absent while it goes on, and for one that was killed. */
  readonly finishedAt?: string | undefined;
  /** Absent where it failed before there was a run. */
  readonly run?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /** Why it failed. */
  readonly kind?: KnownErrorKind | 'unexpected' | undefined;
  /** True when the command that tells of failures could not be started or failed itself. */
  readonly notifyFailed?: boolean | undefined;
}

/** A start up to 12 hours late still counts: the machine was asleep, or its clock changed. Later is missed. */
const LATE_MS = 12 * 3_600_000;
/** A scheduler may be busy for a while; only after this many milliseconds is a start called missed. */
const GRACE_MS = 10 * 60_000;
const MOST_COUNTED = 100;

/**
 * The time (milliseconds) a run is due for, or undefined when nothing is. The same time is due once: whoever
 * takes it on notes it as handled first.
 */
export function dueTime(time: ScheduleTime, state: ScheduleState, now: number): number | undefined {
  const latest = latestTime(time, now);
  if (latest === undefined || now - latest > LATE_MS) return undefined;
  return latest > answeredUpTo(state, Number.NEGATIVE_INFINITY) ? latest : undefined;
}

/** Times that came and were not taken on since the last one that was; latest first, at most `most`. */
export function missedTimes(
  time: ScheduleTime,
  state: ScheduleState,
  now: number,
  most = MOST_COUNTED,
): readonly number[] {
  const from = answeredUpTo(state, Number.POSITIVE_INFINITY);
  return timesBefore(time, now - GRACE_MS, most).filter((at) => at > from);
}

function answeredUpTo({ installedAt, handled }: ScheduleState, otherwise: number): number {
  const known = [installedAt, handled].flatMap((at) => (at === undefined ? [] : [Date.parse(at)]));
  return known.length === 0 ? otherwise : Math.max(...known);
}
