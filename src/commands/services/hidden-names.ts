import { homedir, hostname, userInfo } from 'node:os';
import { dirname } from 'node:path';
import { attemptOr } from '../../core/errors.ts';
import type { ProfileStore, RunRecord } from '../../core/ports/storage.ts';
import { type Profile, serverSourceSchema, sourceSegments } from '../../core/profiles/schema.ts';
import { sourceTables } from '../../core/profiles/source-tables.ts';

/** A profile that can't be read is one more thing to be helped with; what is told of a run is told without it. */
export function loadOrUndefined(profile: ProfileStore): Profile | undefined {
  return attemptOr(() => profile.load(), undefined);
}

export interface HiddenFacts {
  readonly env: NodeJS.ProcessEnv;
  /** The current folder. */
  readonly folder: string;
  readonly record: RunRecord;
  readonly profile: Profile | undefined;
}

/** What says whose machine this is: folders, the user, the host. Short words would hide half of the text. */
export function hiddenNames({ env, folder, record, profile }: HiddenFacts): readonly string[] {
  const files = [
    ...filesOf(record.settings.tables),
    ...(profile?.queries ?? []).flatMap(({ sqlFile, source }) => [
      ...(sqlFile === undefined ? [] : [sqlFile]),
      ...filesOf(sourceTables(source)),
    ]),
    ...sourceSegments(profile?.segments ?? []).flatMap(({ source }) => filesOf(sourceTables(source))),
  ];
  const sources = [...(profile?.queries ?? []), ...sourceSegments(profile?.segments ?? [])].map(
    ({ source }) => source,
  );
  const servers = [record.settings.tables, ...sources];
  const folders = [homedir(), folder, env.TADA_HOME ?? '', ...files.map(dirname)];
  const names = [...folders.map(withSlash), ...servers.flatMap(serverNames)];
  return [...new Set([...names, record.user, userName(), hostname()])].filter((name) => name.length >= 3);
}

/** The address of a server that a query runs on, and who it is there. */
function serverNames(source: unknown): readonly string[] {
  const server = serverSourceSchema.safeParse(source);
  if (!server.success) return [];
  const { host, hostname: name } = new URL(server.data.url);
  return [host, name, server.data.user];
}

function filesOf(tables: unknown): readonly string[] {
  if (typeof tables !== 'object' || tables === null || serverSourceSchema.safeParse(tables).success)
    return [];
  return Object.values(tables)
    .flat()
    .filter((file): file is string => typeof file === 'string');
}

/** `/home/jane` hides itself and what is in it; the root of a disk says nothing. */
function withSlash(folder: string): string {
  return /^(?:[A-Za-z]:)?[\\/]?\.?$/.test(folder) ? '' : folder;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an account, as in many containers.
    return '';
  }
}
