import { arch, release } from 'node:os';
import { resolve } from 'node:path';
import { supportBundle } from '../../core/history/support-bundle.ts';
import type { ProfileStore, RunRecord, RunStore } from '../../core/ports/storage.ts';
import { findEntity } from '../../core/profiles/entities.ts';
import { exportProfile } from '../../core/profiles/export.ts';
import type { Profile } from '../../core/profiles/schema.ts';
import type { SavedBundle } from '../../wizard/run-service.ts';
import { hiddenNames, loadOrUndefined } from './hidden-names.ts';
import { openRun } from './run-service.ts';
import { writeNewFile } from './write-new-file.ts';

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
    { hidden: hiddenNames({ env, folder: dependencies.folder, record, profile: setup }) },
  );
  const { strToU8, zipSync } = await import('fflate');
  const folder = `tada-${record.id}`;
  const contents = files.map(({ name, text }) => [`${folder}/${name}`, strToU8(text)] as const);
  const bytes = zipSync(Object.fromEntries(contents), { level: 6, mtime: now() });
  const target = resolve(dependencies.folder, path);
  writeNewFile(target, bytes);
  return { path: target, bytes: bytes.length, files: files.map(({ name }) => name) };
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
