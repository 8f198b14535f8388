import { z } from 'zod';
import { cronSchema, notifySchema } from '../schedules/schema.ts';
import { timeZone } from './pieces.ts';

/** When something runs by itself. Starting it by hand is always possible, whatever its timing says. */

/** Started when a scheduled run fails. */
const notify = notifySchema.optional();

/** A day such as `2027-01-04`, or that day with a time of day: `2027-01-04T06:30`. */
export const launchSchema = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/,
    'a launch is a day such as "2027-01-04", or with a time "2027-01-04T06:30"',
  )
  .refine(isRealTime, { error: 'there is no such day or time' });

export const timingSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('manual') }),
  z.strictObject({ type: z.literal('once'), launch: launchSchema, timeZone: timeZone.optional(), notify }),
  z.strictObject({
    type: z.literal('recurring'),
    cron: cronSchema,
    timeZone: timeZone.optional(),
    /** Not before this day. */
    launch: launchSchema.optional(),
    notify,
  }),
]);
export type Timing = z.infer<typeof timingSchema>;

/** JavaScript rolls 31 February over to March; a launch is meant as it is written. */
function isRealTime(text: string): boolean {
  const time = Date.parse(`${text.length === 10 ? `${text}T00:00` : text}Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * True when a launch lies behind `now` (milliseconds since 1970) in every time zone: a day that has only just
 * ended somewhere is still accepted.
 */
export function isLaunchOver(launch: string, now: number): boolean {
  const end = launch.length === 10 ? `${launch}T23:59:59Z` : `${launch}Z`;
  // The zone furthest behind UTC is twelve hours behind it.
  return Date.parse(end) + 12 * 3_600_000 < now;
}
