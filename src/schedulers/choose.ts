import { configurationError } from '../core/errors.ts';
import { crontabScheduler } from './crontab.ts';
import { launchdScheduler } from './launchd.ts';
import type { Home, Machine, Scheduler, SchedulerKind } from './scheduler.ts';
import { schtasksScheduler } from './schtasks.ts';
import { systemdScheduler } from './systemd.ts';

/** Every scheduler there could be, the one to prefer on this platform first. */
export function allSchedulers(machine: Machine, home: Home): readonly Scheduler[] {
  const every = [crontabScheduler, systemdScheduler, launchdScheduler, schtasksScheduler].map((open) =>
    open(machine, home),
  );
  const own = { darwin: 'launchd', win32: 'schtasks' }[String(machine.platform)];
  return every.toSorted((one, other) => Number(other.kind === own) - Number(one.kind === own));
}

/** The one that was asked for, or else the first that is present; rejects with kind `configuration`. */
export async function chooseScheduler(
  machine: Machine,
  home: Home,
  wanted: SchedulerKind | undefined,
): Promise<Scheduler> {
  const every = allSchedulers(machine, home);
  for (const scheduler of every) {
    if (wanted !== undefined && scheduler.kind !== wanted) continue;
    if (await scheduler.isPresent()) return scheduler;
  }
  throw configurationError(
    wanted === undefined
      ? 'This machine has no scheduler that can be used: no crontab, and no systemd of your own.'
      : `The scheduler ${wanted} can't be used on this machine.`,
    'Install cron, or start `tada run NAME --yes --json` from a scheduler you have; `tada schedule install --print` shows the entry.',
  );
}
