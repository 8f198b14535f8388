import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { testMembersOf } from '../core/delivery/test-audience.ts';
import type { RunRecord } from '../core/ports/storage.ts';
import { findEntity, namesOf } from '../core/profiles/entities.ts';
import { exportProfile, withoutOverLaunches } from '../core/profiles/export.ts';
import { resolveProfilePaths } from '../core/profiles/paths.ts';
import type { Profile } from '../core/profiles/schema.ts';
import { hasKeptSecret } from '../core/profiles/server-secrets.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import type { Services } from '../wizard/services.ts';
import { writeLine } from './io.ts';
import type { CommandContext } from './program.ts';
import { withServices } from './with-services.ts';
import { writePrivateFile } from './write-file.ts';

/**
 * `tada export`: a profile file of what is set up; secrets of the keyring are left out. What stays on this machine is
 * told on standard error, with the command that brings it along.
 */
export async function exportCommand(
  context: CommandContext,
  names: readonly string[],
  options: { readonly output?: string },
): Promise<number> {
  const { io } = context;
  return await withServices(context, async (services) => {
    const whole = services.profile.load();
    const { profile: exported, over } = withoutOverLaunches(exportProfile(whole, names), Date.now());
    const path = options.output === undefined ? undefined : resolve(io.cwd, options.output);
    // Files beside it may travel with it.
    const written = path === undefined ? exported : resolveProfilePaths(exported, besides(dirname(path)));
    const filled = Object.fromEntries(
      Object.entries(written).filter(([, items]) => Object.keys(items).length > 0),
    );
    const text = JSON.stringify(filled, null, 2);
    if (path === undefined) writeLine(io, text);
    else await writePrivateFile(path, [`${text}\n`]);
    for (const note of [...over.map(noteOnLaunch), ...whatStays(services, whole, exported)]) {
      io.stderr.write(`note: ${note}\n`);
    }
    return EXIT_CODES.done;
  });
}

/** Paths below a folder as they are seen from there; a profile file has them with slashes everywhere. */
function besides(folder: string): (path: string) => string {
  return (path) => {
    const seen = relative(folder, path);
    const isOutside = seen === '' || seen === '..' || seen.startsWith(`..${sep}`) || isAbsolute(seen);
    return isOutside ? path : seen.replaceAll(sep, '/');
  };
}

function noteOnLaunch(campaign: string): string {
  return `The launch of the campaign "${campaign}" is over; in the file it is started by hand.`;
}

/** Secrets of the keyring, and ledgers: without them a refresh elsewhere could only add. */
function whatStays({ runs }: Services, whole: Profile, exported: Profile): readonly string[] {
  const kept = exported.credentials.flatMap(({ name }) => {
    const credential = whole.credentials.find((each) => each.name === name);
    const isKept = [credential?.secret, credential?.accessToken].some(
      (reference) => reference !== undefined && 'keyring' in reference,
    );
    return isKept ? [`"${name}"`] : [];
  });
  const isKeptFor = (kind: 'query' | 'segment') => (name: string) => {
    const found = findEntity(whole, kind, name);
    return found !== undefined && 'source' in found && hasKeptSecret(found.source);
  };
  const queries = namesOf(exported, 'query').filter(isKeptFor('query'));
  const segments = namesOf(exported, 'segment').filter(isKeptFor('segment'));
  const advertisers = new Set(exported.destinations.flatMap(({ advertiserIds }) => advertiserIds));
  const filled = runs.audiences().filter(({ advertiserId }) => advertisers.has(advertiserId));
  // A test audience is made again where it is needed.
  const isTest = (record: RunRecord) => testMembersOf(record) !== undefined;
  const tests = new Set(
    runs
      .list()
      .runs.filter(isTest)
      .map(({ audienceId }) => audienceId),
  );
  const ledgers = filled.filter(({ audienceId }) => !tests.has(audienceId));
  return [
    ...(kept.length === 0
      ? []
      : [`The secrets of ${kept.join(', ')} stay here: \`tada\` asks for them where the file is applied.`]),
    ...queries.map(
      (name) =>
        `The secret for the server of the query "${name}" stays here: where the file is applied, open the query in \`tada\` and enter it under Sign in.`,
    ),
    ...segments.map(
      (name) =>
        `The secret for the server of the segment "${name}" stays here: give it in the file as {"env":"NAME"} or {"file":"path"}.`,
    ),
    ...ledgers.map(
      ({ audienceId, name }) =>
        `Who is in the audience "${name}" stays here: \`tada ledger export ${audienceId} -o FILE\` takes it along, \`tada ledger import ${audienceId} FILE\` in.`,
    ),
  ];
}
