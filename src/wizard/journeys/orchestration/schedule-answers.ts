import { nextTimes } from '../../../core/schedules/cron.ts';
import type { Schedule, TimedSchedule } from '../../../core/schedules/schema.ts';
import { cronFromWords } from '../../../core/schedules/words.ts';
import { notifyAfter } from './command-words.ts';

/** When an orchestration runs, as it is being said. */
export interface ScheduleAnswers {
  /** Plain words or a cron expression; empty: by hand. */
  readonly when: string;
  /** IANA name of the zone whose clocks are meant; undefined: the machine's, wherever it is installed. */
  readonly timeZone: string | undefined;
  /** The command that is started when a scheduled run fails; empty: none. Undefined: as it was. */
  readonly notify?: string | undefined;
}

/** What was said, as far as it is understood. */
export type WhenReading =
  | { readonly kind: 'by hand' }
  | { readonly kind: 'not understood'; readonly problem: string }
  | { readonly kind: 'timed'; readonly cron: string; readonly note: string | undefined };

const BY_HAND = new Set(['', 'manual', 'by hand']);

/** Reads words as `tada schedule set` does; a problem is a whole sentence. */
export function readWhen(when: string): WhenReading {
  if (BY_HAND.has(when.trim().toLowerCase())) return { kind: 'by hand' };
  const reading = cronFromWords(when);
  return reading.ok
    ? { kind: 'timed', cron: reading.cron, note: reading.note }
    : { kind: 'not understood', problem: reading.problem };
}

/** What is wrong with what was said; undefined when nothing is. */
export function checkWhen(when: string): string | undefined {
  const reading = readWhen(when);
  return reading.kind === 'not understood' ? reading.problem : undefined;
}

/** A saved schedule to be changed. */
export function savedTimes(schedule: Schedule | undefined): ScheduleAnswers {
  const timed = timedOf(schedule);
  return { when: timed?.cron ?? '', timeZone: timed?.timeZone };
}

/**
 * What is known once this was said: the zone that the person sees is kept, so that it means the same on another
 * machine. A saved schedule that goes by whichever machine it is on goes on doing so.
 */
export function answerWhen(
  when: string,
  { timeZone, saved }: { readonly timeZone: string | undefined; readonly saved: Schedule | undefined },
  systemZone: string,
): ScheduleAnswers {
  const isByMachine = timedOf(saved) !== undefined && timeZone === undefined;
  return { when, timeZone: isByMachine ? undefined : (timeZone ?? systemZone) };
}

/**
 * What is saved: as it was where nothing changed. By hand, nothing is told: whoever starts it sees how it ends.
 * Words that aren't understood can't be saved; the check of the form comes before.
 */
export function toSchedule(
  { when, timeZone, notify }: ScheduleAnswers,
  saved: Schedule | undefined,
): Schedule | undefined {
  const reading = readWhen(when);
  const before = timedOf(saved);
  if (reading.kind !== 'timed') return before === undefined ? saved : 'manual';
  return {
    cron: reading.cron,
    ...(timeZone === undefined ? {} : { timeZone }),
    ...notifyAfter(notify, before?.notify),
  };
}

/** The next starts after a moment (milliseconds since 1970), soonest first; none by hand. */
export function nextStarts(
  { when, timeZone }: ScheduleAnswers,
  systemZone: string,
  now: number,
  count: number,
): readonly number[] {
  const reading = readWhen(when);
  if (reading.kind !== 'timed') return [];
  return nextTimes({ cron: reading.cron, timeZone: timeZone ?? systemZone }, now, count);
}

/** The answer in a few words. */
export function whenInWords({ when }: ScheduleAnswers): string {
  return readWhen(when).kind === 'by hand' ? 'by hand' : when.trim();
}

export function timedOf(schedule: Schedule | undefined): TimedSchedule | undefined {
  return typeof schedule === 'object' ? schedule : undefined;
}
