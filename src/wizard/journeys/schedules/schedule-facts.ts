import { describeTime } from '../../../core/schedules/describe.ts';
import { failureInWords } from '../../../core/schedules/failure-words.ts';
import type { ScheduledRun } from '../../../core/schedules/state.ts';
import type { ScheduleView } from '../../schedule-service.ts';

/** One thing to know of something that runs by itself. */
export interface ScheduleFact {
  readonly title: 'when' | 'next' | 'installed' | 'last' | 'why' | 'notify' | 'missed';
  readonly text: string;
  /** What puts it right on the command line. */
  readonly command?: string | undefined;
}

/** When it runs, whether anything starts it, and what became of the last time; the same in the wizard and in commands. */
export function scheduleFacts(view: ScheduleView): readonly ScheduleFact[] {
  const { name, time, scheduler, isOutdated, next, last, missed } = view;
  if (time === undefined) {
    const text = `${scheduler} still starts it, though it has no schedule any more`;
    return [{ title: 'installed', text, command: `tada schedule remove "${name}"` }];
  }
  const at = (iso: string) => describeTime(Date.parse(iso), time.timeZone);
  const install = `tada schedule install "${name}"`;
  const [soonest] = next;
  const [latestMissed] = missed;
  return [
    { title: 'when', text: `${time.cron} (${time.timeZone})` },
    ...(soonest === undefined ? [] : [{ title: 'next', text: at(soonest) } as const]),
    scheduler === undefined
      ? { title: 'installed', text: 'no', command: install }
      : {
          title: 'installed',
          text: isOutdated ? `${scheduler}, but as it was before: install it again` : scheduler,
          ...(isOutdated ? { command: install } : {}),
        },
    ...(last === undefined ? [] : lastFacts(last, at)),
    ...(latestMissed === undefined
      ? []
      : [{ title: 'missed', text: `${missed.length}, the last one ${at(latestMissed)}` } as const]),
  ];
}

function lastFacts(last: ScheduledRun, at: (iso: string) => string): readonly ScheduleFact[] {
  const { startedAt, finishedAt, run, outcome, kind, notifyFailed } = last;
  const how = outcome ?? (finishedAt === undefined ? 'did not end' : 'error');
  const which = run === undefined ? '' : `, run ${run}`;
  const why = kind === undefined || kind === 'cancelled' ? [] : [failureInWords(kind)];
  return [
    { title: 'last', text: `${at(startedAt)}: ${how}${which}` },
    ...why.map((text) => ({ title: 'why', text }) as const),
    ...(notifyFailed === true ? [{ title: 'notify', text: 'its command failed' } as const] : []),
  ];
}
