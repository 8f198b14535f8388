import { z } from 'zod';
import { timeZone } from '../profiles/pieces.ts';
import { problemOfCron } from './cron.ts';

/** A cron expression that comes at some time. */
export const cronSchema = z.string().superRefine((cron, context) => {
  const problem = problemOfCron(cron);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: `can't be used: ${problem}` });
});

/** A program and its arguments, started as they stand: no shell reads them. */
export const notifySchema = z
  .array(z.string().regex(/^[^\0]*$/, 'a command has no zero characters'))
  .min(1, 'a command has at least the name of a program')
  .refine(([program = '']) => program.trim() !== '', {
    error: 'a command starts with the name of a program',
  });

export const timedScheduleSchema = z.strictObject({
  cron: cronSchema,
  /** Left out: the zone of the machine it is installed on. */
  timeZone: timeZone.optional(),
  /** Started when a scheduled run fails. */
  notify: notifySchema.optional(),
});
export type TimedSchedule = z.infer<typeof timedScheduleSchema>;

/** When something runs: by hand, or by the system's own scheduler. */
export const scheduleSchema = z.union([z.literal('manual'), timedScheduleSchema], {
  error: 'a schedule is "manual" or {"cron":"0 6 * * 1","timeZone":"America/New_York"}',
});
export type Schedule = z.infer<typeof scheduleSchema>;
