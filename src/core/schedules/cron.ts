import { Cron } from 'croner';

/**
 * Cron expressions, by croner. Five parts (minute, hour, day of month, month, day of week) or a nickname such
 * as `@daily`; days of month and of week together mean "either", as in every cron. A time that the clock jumps
 * over in spring is made up for right after the jump, and one that comes twice in autumn counts once.
 */
export interface CronTime {
  readonly cron: string;
  /** IANA name of the zone whose clocks are meant. */
  readonly timeZone: string;
}

/** When something runs by itself. */
export interface ScheduleTime extends CronTime {
  /** Milliseconds since 1970; what comes before it doesn't count. */
  readonly from?: number | undefined;
  /** True when only the first time counts. */
  readonly once?: boolean | undefined;
}

/** An expression either comes within some decades of any day, or never: 29 February on a given weekday is the rarest. */
const ANY_DAY = new Date('2026-01-01T00:00:00Z');

/** Why an expression can't be used, as the end of a sentence; undefined when it can. */
export function problemOfCron(cron: string): string | undefined {
  // croner takes a date as well, which would run once and never again.
  if (!/^@[a-z]+$/i.test(cron.trim()) && cron.trim().split(/\s+/).length !== 5) {
    return 'a cron expression has five parts (minute, hour, day of month, month, day of week), such as "0 6 * * 1"';
  }
  try {
    const next = read({ cron, timeZone: 'UTC' }).nextRun(ANY_DAY);
    return next === null ? 'it never comes: there is no such day in any year' : undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : 'it is malformed';
    return `it is no cron expression: ${reason.replace(/\.$/, '')}`;
  }
}

/** The next times after a moment (milliseconds since 1970), soonest first. */
export function nextTimes(time: ScheduleTime, now: number, count: number): readonly number[] {
  const first = time.once === true ? firstTime(time) : undefined;
  if (time.once === true) return first !== undefined && first > now ? [first] : [];
  // croner looks for what is after the reference.
  const reference = Math.max(now, (time.from ?? now) - 1000);
  return timesOf(read(time).nextRuns(count, new Date(reference)));
}

/** Times that croner is asked for at once: it looks for each by itself, which takes longer the rarer they are. */
const AT_ONCE = 32;

/** The times after a moment up to another (milliseconds since 1970), soonest first, at most so many. */
export function timesUntil(time: ScheduleTime, now: number, until: number, most: number): readonly number[] {
  const times: number[] = [];
  for (let after = now; times.length < most; ) {
    const count = Math.min(AT_ONCE, most - times.length);
    const next = nextTimes(time, after, count);
    times.push(...next.filter((at) => at <= until));
    const last = next.at(-1);
    if (last === undefined || next.length < count || last > until) break;
    after = last;
  }
  return times;
}

/** The last time at or before a moment; undefined when there was none. */
export function latestTime(time: ScheduleTime, now: number): number | undefined {
  return timesBefore(time, now, 1)[0];
}

/** The last times at or before a moment, latest first. */
export function timesBefore(time: ScheduleTime, now: number, count: number): readonly number[] {
  if (time.once === true) {
    const first = firstTime(time);
    return first !== undefined && first <= now ? [first] : [];
  }
  // croner counts what is before the reference: one second later includes this very second.
  const reference = new Date(Math.floor(now / 1000) * 1000 + 1000);
  const { from = Number.NEGATIVE_INFINITY } = time;
  return timesOf(read(time).previousRuns(count, reference)).filter((at) => at >= from);
}

function firstTime(time: ScheduleTime): number | undefined {
  return timesOf(read(time).nextRuns(1, new Date((time.from ?? 0) - 1000)))[0];
}

function timesOf(dates: readonly Date[]): readonly number[] {
  return dates.map((date) => date.getTime());
}

function read({ cron, timeZone }: CronTime): Cron {
  return new Cron(cron.trim(), { mode: '5-part', timezone: timeZone, fixedTimeRule: 'no-wildcard' });
}
