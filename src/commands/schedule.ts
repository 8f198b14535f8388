import { usageError } from '../core/errors.ts';
import { isTimeZone } from '../core/events/time-zone.ts';
import type { Campaign } from '../core/profiles/campaign-schema.ts';
import type { Orchestration, Profile } from '../core/profiles/schema.ts';
import type { Timing } from '../core/profiles/timing.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { nextTimes } from '../core/schedules/cron.ts';
import { describeTime } from '../core/schedules/describe.ts';
import { getNotify, getSchedulable } from '../core/schedules/scheduled.ts';
import { notifySchema, type Schedule } from '../core/schedules/schema.ts';
import { cronFromWords } from '../core/schedules/words.ts';
import { scheduleFacts } from '../wizard/journeys/schedules/schedule-facts.ts';
import type { ScheduledEntries, ScheduleView } from '../wizard/schedule-service.ts';
import { writeJson, writeLine } from './io.ts';
import type { CommandContext } from './program.ts';
import { withServices } from './with-services.ts';

const NEXT_SHOWN = 5;

export interface SetScheduleOptions {
  readonly timeZone?: string;
  /** Program and arguments to start when a scheduled run fails; false: none. Left out: what there was stays. */
  readonly notify?: readonly string[] | false;
  readonly json?: boolean;
}

/** `tada schedule set`: words, or a cron expression, become the schedule in the profile; installs nothing. */
export async function setScheduleCommand(
  context: CommandContext,
  name: string,
  when: string,
  options: SetScheduleOptions,
): Promise<number> {
  const { io } = context;
  return await withServices(context, async (services) => {
    const timeZone = options.timeZone ?? services.schedules.systemZone();
    if (!isTimeZone(timeZone)) {
      throw usageError(
        `There is no time zone "${timeZone}".`,
        'It is an IANA name, such as "America/New_York" or "Europe/Berlin".',
      );
    }
    const reading = when.trim().toLowerCase() === 'manual' ? undefined : cronFromWords(when);
    if (reading?.ok === false) {
      throw usageError(reading.problem, 'A cron expression such as "0 6 * * 1" is taken as well.');
    }
    if (reading === undefined && Array.isArray(options.notify)) {
      throw usageError(
        'What is run by hand tells of its failures itself: --notify goes with a schedule.',
        'Give a time as well, such as "every Monday 06:00".',
      );
    }
    const time = reading === undefined ? undefined : { cron: reading.cron, timeZone };
    let notify: readonly string[] | undefined;
    await services.profile.update((profile) => {
      const found = getSchedulable(profile, name);
      notify = notifyAfter(options.notify, getNotify(found));
      return found.kind === 'orchestration'
        ? scheduleOrchestration(profile, found.entity, time, notify)
        : timeCampaign(profile, found.entity, time, notify);
    });
    const next =
      reading === undefined ? [] : nextTimes({ cron: reading.cron, timeZone }, Date.now(), NEXT_SHOWN);
    if (options.json === true) {
      const isoTimes = next.map((time) => new Date(time).toISOString());
      const { cron = null, note } = reading ?? {};
      writeJson(io, { name, cron, timeZone, next: isoTimes, note, notify: reading && notify });
      return EXIT_CODES.done;
    }
    if (reading === undefined) {
      writeLine(io, `"${name}" is run by hand now. \`tada schedule remove "${name}"\` takes out its entry.`);
      return EXIT_CODES.done;
    }
    writeLine(io, `"${name}" runs by the cron expression ${reading.cron}:`);
    for (const time of next) writeLine(io, `  ${describeTime(time, timeZone)}`);
    if (reading.note !== undefined) writeLine(io, `note: ${reading.note}`);
    if (notify !== undefined) writeLine(io, `A run that fails starts: ${notify.join(' ')}`);
    writeLine(io, `\`tada schedule install "${name}"\` hands it to the system's scheduler.`);
    return EXIT_CODES.done;
  });
}

/** What was asked for counts; where nothing was, what there is stays. */
function notifyAfter(
  asked: SetScheduleOptions['notify'],
  before: readonly string[] | undefined,
): readonly string[] | undefined {
  if (asked === false) return undefined;
  if (asked === undefined) return before;
  const read = notifySchema.safeParse(asked);
  if (read.success) return read.data;
  throw usageError(
    `--notify can't be that: ${read.error.issues[0]?.message ?? 'it is no command'}.`,
    'Give a program and its arguments, such as --notify mail-me ops.',
  );
}

/** Without a time: by hand. */
function scheduleOrchestration(
  profile: Profile,
  orchestration: Orchestration,
  time: { readonly cron: string; readonly timeZone: string } | undefined,
  notify: readonly string[] | undefined,
): Profile {
  const schedule: Schedule = time === undefined ? 'manual' : { ...time, ...withNotify(notify) };
  return {
    ...profile,
    orchestrations: profile.orchestrations.map((each) =>
      each.name === orchestration.name ? { ...orchestration, schedule } : each,
    ),
  };
}

/** Without a time: by hand. A day before which it doesn't start stays. */
function timeCampaign(
  profile: Profile,
  campaign: Campaign,
  time: { readonly cron: string; readonly timeZone: string } | undefined,
  notify: readonly string[] | undefined,
): Profile {
  const { timing: before } = campaign;
  const launch = before?.type === 'recurring' && before.launch !== undefined ? { launch: before.launch } : {};
  const timing: Timing =
    time === undefined
      ? { type: 'manual' }
      : { type: 'recurring', ...time, ...launch, ...withNotify(notify) };
  return {
    ...profile,
    campaigns: profile.campaigns.map((each) =>
      each.name === campaign.name ? { ...campaign, timing } : each,
    ),
  };
}

function withNotify(notify: readonly string[] | undefined): { readonly notify?: string[] } {
  return notify === undefined ? {} : { notify: [...notify] };
}

/** `tada schedule install`: into the system's scheduler; with `print` it only shows what would be. */
export async function installScheduleCommand(
  context: CommandContext,
  name: string | undefined,
  options: { readonly print?: boolean; readonly scheduler?: string; readonly json?: boolean },
): Promise<number> {
  const { io } = context;
  return await withServices(context, async ({ schedules }) => {
    const isPrint = options.print === true;
    const told = await schedules[isPrint ? 'print' : 'install'](name, options.scheduler);
    if (options.json === true) {
      writeJson(io, { ...told, installed: !isPrint });
      return EXIT_CODES.done;
    }
    if (isPrint) printPieces(context, told);
    else {
      writeLine(io, `Installed in ${told.scheduler}:`);
      for (const entry of told.entries) {
        writeLine(io, `  ${entry.name}`);
        for (const time of entry.next) writeLine(io, `    ${describeTime(Date.parse(time), entry.timeZone)}`);
      }
      for (const note of told.notes) writeLine(io, `note: ${note}`);
    }
    for (const warning of told.warnings) io.stderr.write(`warning: ${warning}\n`);
    return EXIT_CODES.done;
  });
}

function printPieces({ io }: CommandContext, { pieces }: ScheduledEntries): void {
  for (const { place, text } of pieces) {
    writeLine(io, `# ${place}`);
    writeLine(io, text.trimEnd());
  }
}

/** `tada schedule list`: what runs by itself, and what became of it. */
export async function listSchedulesCommand(
  context: CommandContext,
  name: string | undefined,
  options: { readonly json?: boolean },
): Promise<number> {
  const { io } = context;
  return await withServices(context, async (services) => {
    const all = await services.schedules.list();
    const views = name === undefined ? all : all.filter((view) => view.name === name);
    if (name !== undefined && views.length === 0) getSchedulable(services.profile.load(), name);
    if (options.json === true) {
      writeJson(io, views);
      return EXIT_CODES.done;
    }
    if (views.length === 0) writeLine(io, 'Nothing runs by itself: everything is started by hand.');
    for (const view of views) for (const line of describeView(view)) writeLine(io, line);
    return EXIT_CODES.done;
  });
}

function describeView(view: ScheduleView): readonly string[] {
  const lines = scheduleFacts(view).map(({ title, text, command }) => {
    const how = command === undefined ? '' : `: \`${command}\``;
    return `  ${title.padEnd(TITLE_COLUMNS)}${text}${how}`;
  });
  return [view.name, ...lines];
}

const TITLE_COLUMNS = 11;

/** `tada schedule remove`: out of every scheduler of the system. */
export async function removeScheduleCommand(
  context: CommandContext,
  name: string | undefined,
  options: { readonly print?: boolean; readonly json?: boolean },
): Promise<number> {
  const { io } = context;
  return await withServices(context, async ({ schedules }) => {
    const isPrint = options.print === true;
    const removed = isPrint
      ? (await schedules.list())
          .filter((view) => view.scheduler !== undefined && (name === undefined || view.name === name))
          .map((view) => view.name)
      : await schedules.remove(name);
    if (options.json === true) {
      writeJson(io, { removed, changed: !isPrint && removed.length > 0 });
      return EXIT_CODES.done;
    }
    if (removed.length === 0) writeLine(io, 'Nothing was installed.');
    for (const each of removed) writeLine(io, `${isPrint ? 'Would remove' : 'Removed'} ${each}`);
    return EXIT_CODES.done;
  });
}
