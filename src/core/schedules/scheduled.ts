import { configurationError } from '../errors.ts';
import { getEntity } from '../profiles/entities.ts';
import type { Profile } from '../profiles/schema.ts';
import type { CronTime } from './cron.ts';

/** Something that runs by a schedule. */
export interface Scheduled {
  readonly name: string;
  readonly kind: 'orchestration';
  readonly time: CronTime;
  /** Program and arguments, started when a scheduled run fails. */
  readonly notify: readonly string[] | undefined;
}

/** Everything in a profile that has a schedule; one without a zone goes by the machine's. */
export function listScheduled(profile: Profile, systemZone: string): readonly Scheduled[] {
  return profile.orchestrations.flatMap(({ name, schedule }) => {
    if (schedule === undefined || schedule === 'manual') return [];
    const { cron, timeZone = systemZone, notify } = schedule;
    return [{ name, kind: 'orchestration' as const, time: { cron, timeZone }, notify }];
  });
}

/** Throws kind `configuration` when there is nothing of this name, or it has no schedule. */
export function getScheduled(profile: Profile, name: string, systemZone: string): Scheduled {
  const found = listScheduled(profile, systemZone).find((scheduled) => scheduled.name === name);
  if (found !== undefined) return found;
  getEntity(profile, 'orchestration', name);
  throw configurationError(
    `"${name}" is run by hand: it has no schedule.`,
    `Give it one with \`tada schedule set "${name}" "every Monday 06:00"\`.`,
  );
}
