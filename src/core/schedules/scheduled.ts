import { configurationError } from '../errors.ts';
import { findEntity, getEntity } from '../profiles/entities.ts';
import type { Profile } from '../profiles/schema.ts';
import type { Timing } from '../profiles/timing.ts';
import type { CronTime } from './cron.ts';

/** Something that runs by a schedule. */
export interface Scheduled {
  readonly name: string;
  readonly kind: 'orchestration' | 'campaign';
  readonly time: CronTime;
  /** Program and arguments, started when a scheduled run fails. */
  readonly notify: readonly string[] | undefined;
}

/** Everything in a profile that has a schedule; one without a zone goes by the machine's. */
export function listScheduled(profile: Profile, systemZone: string): readonly Scheduled[] {
  const orchestrations = profile.orchestrations.flatMap(({ name, schedule }) => {
    if (schedule === undefined || schedule === 'manual') return [];
    const { cron, timeZone = systemZone, notify } = schedule;
    return [{ name, kind: 'orchestration' as const, time: { cron, timeZone }, notify }];
  });
  const campaigns = profile.campaigns.flatMap(({ name, timing }) => {
    const time = timing === undefined ? undefined : timeOf(timing, systemZone);
    return time === undefined ? [] : [{ name, kind: 'campaign' as const, time, notify: undefined }];
  });
  return [...orchestrations, ...campaigns];
}

/** When a campaign starts by itself; undefined when it is only started by hand. */
function timeOf(timing: Timing, systemZone: string): CronTime | undefined {
  switch (timing.type) {
    case 'manual':
      return undefined;
    case 'recurring': {
      const { cron, timeZone = systemZone, launch } = timing;
      return { cron, timeZone, launch };
    }
    case 'once': {
      const { launch, timeZone = systemZone } = timing;
      const [, month, day] = launch.slice(0, 10).split('-').map(Number);
      const [hour = 0, minute = 0] = launch.slice(11).split(':').map(Number);
      return {
        cron: `${minute} ${hour} ${day} ${month} *`,
        timeZone,
        launch: launch.slice(0, 16),
        isOnce: true,
      };
    }
  }
}

/** Throws kind `configuration` when there is nothing of this name, or it has no schedule. */
export function getScheduled(profile: Profile, name: string, systemZone: string): Scheduled {
  const found = listScheduled(profile, systemZone).find((scheduled) => scheduled.name === name);
  if (found !== undefined) return found;
  if (findEntity(profile, 'campaign', name) !== undefined) {
    throw configurationError(
      `The campaign "${name}" is run by hand: its timing is "manual".`,
      'Give it the timing {"type":"recurring","cron":"0 6 * * 1"} in its profile file.',
    );
  }
  getEntity(profile, 'orchestration', name);
  throw configurationError(
    `"${name}" is run by hand: it has no schedule.`,
    `Give it one with \`tada schedule set "${name}" "every Monday 06:00"\`.`,
  );
}
