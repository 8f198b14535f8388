import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, homedir, hostname, release, userInfo } from 'node:os';
import { dirname, resolve } from 'node:path';
import { KnownError, usageError } from '../../core/errors.ts';
import { supportBundle } from '../../core/history/support-bundle.ts';
import type { ProfileStore, RunRecord, RunStore } from '../../core/ports.ts';
import { findEntity } from '../../core/profiles/entities.ts';
import { exportProfile } from '../../core/profiles/export.ts';
import { type Profile, serverSourceSchema } from '../../core/profiles/schema.ts';
import { sourceTables } from '../../core/profiles/source-tables.ts';
import type { SavedBundle } from '../../wizard/services.ts';
import { openRun } from './run-service.ts';

export interface BundleDependencies {
  readonly runs: RunStore;
  readonly profile: ProfileStore;
  readonly env: NodeJS.ProcessEnv;
  /** Where a path that isn't absolute starts. */
  readonly folder: string;
  readonly version: string;
  readonly now: () => number;
}

/**
 * Writes the support bundle of a run to a new .zip file (0600). Rejects with kind `usage` where a file of that
 * name exists already: somebody may have been told to send exactly that one.
 */
export async function saveBundle(
  dependencies: BundleDependencies,
  runId: string,
  path: string,
): Promise<SavedBundle> {
  const { runs, profile, env, version, now } = dependencies;
  const { record, journal } = openRun(runs, runId);
  const setup = loadOrUndefined(profile);
  const files = supportBundle(
    {
      record,
      journal: journal.read(),
      profile: setup === undefined ? undefined : profileOf(setup, record),
      machine: machineFacts(version, env),
    },
    { hidden: hiddenNames(dependencies, record, setup) },
  );
  const { strToU8, zipSync } = await import('fflate');
  const folder = `tada-${record.id}`;
  const contents = files.map(({ name, text }) => [`${folder}/${name}`, strToU8(text)] as const);
  const bytes = zipSync(Object.fromEntries(contents), { level: 6, mtime: now() });
  const target = resolve(dependencies.folder, path);
  write(target, bytes);
  return { path: target, bytes: bytes.length, files: files.map(({ name }) => name) };
}

function write(path: string, bytes: Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    if (code === 'EEXIST') {
      throw usageError(`${path} exists already.`, 'Choose another name, or move that file away first.');
    }
    throw new KnownError({
      kind: code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'usage',
      message: `${path} can't be written (${code}).`,
      hint: 'Choose a file in a folder that you may write to, on a disk with some space.',
    });
  }
}

/** A profile that can't be read is one more thing to be helped with; the bundle is made without it. */
function loadOrUndefined(profile: ProfileStore): Profile | undefined {
  try {
    return profile.load();
  } catch (error) {
    if (error instanceof KnownError) return undefined;
    throw error;
  }
}

function profileOf(profile: Profile, { orchestration }: RunRecord): Profile | undefined {
  return findEntity(profile, 'orchestration', orchestration) === undefined
    ? undefined
    : exportProfile(profile, [orchestration]);
}

function machineFacts(version: string, env: NodeJS.ProcessEnv) {
  const { node, modules, openssl } = process.versions;
  return {
    tada: version,
    node,
    platform: `${process.platform} ${arch()} ${release()}`,
    libraries: { abi: modules, openssl: openssl ?? '' },
    variables: Object.keys(env)
      .filter((name) =>
        /^TADA_(?:HOME|KEYRING|TIKTOK_URL|TIKTOK_AUTH_URL|WAIT_SCALE|POLICY|DEBUG)$/.test(name),
      )
      .toSorted(),
  };
}

/** What says whose machine this is: folders, the user, the host. Short words would hide half of the text. */
function hiddenNames(
  { env, folder }: BundleDependencies,
  record: RunRecord,
  profile: Profile | undefined,
): readonly string[] {
  const files = [
    ...filesOf(record.settings.tables),
    ...(profile?.queries ?? []).flatMap(({ sqlFile, source }) => [
      ...(sqlFile === undefined ? [] : [sqlFile]),
      ...filesOf(sourceTables(source)),
    ]),
  ];
  const servers = [record.settings.tables, ...(profile?.queries ?? []).map(({ source }) => source)];
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
