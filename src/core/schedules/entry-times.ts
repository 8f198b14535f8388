import { CronPattern } from 'croner';
import { offsetsOf } from '../events/time-zone.ts';
import { type CronTime, type ScheduleTime, timesUntil } from './cron.ts';

/** A time of day on the clocks of the machine. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

const DAY = 86_400;
/** Zones are compared over two years: every change of clocks of either comes at least once. */
const DAYS_AHEAD = 731;
/** Times that are looked at one by one: what a change of clocks does to them is known by croner only. */
const OCCURRENCES = 740;

/**
 * Times of day at which the machine has to look whether a schedule is due, so that it is never missed: the
 * system's schedulers know one zone, their own, and clocks of two zones change on different days. Each of these
 * times is right on some days only; on the others tada is started, sees that nothing is due, and ends. In the
 * order of the day.
 */
export function entryTimes(time: ScheduleTime, systemZone: string, now: number): readonly TimeOfDay[] {
  const there = offsetsOf(time.timeZone);
  const here = offsetsOf(systemZone);
  const differences = new Set<number>();
  for (let day = -1; day < DAYS_AHEAD; day += 1) {
    const moment = Math.floor(now / 1000) + day * DAY;
    differences.add(here(moment) - there(moment));
  }
  const minutes = new Set<number>();
  for (const wall of wallMinutes(time)) {
    for (const difference of differences) minutes.add(wrap(wall + Math.round(difference / 60)));
  }
  // What clocks jump over in spring comes at another time of that day.
  for (const at of timesUntil(time, now, now + DAYS_AHEAD * DAY * 1000, OCCURRENCES)) {
    const seconds = at / 1000;
    minutes.add(wrap(Math.floor((seconds + here(seconds)) / 60)));
  }
  return [...minutes]
    .toSorted((one, other) => one - other)
    .map((minute) => ({ hour: Math.floor(minute / 60), minute: minute % 60 }));
}

/** Minutes of the day that the expression names, on whichever day. */
function wallMinutes({ cron, timeZone }: CronTime): readonly number[] {
  const pattern = new CronPattern(cron.trim(), timeZone, { mode: '5-part' });
  const hours = placesOf(pattern.hour);
  return hours.flatMap((hour) => placesOf(pattern.minute).map((minute) => hour * 60 + minute));
}

function placesOf(flags: readonly number[]): readonly number[] {
  return flags.flatMap((flag, place) => (flag === 0 ? [] : [place]));
}

function wrap(minute: number): number {
  return ((minute % 1440) + 1440) % 1440;
}
