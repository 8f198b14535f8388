import { checkUse } from '../core/access/check-use.ts';
import { KnownError, usageError } from '../core/errors.ts';
import type { ScheduleStore } from '../core/ports/storage.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { getScheduled, type Scheduled } from '../core/schedules/scheduled.ts';
import { dueTime, type ScheduledRun } from '../core/schedules/state.ts';
import { systemTimeZone } from '../schedulers/system-zone.ts';
import { openAudienceStore } from '../storage/audience-store.ts';
import { type HomeFolders, homeFolders, prepareFolders } from '../storage/home.ts';
import { openProfileStore } from '../storage/profile-store.ts';
import { openScheduleStore } from '../storage/schedule-store.ts';
import type { RunCommandOptions } from './command-options.ts';
import type { CommandIo } from './io.ts';
import { notifyFailure } from './notify-failure.ts';
import { openLog } from './open-log.ts';
import type { RunEnding } from './present-run.ts';
import type { CommandContext } from './program.ts';
import { faultKindOf, reportError } from './report-error.ts';
import { runCommand } from './run.ts';
import { currentAccess } from './services/current-access.ts';

/**
 * `tada run NAME --scheduled`: what the system's scheduler starts. Its clock knows one zone only, so it starts tada at
 * every time that may be right; here the schedule says whether it is. A time is noted as taken on before anything
 * is sent: of two starts for it, the second one ends at once.
 */
export async function runScheduledCommand(
  context: CommandContext,
  name: string,
  options: RunCommandOptions,
): Promise<number> {
  if (options.scheduled !== true) {
    throw usageError(
      '--log goes with --scheduled only.',
      'Redirect the output instead: `tada run … > FILE`.',
    );
  }
  const log = options.log === undefined ? undefined : openLog(options.log);
  const io: CommandIo = {
    ...context.io,
    ...(log === undefined ? {} : { stdout: log, stderr: log }),
    canPrompt: false,
  };
  const asJson = options.json === true;
  try {
    const folders = homeFolders(io.env);
    prepareFolders(folders);
    const zone = systemTimeZone(io.env);
    const scheduled = getScheduled(openProfileStore(folders).load(), name, zone);
    const store = openScheduleStore(folders);
    // Who may not run it can't take its time away from who may.
    if (isDue(store, scheduled) && isForbidden(context, folders, name)) {
      return await runAndRemember({ ...context, io }, scheduled, store, options);
    }
    if (!takeOn(store, scheduled)) return EXIT_CODES.done;
    return await runAndRemember({ ...context, io }, scheduled, store, options);
  } catch (error) {
    return reportError(io, error, asJson);
  } finally {
    log?.close();
  }
}

function isDue(store: ScheduleStore, { name, time }: Scheduled): boolean {
  return dueTime(time, store.find(name) ?? { name }, Date.now()) !== undefined;
}

/** A policy that can't be read is told by the run, which then can't begin. */
function isForbidden({ io }: CommandContext, folders: HomeFolders, name: string): boolean {
  try {
    const audiences = openAudienceStore(folders).list();
    const profile = openProfileStore(folders).load();
    checkUse(currentAccess(io, false), profile, name, undefined, { audiences, isTest: false });
    return false;
  } catch (error) {
    return error instanceof KnownError && error.kind === 'forbidden-by-policy';
  }
}

function takeOn(store: ScheduleStore, { name, time }: Scheduled): boolean {
  let isDue = false;
  store.update(name, (state) => {
    const now = Date.now();
    const due = dueTime(time, state, now);
    if (due === undefined) return state;
    isDue = true;
    const last: ScheduledRun = { startedAt: new Date(now).toISOString() };
    return { ...state, handled: new Date(due).toISOString(), last };
  });
  return isDue;
}

async function runAndRemember(
  context: CommandContext,
  { name, notify: declared }: Scheduled,
  store: ScheduleStore,
  options: RunCommandOptions,
): Promise<number> {
  const { io } = context;
  const { installedAt, notify = installedAt === undefined ? declared : undefined } = store.find(name) ?? {
    name,
  };
  let ending: RunEnding | undefined;
  let kind: ScheduledRun['kind'];
  let code: number;
  try {
    code = await runCommand(context, name, options, (told) => {
      ending = told;
    });
    kind = ending?.fault?.kind ?? (ending?.summary?.outcome === 'cancelled' ? 'cancelled' : undefined);
  } catch (error) {
    // It failed before there was a run: a missing secret, a broken profile, a policy.
    code = reportError(io, error, options.json === true);
    kind = faultKindOf(error);
  }
  const { run, outcome } = ending?.summary ?? { run: undefined, outcome: undefined };
  const isFine = code === EXIT_CODES.done;
  if (!isFine) kind ??= 'unexpected';
  const isNotified =
    isFine || notify === undefined ? undefined : await notifyFailure(notify, { run, kind, env: io.env });
  if (isNotified === false) io.stderr.write(`${JSON.stringify({ type: 'notify', ok: false })}\n`);
  store.update(name, (state) => ({
    ...state,
    last: {
      startedAt: state.last?.startedAt ?? new Date().toISOString(),
      finishedAt: new Date().toISOString(),
      ...(run === undefined ? {} : { run }),
      outcome: outcome ?? 'error',
      ...(kind === undefined ? {} : { kind }),
      ...(isNotified === false ? { notifyFailed: true } : {}),
    },
  }));
  return code;
}
