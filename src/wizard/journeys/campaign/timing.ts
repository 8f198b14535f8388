import { isLaunchOver, launchSchema, type Timing } from '../../../core/profiles/timing.ts';
import { nextTimes } from '../../../core/schedules/cron.ts';
import { notifyOfCampaign, timeOfCampaign } from '../../../core/schedules/scheduled.ts';
import { problemOf } from '../common/check-field.ts';
import { notifyAfter } from '../orchestration/command-words.ts';
import { checkWhen, readWhen, type ScheduleAnswers, whenInWords } from '../orchestration/schedule-answers.ts';

/** How a campaign is started. */
export type Start = Timing['type'];

/** When a campaign runs, as it is being said; the words are those of every schedule. */
export interface TimingAnswers extends ScheduleAnswers {
  readonly start: Start;
  /** A day, or a day with a time; empty where it isn't asked for or left open. */
  readonly launch: string;
}

export const STARTS: Readonly<Record<Start, { readonly label: string; readonly description: string }>> = {
  manual: { label: 'By hand', description: 'Whenever you choose Run, or with tada run.' },
  once: { label: 'Once, at its launch', description: 'The system’s own scheduler starts it then.' },
  recurring: {
    label: 'Again and again',
    description: 'By a schedule, from its launch on. Only what has changed is sent.',
  },
};

export function savedTiming(timing: Timing | undefined): TimingAnswers {
  switch (timing?.type) {
    case 'once':
      return { start: 'once', launch: timing.launch, when: '', timeZone: timing.timeZone };
    case 'recurring': {
      const { cron, timeZone, launch = '' } = timing;
      return { start: 'recurring', launch, when: cron, timeZone };
    }
    default:
      return { start: 'manual', launch: '', when: '', timeZone: undefined };
  }
}

/** What is saved; a campaign that was never given a timing needs none for being started by hand. */
export function toTiming(
  { start, launch, when, timeZone, notify }: TimingAnswers,
  saved: Timing | undefined,
): Timing | undefined {
  const zone = timeZone === undefined ? {} : { timeZone };
  const told = notifyAfter(notify, notifyOfCampaign(saved));
  switch (start) {
    case 'manual':
      return saved === undefined ? undefined : { type: 'manual' };
    case 'once':
      return { type: 'once', launch: asLaunch(launch), ...zone, ...told };
    case 'recurring': {
      const reading = readWhen(when);
      // The check of the form comes before: words that aren't understood can't be saved.
      const cron = reading.kind === 'timed' ? reading.cron : when;
      const from = asLaunch(launch);
      return { type: 'recurring', cron, ...zone, ...(from === '' ? {} : { launch: from }), ...told };
    }
  }
}

/** `2027-01-04 06:30` is written as ISO 8601 has it. */
function asLaunch(text: string): string {
  return text.trim().replace(/^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})/, '$1T$2');
}

/** What is wrong with the launch; `now` in milliseconds since 1970. */
export function checkLaunch({ start, launch, timeZone }: TimingAnswers, now: number): string | undefined {
  const text = asLaunch(launch);
  if (start === 'manual') return undefined;
  if (text === '') return start === 'once' ? 'A day is needed, such as 2027-01-04.' : undefined;
  const problem = problemOf(launchSchema, text);
  if (problem !== undefined) return problem;
  if (start === 'recurring' || !isOver(text, timeZone, now)) return undefined;
  return 'This launch is in the past: it would never start. Choose a later one.';
}

/** By the clocks of its zone; without one, over everywhere. */
function isOver(launch: string, timeZone: string | undefined, now: number): boolean {
  if (timeZone === undefined) return isLaunchOver(launch, now);
  const time = timeOfCampaign({ type: 'once', launch, timeZone }, timeZone);
  return time !== undefined && nextTimes(time, now, 1).length === 0;
}

/** The launch in milliseconds since 1970; undefined while there is none that can be used. */
export function launchAt({ launch, timeZone }: TimingAnswers, systemZone: string): number | undefined {
  const text = asLaunch(launch);
  if (problemOf(launchSchema, text) !== undefined) return undefined;
  return timeOfCampaign({ type: 'once', launch: text, timeZone }, systemZone)?.from;
}

/** What is wrong with the schedule of a campaign that comes again. */
export function checkRecurrence({ start, when }: TimingAnswers): string | undefined {
  if (start !== 'recurring') return undefined;
  if (readWhen(when).kind === 'by hand') return 'Say when, such as every Monday 06:00.';
  return checkWhen(when);
}

export function launchInWords({ start, launch }: TimingAnswers): string {
  if (launch.trim() !== '') return launch.trim();
  return start === 'recurring' ? 'at once' : 'none';
}

/** The answer in a few words. */
export function startInWords(answers: TimingAnswers): string {
  const { start } = answers;
  if (start === 'recurring') return `${STARTS.recurring.label}: ${whenInWords(answers)}`;
  return STARTS[start].label;
}
