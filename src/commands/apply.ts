import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { configurationError, KnownError, usageError } from '../core/errors.ts';
import { refuseOverLaunches } from '../core/profiles/check-campaigns.ts';
import { describeEntity } from '../core/profiles/entities.ts';
import { profileJsonSchema } from '../core/profiles/json-schema.ts';
import { type MergedProfile, mergeProfile } from '../core/profiles/merge.ts';
import { parseProfileFile } from '../core/profiles/parse.ts';
import { resolveProfilePaths } from '../core/profiles/paths.ts';
import type { Profile } from '../core/profiles/schema.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { listScheduled } from '../core/schedules/scheduled.ts';
import { isMissing } from '../core/system-errors.ts';
import type { MissingSecret } from '../wizard/credential-service.ts';
import type { ScheduleView } from '../wizard/schedule-service.ts';
import type { Services } from '../wizard/services.ts';
import type { MissingFile } from '../wizard/source-service.ts';
import { writeJson, writeLine } from './io.ts';
import type { CommandContext } from './program.ts';
import { withServices } from './with-services.ts';

/** `tada apply`: creates or updates what a file declares, all or nothing, and says what changed. */
export async function applyCommand(
  context: CommandContext,
  file: string | undefined,
  options: { readonly schema?: boolean; readonly json?: boolean },
): Promise<number> {
  const { io } = context;
  if (options.schema === true) {
    writeLine(io, JSON.stringify(profileJsonSchema(), null, 2));
    return EXIT_CODES.done;
  }
  if (file === undefined)
    throw usageError('A profile file is needed.', 'Write `tada apply FILE`, or --schema to see its form.');
  const path = resolve(io.cwd, file);
  const declared = resolveProfilePaths(parseProfileFile(await read(path), file), (each) =>
    resolve(dirname(path), each),
  );
  return await withServices(context, async (services) => {
    let merged: MergedProfile | undefined;
    await services.profile.update((current) => {
      merged = mergeProfile(current, declared);
      const { created, updated } = merged.changes;
      refuseOverLaunches(merged.profile, [...created, ...updated], Date.now());
      return merged.profile;
    });
    // The file may come from another machine, whose secrets stayed there. What it left out may be here already.
    const { credentials } = services.profile.load();
    const names = new Set(declared.credentials.map(({ name }) => name));
    const missing = await services.credentials.missingSecrets({
      ...declared,
      credentials: credentials.filter(({ name }) => names.has(name)),
    });
    if (merged !== undefined) {
      const files = services.sources.missingFiles(declared);
      const unscheduled = await notScheduled(services, declared);
      tell(context, merged, { missing, files, unscheduled, file }, options.json === true);
    }
    return EXIT_CODES.done;
  });
}

/** Names of what the file gives a schedule to and no scheduler of this machine starts. */
async function notScheduled({ schedules }: Services, declared: Profile): Promise<readonly string[]> {
  const names = listScheduled(declared, 'UTC').map(({ name }) => name);
  if (names.length === 0) return [];
  const installed = await schedules.list().catch(ifUnknown);
  return names.filter((name) => installed.some((view) => view.name === name && view.scheduler === undefined));
}

/** A scheduler that can't be asked is no reason not to apply a file. */
function ifUnknown(error: unknown): readonly ScheduleView[] {
  if (error instanceof KnownError) return [];
  throw error;
}

/** What is still to be given on this machine. */
interface StillMissing {
  readonly missing: readonly MissingSecret[];
  readonly files: readonly MissingFile[];
  readonly unscheduled: readonly string[];
  /** The applied file, as it was given. */
  readonly file: string;
}

function tell(
  { io }: CommandContext,
  { changes, warnings }: MergedProfile,
  { missing, files, unscheduled, file }: StillMissing,
  asJson: boolean,
): void {
  if (asJson) {
    writeJson(io, { ...changes, warnings, missing, missingFiles: files, notScheduled: unscheduled });
    return;
  }
  for (const [what, references] of Object.entries(changes)) {
    for (const reference of references) writeLine(io, `${what.padEnd(9)} ${describeEntity(reference)}`);
  }
  for (const { message } of warnings) writeLine(io, `note      ${message}`);
  if (changes.created.length + changes.updated.length === 0) writeLine(io, 'Nothing had to be changed.');
  const say = (sentence: string, command: string | undefined) => {
    writeLine(io, `missing   ${sentence}`);
    if (command !== undefined) writeLine(io, `          $ ${command}`);
  };
  for (const { problem, hint, command } of missing) say(`${problem} ${hint}`, command);
  for (const { problem } of files) {
    say(`${problem} Put the file there, or give its path here in ${file} and apply it again.`, undefined);
  }
  for (const name of unscheduled) {
    say(`"${name}" has a schedule that no scheduler of this machine has.`, `tada schedule install "${name}"`);
  }
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw configurationError(
      isMissing(error) ? `There is no file ${path}.` : `The file ${path} can't be read.`,
      'Check the path; `tada apply --schema` shows what a profile file looks like.',
    );
  }
}
