import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type Conf from 'conf';
import { configurationError, KnownError } from '../core/errors.ts';
import type { ProfileStore } from '../core/ports/storage.ts';
import { type LocatedJson, parseLocatedJson } from '../core/profiles/located-json.ts';
import { checkLocatedProfile } from '../core/profiles/parse.ts';
import { describeProblems } from '../core/profiles/problems.ts';
import { EMPTY_PROFILE, type Profile } from '../core/profiles/schema.ts';
import { makeFolder, syncFolder } from './atomic-file.ts';
import type { HomeFolders } from './home.ts';
import { doing } from './io-errors.ts';
import { loadConf } from './load-conf.ts';
import { withLockSync } from './lock-file.ts';

/** Raised when a stored profile would no longer mean the same to an older tada. */
const SCHEMA_VERSION = 1;

type StoredProfile = Profile & { readonly schemaVersion: number };

/** The profile in `profile.json` of the configuration folder. */
export function openProfileStore(folders: Pick<HomeFolders, 'config' | 'locks'>): ProfileStore {
  const path = join(folders.config, 'profile.json');
  const underLock = <Result>(work: () => Result) => withLockSync(folders.locks, 'The profile', work);

  const load = (): Profile => {
    if (!doing('read', path, () => existsSync(path))) return EMPTY_PROFILE;
    return doing('read', path, () => {
      const { schemaVersion: _, ...profile } = readStored(readFileSync(path, 'utf8'), path);
      return profile;
    });
  };

  return {
    path,
    load,
    save: (profile) =>
      underLock(() => {
        load();
        write(folders.config, path, profile);
      }),
    update: (change) => underLock(() => write(folders.config, path, change(load()))),
  };
}

/**
 * conf never gets to clear or replace what it can't read: reading throws first. It is loaded to save only, in
 * the middle of a synchronous change.
 */
function openConf(folder: string, path: string): Conf<StoredProfile> {
  const { default: Store } = loadConf();
  return new Store<StoredProfile>({
    cwd: folder,
    configName: 'profile',
    projectSuffix: '',
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
    clearInvalidConfig: false,
    serialize,
    deserialize: (text) => readStored(text, path),
  });
}

function serialize(stored: StoredProfile): string {
  return `${JSON.stringify(stored, undefined, 2)}\n`;
}

function readStored(text: string, path: string): StoredProfile {
  const located = parseLocatedJson(text);
  refuseNewer(located, path);
  const checked = checkLocatedProfile(located, ['schemaVersion']);
  if (checked.ok) return { schemaVersion: SCHEMA_VERSION, ...checked.profile };
  const copy = keepCopy(text, path);
  const previous = `${path}.previous`;
  const ways = [
    'Correct it there; until then nothing is written to it.',
    copy === undefined ? '' : `A copy as it is now is ${copy}.`,
    existsSync(previous) ? `The version before the last change is ${previous}.` : '',
    'To start anew, move the file away and apply a profile file.',
  ];
  throw configurationError(
    `The profile can't be used:\n${describeProblems(path, checked.problems)}`,
    ways.filter((way) => way !== '').join(' '),
  );
}

function refuseNewer(located: LocatedJson, path: string): void {
  if (!located.ok || typeof located.value !== 'object' || located.value === null) return;
  if (!('schemaVersion' in located.value)) return;
  const version = located.value.schemaVersion;
  if (typeof version !== 'number' || version <= SCHEMA_VERSION) return;
  throw configurationError(
    `${path} was written by a newer tada (form ${version}; this one knows ${SCHEMA_VERSION}).`,
    'Update tada. The file is left as it is.',
  );
}

/** One copy for one content, however often it is read. */
function keepCopy(text: string, path: string): string | undefined {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const copy = path.replace(/\.json$/, `.broken-${digest}.json`);
  try {
    if (!existsSync(copy)) writeFileSync(copy, text, { flag: 'wx', mode: 0o600 });
    return copy;
  } catch {
    // A disk that is full or can't be written to: the broken file itself is still there.
    return undefined;
  }
}

/**
 * Writes through conf, with a copy beside it until the new file is known to be whole: on a disk with too
 * little space left, conf 16 moves a cut-off file over the good one and reports success (measured).
 */
function write(folder: string, path: string, profile: Profile): Profile {
  const valid = validated(profile);
  const stored: StoredProfile = { schemaVersion: SCHEMA_VERSION, ...valid };
  makeFolder(folder);
  doing('write', path, () => {
    const previous = `${path}.previous`;
    const exists = existsSync(path);
    // A profile that is a symbolic link is restored where it really is.
    const target = exists ? realpathSync(path) : path;
    try {
      if (exists) copyFileSync(target, previous);
      openConf(folder, path).store = stored;
    } catch (error) {
      rmSync(previous, { force: true });
      throw error;
    }
    if (readFileSync(path, 'utf8') !== serialize(stored)) {
      if (exists) renameSync(previous, target);
      else rmSync(path, { force: true });
      throw new KnownError({
        kind: 'disk-full',
        message: `There is no space left to write ${path}.`,
        hint: 'Free some space on that disk and try again; the profile is as it was before.',
      });
    }
    rmSync(previous, { force: true });
    syncFolder(dirname(target));
  });
  return valid;
}

function validated(profile: Profile): Profile {
  const checked = checkLocatedProfile(parseLocatedJson(JSON.stringify(profile)));
  if (checked.ok) return checked.profile;
  const problems = checked.problems.map(({ path, message }) => `${path}: ${message}`);
  throw configurationError(
    `The profile can't be saved:\n${problems.join('\n')}`,
    'Nothing was changed. Correct this and save again.',
  );
}
