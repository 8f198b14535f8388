import { configurationError, KnownError, usageError } from '../../core/errors.ts';
import type { ProfileStore, ScheduleStore, SecretStore } from '../../core/ports/storage.ts';
import { type EntityKind, isSame, namesOf, unique, withDependencies } from '../../core/profiles/entities.ts';
import { isSameContent } from '../../core/profiles/same-content.ts';
import { nextTimes } from '../../core/schedules/cron.ts';
import { describeTime } from '../../core/schedules/describe.ts';
import { getScheduled, listScheduled, type Scheduled } from '../../core/schedules/scheduled.ts';
import { missedTimes, type ScheduleState } from '../../core/schedules/state.ts';
import { SCHEDULER_KINDS, type Scheduler, type SchedulerKind, textOf } from '../../schedulers/scheduler.ts';
import type { HomeFolders } from '../../storage/home.ts';
import { withLock } from '../../storage/lock-file.ts';
import type { ScheduledEntries, ScheduleService, ScheduleView } from '../../wizard/schedule-service.ts';
import { secretsOf } from './missing-secrets.ts';
import {
  entryId,
  entryOf,
  homeOf,
  thisMachine,
  warnAboutProgram,
  warnAboutSecrets,
} from './schedule-entry.ts';

export interface ScheduleDependencies {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly folders: HomeFolders;
  readonly profile: ProfileStore;
  readonly secrets: Pick<SecretStore, 'kind'>;
  readonly schedules: ScheduleStore;
  readonly systemZone: () => string;
  readonly now: () => number;
}

const NEXT_SHOWN = 5;
const UNENDED_MS = 12 * 3_600_000;

/** Puts what has a schedule into the system's scheduler, and tells what became of it. */
export function createScheduleService(dependencies: ScheduleDependencies): ScheduleService {
  const { env, cwd, folders, profile, schedules, systemZone, now } = dependencies;
  const home = homeOf(folders);
  const machine = () => thisMachine(env);
  const entryFor = (scheduled: Scheduled) =>
    entryOf(scheduled, { folders, env, cwd, systemZone: systemZone(), now: now() });
  const stateOf = (name: string): ScheduleState => schedules.find(name) ?? { name };

  const chosen = (name: string | undefined): readonly Scheduled[] => {
    const current = profile.load();
    if (name !== undefined) return [getScheduled(current, name, systemZone())];
    const all = listScheduled(current, systemZone());
    if (all.length > 0) return all;
    throw configurationError(
      'Nothing has a schedule yet.',
      'Give something one with `tada schedule set NAME "every Monday 06:00"`.',
    );
  };

  const describe = async (scheduler: Scheduler, all: readonly Scheduled[]): Promise<ScheduledEntries> => ({
    scheduler: scheduler.kind,
    pieces: scheduler.show(all.map(entryFor)),
    entries: all.map((scheduled) => ({
      name: scheduled.name,
      timeZone: scheduled.time.timeZone,
      next: isoTimes(nextTimes(scheduled.time, now(), NEXT_SHOWN)),
    })),
    warnings: [...(await warningsOf(dependencies, all)), ...warnAboutProgram()],
    notes: scheduler.notes,
  });

  /** Every scheduler that is here, with this home's entries in it. */
  const installedAnywhere = async () => {
    const { allSchedulers } = await import('../../schedulers/choose.ts');
    const found: { scheduler: Scheduler; entries: ReadonlyMap<string, string> }[] = [];
    for (const scheduler of allSchedulers(machine(), home)) {
      if (await scheduler.isPresent()) found.push({ scheduler, entries: await scheduler.installed() });
    }
    return found;
  };

  /** What changes a scheduler reads it first: two at once would undo each other's change. */
  const alone =
    <Given extends readonly unknown[], Result>(work: (...given: Given) => Promise<Result>) =>
    (...given: Given) =>
      withLock(folders.locks, 'The entries of schedules', () => work(...given));

  return {
    systemZone,
    list: async () => {
      const found = await installedAnywhere();
      const views = listScheduled(profile.load(), systemZone()).map((scheduled): ScheduleView => {
        const entry = entryFor(scheduled);
        const place = found.find(({ entries }) => entries.has(entry.id));
        const state = stateOf(scheduled.name);
        return {
          name: scheduled.name,
          time: scheduled.time,
          scheduler: place?.scheduler.kind,
          isOutdated:
            place !== undefined &&
            (place.entries.get(entry.id) !== textOf(place.scheduler.render(entry)) ||
              !isSameContent(state.notify, scheduled.notify)),
          next: isoTimes(nextTimes(scheduled.time, now(), NEXT_SHOWN)),
          last: state.last,
          missed: place === undefined ? [] : isoTimes(missedTimes(scheduled.time, state, now())),
        };
      });
      const known = new Set(views.map(({ name }) => entryId(home, name)));
      const left = found.flatMap(({ scheduler, entries }) =>
        [...entries].flatMap(([id, text]) =>
          known.has(id) ? [] : [leftOver(scheduler, nameOfEntry(id, text))],
        ),
      );
      return [...views, ...left];
    },

    print: async (name, wanted) => {
      const all = chosen(name);
      const { allSchedulers, chooseScheduler } = await import('../../schedulers/choose.ts');
      const kind = kindOf(wanted);
      const named = allSchedulers(machine(), home).find((scheduler) => scheduler.kind === kind);
      // It changes nothing, so it may show what a machine without that scheduler would be given.
      const scheduler = named ?? (await chooseScheduler(machine(), home, undefined).catch(ifNone));
      return await describe(scheduler ?? firstOf(allSchedulers(machine(), home)), all);
    },

    install: alone(async (name, wanted) => {
      const all = chosen(name);
      const { chooseScheduler } = await import('../../schedulers/choose.ts');
      const scheduler = await chooseScheduler(machine(), home, kindOf(wanted));
      const described = await describe(scheduler, all);
      await scheduler.install(all.map(entryFor));
      const at = new Date(now()).toISOString();
      for (const { name: each, notify } of all) {
        schedules.update(each, ({ notify: _, ...state }) => ({
          ...state,
          installedAt: at,
          ...(notify === undefined ? {} : { notify }),
        }));
      }
      const ids = all.map((scheduled) => entryId(home, scheduled.name));
      for (const other of await installedAnywhere()) {
        const isSame = other.scheduler.kind === scheduler.kind;
        const gone = [...other.entries.keys()].filter((id) =>
          // In one scheduler only; and with all of them installed, what is left over goes.
          isSame ? name === undefined && !ids.includes(id) : ids.includes(id),
        );
        if (gone.length > 0) await other.scheduler.remove(gone);
      }
      return described;
    }),

    remove: alone(async (name) => {
      const removed = new Set<string>();
      for (const { scheduler, entries } of await installedAnywhere()) {
        const ids = [...entries.keys()].filter((id) => name === undefined || id === entryId(home, name));
        if (ids.length === 0) continue;
        await scheduler.remove(ids);
        for (const id of ids) removed.add(name ?? nameOfEntry(id, entries.get(id) ?? ''));
      }
      for (const each of removed) {
        if (schedules.find(each) === undefined) continue;
        schedules.update(each, ({ installedAt: _, ...state }) => state);
      }
      return [...removed];
    }),

    attention: () => {
      const current = profile.load();
      // Most profiles have no schedules, and the first screen waits for this.
      const isIdle =
        current.campaigns.length === 0 &&
        current.orchestrations.every(({ schedule = 'manual' }) => schedule === 'manual');
      if (isIdle) return [];
      return listScheduled(current, systemZone()).flatMap((scheduled) => {
        const state = stateOf(scheduled.name);
        return state.installedAt === undefined ? [] : attentionTo(scheduled, state, now());
      });
    },
  };

  /** What a person called it: from the profile or what is remembered, where the id is all that is known. */
  function nameOfEntry(id: string, text: string): string {
    const current = profile.load();
    const names = [...namesOf(current, 'orchestration'), ...namesOf(current, 'campaign')];
    const known = names.find((name) => entryId(home, name) === id);
    if (known !== undefined) return known;
    const [, quoted] = /^# \S+ (".*")$/m.exec(text) ?? [];
    const [, described] = /^Description=tada: (.+)$/m.exec(text) ?? [];
    return quoted === undefined ? (described ?? id) : String(JSON.parse(quoted));
  }
}

function leftOver(scheduler: Scheduler, name: string): ScheduleView {
  return {
    name,
    time: undefined,
    scheduler: scheduler.kind,
    isOutdated: true,
    next: [],
    last: undefined,
    missed: [],
  };
}

function attentionTo({ name, time }: Scheduled, state: ScheduleState, now: number): readonly string[] {
  const [missed] = missedTimes(time, state, now, 1);
  if (missed !== undefined) {
    return [`The scheduled run of "${name}" was missed: ${describeTime(missed, time.timeZone)}.`];
  }
  const { last } = state;
  if (last === undefined) return [];
  if (last.finishedAt === undefined) {
    // A run may take hours; after half a day without an end it was killed with its machine.
    if (now - Date.parse(last.startedAt) < UNENDED_MS) return [];
    const at = describeTime(Date.parse(last.startedAt), time.timeZone);
    return [`The scheduled run of "${name}" of ${at} never ended.`];
  }
  if (last.outcome === 'completed' || last.outcome === 'alert') return [];
  const which = last.run === undefined ? '' : ` (${last.run})`;
  return [`The last scheduled run of "${name}"${which} failed.`];
}

async function warningsOf(
  { profile, secrets }: ScheduleDependencies,
  all: readonly Scheduled[],
): Promise<readonly string[]> {
  const current = profile.load();
  const needed = unique(all.flatMap(({ kind, name }) => withDependencies(current, { kind, name })));
  const isNeeded = (kind: EntityKind) => (entity: { readonly name: string }) =>
    needed.some((reference) => isSame(reference, { kind, name: entity.name }));
  const referred = secretsOf({
    credentials: current.credentials.filter(isNeeded('credential')),
    queries: current.queries.filter(isNeeded('query')),
    segments: current.segments.filter(isNeeded('segment')),
  });
  return await warnAboutSecrets(referred, secrets);
}

function kindOf(wanted: string | undefined): SchedulerKind | undefined {
  if (wanted === undefined) return undefined;
  const kind = SCHEDULER_KINDS.find((each) => each === wanted);
  if (kind !== undefined) return kind;
  throw usageError(
    `There is no scheduler "${wanted}".`,
    `It is one of ${SCHEDULER_KINDS.join(', ')}; without --scheduler the one that is here is used.`,
  );
}

function ifNone(error: unknown): undefined {
  if (error instanceof KnownError) return undefined;
  throw error;
}

function firstOf(schedulers: readonly Scheduler[]): Scheduler {
  const [first] = schedulers;
  if (first === undefined) throw new Error('There is a scheduler for every platform.');
  return first;
}

function isoTimes(times: readonly number[]): readonly string[] {
  return times.map((time) => new Date(time).toISOString());
}
