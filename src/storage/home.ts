import { accessSync, constants } from 'node:fs';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { makeFolder } from './atomic-file.ts';
import { doing } from './io-errors.ts';

/** Where tada keeps things; absolute paths. */
export interface HomeFolders {
  /** The profile, and the encrypted secrets where there is no keyring. */
  readonly config: string;
  readonly data: string;
  /** One folder a run. */
  readonly runs: string;
  /** Records and ledgers. */
  readonly audiences: string;
  /** Records of delivered events, one file an event source. */
  readonly events: string;
  readonly locks: string;
  /** What is remembered of scheduled runs, one file each. */
  readonly schedules: string;
  /** What scheduled runs print. */
  readonly logs: string;
  /**
   * For the engine, which may put rows of personal data here while it sorts. Beside the data and not in the
   * system's temporary folder, because that one is shared with everybody on the machine.
   */
  readonly temp: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** All under `TADA_HOME` where it is set, else in the platform's folders for configuration and data. */
export function homeFolders(env: Environment): HomeFolders {
  const home = env.TADA_HOME;
  const { config, data } = home
    ? { config: resolve(home), data: resolve(home) }
    : envPaths('tada', { suffix: '' });
  return {
    config,
    data,
    runs: join(data, 'runs'),
    audiences: join(data, 'audiences'),
    events: join(data, 'events'),
    locks: join(data, 'locks'),
    schedules: join(data, 'schedules'),
    logs: join(data, 'logs'),
    temp: join(data, 'temp'),
  };
}

/**
 * Creates the folders that are missing, for this user only (0700), and makes sure that all can be written to.
 * Throws kind `configuration` or `disk-full`, naming the folder and what to do.
 */
export function prepareFolders(folders: HomeFolders): void {
  for (const folder of Object.values(folders)) {
    makeFolder(folder);
    doing('write', folder, () => accessSync(folder, constants.W_OK));
  }
}
