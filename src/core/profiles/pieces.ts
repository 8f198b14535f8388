import { z } from 'zod';
import { isTimeZone } from '../events/time-zone.ts';

/** Small schemas that several parts of a profile are made of. */

/** One line of text: a control character could rewrite the terminal it is shown on. */
export const line = z
  .string()
  .trim()
  .regex(/^\P{Cc}*$/u, 'line breaks and control characters are not allowed here');
export const name = line.min(1, 'a name is needed').max(200, 'a name has at most 200 characters');
export const filledLine = line.min(1, 'leave it out instead of leaving it empty');

export const timeZone = z
  .string()
  .refine(isTimeZone, { error: 'a time zone is an IANA name, such as "America/Los_Angeles"' });
