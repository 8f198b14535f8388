import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configurationError } from '../../core/errors.ts';
import type { SecretStore } from '../../core/ports/storage.ts';
import { entryTimes } from '../../core/schedules/entry-times.ts';
import type { Scheduled } from '../../core/schedules/scheduled.ts';
import { entryPoint } from '../../entry-points.ts';
import type { Home, Machine, ScheduleEntry } from '../../schedulers/scheduler.ts';
import type { HomeFolders } from '../../storage/home.ts';
import { namedFile } from '../../storage/named-file.ts';
import { describeSecret, type ReferredSecret } from './missing-secrets.ts';

/** Settings of the environment that a scheduled run needs too; none of them is a secret. */
const CARRIED = ['TADA_KEYRING', 'TADA_TIKTOK_URL', 'TADA_TIKTOK_AUTH_URL', 'TADA_WAIT_SCALE'] as const;
const CARRIED_PATHS = ['TADA_HOME', 'TADA_POLICY'] as const;
/** Where the home's folders are without `TADA_HOME`. */
const CARRIED_FOLDERS = ['XDG_CONFIG_HOME', 'XDG_DATA_HOME'] as const;

export function thisMachine(env: NodeJS.ProcessEnv): Machine {
  return {
    platform: process.platform,
    env,
    userFolder: env.HOME ?? homedir(),
    userId: process.getuid?.() ?? 0,
  };
}

export function homeOf(folders: HomeFolders): Home {
  const digest = createHash('sha256').update(folders.data).digest('hex').slice(0, 8);
  return { tag: `tada-${digest}`, folder: folders.data };
}

/** The id of an entry: the same for the same name in the same home. */
export function entryId(home: Home, name: string): string {
  return `${home.tag}-${namedFile(name)}`;
}

/** What the system's scheduler starts: `tada run NAME --yes --json`, which looks itself whether it is time. */
export function entryOf(
  scheduled: Scheduled,
  context: {
    readonly folders: HomeFolders;
    readonly env: NodeJS.ProcessEnv;
    readonly cwd: string;
    readonly systemZone: string;
    readonly now: number;
  },
): ScheduleEntry {
  const { name, time } = scheduled;
  const { folders, systemZone, now } = context;
  const log = join(folders.logs, `${namedFile(name)}.log`);
  const options = ['--yes', '--json', '--scheduled', '--log', log];
  return {
    id: entryId(homeOf(folders), name),
    name,
    times: entryTimes(time, systemZone, now),
    // A name that begins with a dash would be taken for an option.
    command: [
      process.execPath,
      fileURLToPath(entryPoint('cli')),
      'run',
      ...(name.startsWith('-') ? [...options, '--', name] : [name, ...options]),
    ],
    env: carriedEnvironment(context),
  };
}

function carriedEnvironment({ env, cwd }: { readonly env: NodeJS.ProcessEnv; readonly cwd: string }) {
  const carried: Record<string, string> = {};
  const folders = env.TADA_HOME ? [] : CARRIED_FOLDERS;
  for (const name of [...CARRIED_PATHS, ...folders]) {
    const value = env[name];
    if (value) carried[name] = isAbsolute(value) ? value : resolve(cwd, value);
  }
  for (const name of CARRIED) {
    const value = env[name];
    if (!value) continue;
    if (/^[a-z]+:\/\/[^/]*@/i.test(value)) {
      throw configurationError(
        `${name} has a user or password in its address, which would be readable in the scheduler's entry.`,
        'Use an address without them.',
      );
    }
    carried[name] = value;
  }
  return carried;
}

/** Why secrets may not be found when nobody is there; one sentence each, names only. */
export async function warnAboutSecrets(
  referred: readonly ReferredSecret[],
  secrets: Pick<SecretStore, 'kind'>,
): Promise<readonly string[]> {
  const warnings = referred.flatMap((secret): readonly string[] => {
    const { reference } = secret;
    if (reference === undefined) return [];
    const what = `The ${describeSecret(secret)}`;
    if ('env' in reference) {
      return [
        `${what} comes from the environment variable ${reference.env}, which isn't there when a scheduler starts tada: keep it in the keyring or in a file ({"file":"path"}).`,
      ];
    }
    if (!('file' in reference) || isAbsolute(reference.file)) return [];
    return [`${what} is in a file with a relative path, ${reference.file}: make it absolute.`];
  });
  const kept = referred.filter(({ reference }) => reference !== undefined && 'keyring' in reference);
  const names = [...new Set(kept.map(({ name }) => `"${name}"`))].join(', ');
  return names === '' ? warnings : [...warnings, ...warnAboutStore(names, await secrets.kind())];
}

function warnAboutStore(names: string, place: 'os' | 'file' | 'memory'): readonly string[] {
  switch (place) {
    case 'file':
      return [
        `The secrets of ${names} are in the encrypted file, whose passphrase nobody types at night: use {"file":"path"} for the access token.`,
      ];
    case 'memory':
      return [`The secrets of ${names} are kept in memory only (TADA_KEYRING=memory).`];
    case 'os':
      if (process.platform !== 'linux') return [];
      return [
        `The secrets of ${names} are in the system's keyring, which is open only while you are logged in.`,
      ];
  }
}

/** The cache of npx is emptied now and then, and the entry would point to nothing. */
export function warnAboutProgram(): readonly string[] {
  if (!/[\\/]_npx[\\/]/.test(fileURLToPath(entryPoint('cli')))) return [];
  return ['tada runs from the cache of npx, which may be emptied: install it in a folder first.'];
}
