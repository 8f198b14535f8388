import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { configurationError, usageError } from '../core/errors.ts';
import { refuseOverLaunches } from '../core/profiles/check-campaigns.ts';
import { describeEntity } from '../core/profiles/entities.ts';
import { profileJsonSchema } from '../core/profiles/json-schema.ts';
import { type MergedProfile, mergeProfile } from '../core/profiles/merge.ts';
import { parseProfileFile } from '../core/profiles/parse.ts';
import { resolveProfilePaths } from '../core/profiles/paths.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import type { MissingSecret } from '../wizard/services.ts';
import { writeJson, writeLine } from './io.ts';
import type { CommandContext } from './program.ts';
import { createServices } from './services.ts';

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
  const services = await createServices(context);
  try {
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
    if (merged !== undefined) tell(context, merged, missing, options.json === true);
    return EXIT_CODES.done;
  } finally {
    await services.close();
  }
}

function tell(
  { io }: CommandContext,
  { changes, warnings }: MergedProfile,
  missing: readonly MissingSecret[],
  asJson: boolean,
): void {
  if (asJson) {
    writeJson(io, { ...changes, warnings, missing });
    return;
  }
  for (const [what, references] of Object.entries(changes)) {
    for (const reference of references) writeLine(io, `${what.padEnd(9)} ${describeEntity(reference)}`);
  }
  for (const { message } of warnings) writeLine(io, `note      ${message}`);
  for (const { problem, hint } of missing) writeLine(io, `missing   ${problem} ${hint}`);
  if (changes.created.length + changes.updated.length === 0) writeLine(io, 'Nothing had to be changed.');
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw configurationError(
      isMissing ? `There is no file ${path}.` : `The file ${path} can't be read.`,
      'Check the path; `tada apply --schema` shows what a profile file looks like.',
    );
  }
}
