import { configurationError } from '../errors.ts';
import { fromWallClock, offsetsOf } from '../events/time-zone.ts';
import type { Campaign } from '../profiles/campaign-schema.ts';
import { type Entity, findEntity, namesOf } from '../profiles/entities.ts';
import { didYouMean } from '../profiles/nearest.ts';
import type { Profile } from '../profiles/schema.ts';
import type { ScheduleTime } from './cron.ts';

/** Something that runs by a schedule. */
export interface Scheduled {
  readonly name: string;
  readonly kind: 'orchestration' | 'campaign';
  readonly time: ScheduleTime;
  /** Program and arguments, started when a scheduled run fails. */
  readonly notify: readonly string[] | undefined;
}

/** What can have a schedule: whatever is run by its name. */
export type Schedulable =
  | { readonly kind: 'orchestration'; readonly entity: Entity<'orchestration'> }
  | { readonly kind: 'campaign'; readonly entity: Campaign };

/** Throws kind `configuration`, with the nearest name, when nothing that can be run has this name. */
export function getSchedulable(profile: Profile, name: string): Schedulable {
  const orchestration = findEntity(profile, 'orchestration', name);
  if (orchestration !== undefined) return { kind: 'orchestration', entity: orchestration };
  const campaign = findEntity(profile, 'campaign', name);
  if (campaign !== undefined) return { kind: 'campaign', entity: campaign };
  const names = [...namesOf(profile, 'orchestration'), ...namesOf(profile, 'campaign')];
  throw configurationError(
    `There is no orchestration or campaign called "${name}"${didYouMean(name, names) || '.'}`,
    '`tada list` shows what there is.',
  );
}

/** The command that tells of its failures, program and arguments. */
export function getNotify(schedulable: Schedulable): readonly string[] | undefined {
  if (schedulable.kind === 'campaign') return notifyOfCampaign(schedulable.entity.timing);
  const { schedule } = schedulable.entity;
  return typeof schedule === 'object' ? schedule.notify : undefined;
}

/** Everything in a profile that has a schedule; one without a zone goes by the machine's. */
export function listScheduled(profile: Profile, systemZone: string): readonly Scheduled[] {
  const orchestrations = profile.orchestrations.flatMap(({ name, schedule }) => {
    if (schedule === undefined || schedule === 'manual') return [];
    const { cron, timeZone = systemZone, notify } = schedule;
    return [{ name, kind: 'orchestration' as const, time: { cron, timeZone }, notify }];
  });
  const campaigns = profile.campaigns.flatMap(({ name, timing }) => {
    const time = timeOfCampaign(timing, systemZone);
    if (time === undefined) return [];
    return [{ name, kind: 'campaign' as const, time, notify: notifyOfCampaign(timing) }];
  });
  return [...orchestrations, ...campaigns];
}

/** Throws kind `configuration` when there is nothing of this name, or it has no schedule. */
export function getScheduled(profile: Profile, name: string, systemZone: string): Scheduled {
  const found = listScheduled(profile, systemZone).find((scheduled) => scheduled.name === name);
  if (found !== undefined) return found;
  const { kind } = getSchedulable(profile, name);
  throw configurationError(
    kind === 'campaign'
      ? `The campaign "${name}" is run by hand: its timing is "manual".`
      : `"${name}" is run by hand: it has no schedule.`,
    `Give it one with \`tada schedule set "${name}" "every Monday 06:00"\`.`,
  );
}

/** The command that tells of failures of a campaign's runs; undefined where there is none. */
export function notifyOfCampaign(timing: Campaign['timing']): readonly string[] | undefined {
  return timing === undefined || timing.type === 'manual' ? undefined : timing.notify;
}

/** When a campaign starts by itself; undefined for one that is started by hand. */
export function timeOfCampaign(timing: Campaign['timing'], systemZone: string): ScheduleTime | undefined {
  if (timing === undefined || timing.type === 'manual') return undefined;
  const { timeZone = systemZone } = timing;
  const from = timing.launch === undefined ? undefined : launchTime(timing.launch, timeZone);
  if (timing.type === 'recurring') return { cron: timing.cron, timeZone, from };
  // A launch is one minute of one day; the expression names it, and only its first time counts.
  const [, month = '1', day = '1', hour = '0', minute = '0'] =
    /^\d{4}-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?/.exec(timing.launch) ?? [];
  const cron = [minute, hour, day, month].map(Number).join(' ');
  return { cron: `${cron} *`, timeZone, from, once: true };
}

/** A launch on the clocks of a zone as milliseconds since 1970; a day alone begins at midnight. Seconds don't count. */
function launchTime(launch: string, timeZone: string): number {
  const wall = Date.parse(`${launch.length === 10 ? `${launch}T00:00` : launch.slice(0, 16)}Z`) / 1000;
  return fromWallClock(wall, offsetsOf(timeZone)) * 1000;
}
