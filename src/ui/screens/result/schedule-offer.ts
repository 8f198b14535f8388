import { nextTimes } from '../../../core/schedules/cron.ts';
import { describeTime } from '../../../core/schedules/describe.ts';
import { listScheduled } from '../../../core/schedules/scheduled.ts';
import type { Services } from '../../../wizard/services.ts';
import type { ScreenOf } from '../../navigation/screen-types.ts';

/** How a run that went well can go by itself from now on. */
export interface ScheduleOffer {
  readonly label: string;
  readonly description: string;
  readonly disabledBecause?: string | undefined;
  /** Where its times are asked for. */
  readonly screen: ScreenOf<'orchestration'> | ScreenOf<'campaign'>;
}

type ScheduleServices = Pick<Services, 'profile' | 'schedules' | 'simulator'>;

/** Undefined where nothing of this name is set up any more. `now` is in milliseconds since 1970. */
export function scheduleOffer(
  services: ScheduleServices,
  name: string,
  now: number,
): ScheduleOffer | undefined {
  const screen = screenFor(services, name);
  if (screen === undefined) return undefined;
  const next = nextTime(services, name, now);
  return {
    screen,
    label: next === undefined ? 'Send it regularly: set a schedule…' : 'Change its schedule…',
    description:
      next === undefined
        ? 'Such as every Monday 06:00. The data are read anew each time.'
        : `The next time is ${next}.`,
    // In the demo everything is gone when it ends; a scheduler would start what isn't there.
    ...(services.simulator === undefined
      ? {}
      : {
          disabledBecause: 'The demo keeps nothing. In a set-up of your own, “every Monday 06:00” is enough.',
        }),
  };
}

/** What came of it, in a sentence; whether it was installed in the scheduler isn't known here. */
export function scheduledInWords(services: ScheduleServices, name: string, now: number): string {
  const next = nextTime(services, name, now);
  return next === undefined
    ? `${name} has no schedule: it is started by hand.`
    : `The schedule of ${name} is saved. Where it is installed, the next run is ${next}.`;
}

function screenFor({ profile }: ScheduleServices, name: string): ScheduleOffer['screen'] | undefined {
  const { orchestrations, campaigns } = profile.load();
  if (orchestrations.some((each) => each.name === name)) return { id: 'orchestration', name, focus: 'when' };
  return campaigns.some((each) => each.name === name) ? { id: 'campaign', name, focus: 'start' } : undefined;
}

function nextTime({ profile, schedules }: ScheduleServices, name: string, now: number): string | undefined {
  const found = listScheduled(profile.load(), schedules.systemZone()).find((each) => each.name === name);
  const [next] = found === undefined ? [] : nextTimes(found.time, now, 1);
  return found === undefined || next === undefined ? undefined : describeTime(next, found.time.timeZone);
}
