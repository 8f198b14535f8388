import { realpathSync } from 'node:fs';
import { isTimeZone } from '../core/events/time-zone.ts';

/**
 * The zone of the system's clock, which its schedulers go by. `TZ` in a person's environment moves the clock of
 * their programs only, so then the system's own setting is asked.
 */
export function systemTimeZone(env: NodeJS.ProcessEnv, localTime = '/etc/localtime'): string {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (env.TZ === undefined || env.TZ === '' || process.platform === 'win32') return own;
  try {
    const [, name] = /\/zoneinfo\/(?:posix\/|right\/)?(.+)$/.exec(realpathSync(localTime)) ?? [];
    return name !== undefined && isTimeZone(name) ? name : own;
  } catch {
    // No such file: the system goes by UTC, as containers do.
    return 'UTC';
  }
}
