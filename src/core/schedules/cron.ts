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
  /** Not before this day, or this day and time, on the clocks of the zone. */
  readonly launch?: string | undefined;
  /** Only on the day of the launch. */
  readonly isOnce?: boolean | undefined;
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
export function nextTimes(time: CronTime, from: number, count: number): readonly number[] {
  return read(time)
    .nextRuns(count, new Date(from))
    .map((date) => date.getTime());
}

/** The last time at or before a moment; undefined when there was none. */
export function latestTime(time: CronTime, now: number): number | undefined {
  return timesBefore(time, now, 1)[0];
}

/** The last times at or before a moment, latest first. */
export function timesBefore(time: CronTime, now: number, count: number): readonly number[] {
  // croner counts what is before the reference: one second later includes this very second.
  const reference = new Date(Math.floor(now / 1000) * 1000 + 1000);
  return read(time)
    .previousRuns(count, reference)
    .map((date) => date.getTime());
}

function read({ cron, timeZone, launch, isOnce }: CronTime): Cron {
  return new Cron(cron.trim(), {
    mode: '5-part',
    timezone: timeZone,
    fixedTimeRule: 'no-wildcard',
    ...(launch === undefined ? {} : { startAt: launch }),
    ...(launch === undefined || isOnce !== true ? {} : { stopAt: `${launch.slice(0, 10)}T23:59:59` }),
  });
}
