import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, watch } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  customersCsv,
  expectedMembers,
  membersOf,
  openWorkplace,
  range,
  vipProfile,
  type Workplace,
} from '../commands/support/workplace.ts';

/** Set by `node test/engines/run-cron.ts`, which sees to it that a cron is there and running. */
const isThere = process.env.TADA_REAL_CRON === 'yes';

/** The whole crontab; undefined where there is none. */
function crontab(): string | undefined {
  const { status, stdout } = spawnSync('crontab', ['-l'], { encoding: 'latin1' });
  return status === 0 ? stdout : undefined;
}

/** A workplace whose schedules go to the real crontab; its entry leaves with the test, however that ends. */
async function placeWithCron(): Promise<Workplace> {
  const place = await openWorkplace();
  place.env.PATH = process.env.PATH;
  place.env.HOME = homedir();
  onTestFinished(async () => {
    await place.tada('schedule', 'remove');
  });
  place.write('customers.csv', customersCsv(range(0, 10)));
  const profile = JSON.parse(vipProfile(place.simulator));
  profile.credentials[0].accessToken = { file: place.write('token.txt', place.simulator.accessToken) };
  place.write('profile.json', JSON.stringify(profile));
  expect(await place.tada('apply', 'profile.json')).toMatchObject({ code: 0 });
  return place;
}

/** Resolves when `isDone` says so; looks again at every change in a folder. */
async function waitFor(folder: string, isDone: () => boolean): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await new Promise<void>((resolve) => {
    const look = () => {
      if (!isDone()) return;
      watcher.close();
      resolve();
    };
    const watcher = watch(folder, look);
    look();
  });
}

describe.skipIf(!isThere)('a real cron', () => {
  test('starts what was installed, which delivers once; a failure is told; and the crontab is as before', async () => {
    const place = await placeWithCron();
    const before = crontab();
    const told = join(place.folder, 'told');
    const script = place.write('notify.sh', `printf '%s' "$TADA_FAULT_KIND" > "${told}"\n`);
    const set = ['schedule', 'set', 'vip', '* * * * *', '--time-zone', 'UTC'] as const;
    expect(await place.tada(...set, '--notify', '/bin/sh', script)).toMatchObject({ code: 0 });
    const printed = await place.tada('schedule', 'install', '--print');
    expect(await place.tada('schedule', 'install')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Installed in crontab'),
    });
    // What the printed text promised is what cron has, and what was there stays.
    expect(`# crontab\n${crontab()}`).toBe(printed.stdout + (before ?? ''));

    const logs = join(place.home, 'logs');
    const summaries = () =>
      readdirSync(logs)
        .flatMap((name) => readFileSync(join(logs, name), 'utf8').split('\n'))
        .filter((line) => line.includes('"type":"summary"'));
    await waitFor(logs, () => summaries().length > 0);
    expect(JSON.parse(summaries()[0] ?? '')).toMatchObject({ outcome: 'completed', rows: { sent: 10 } });
    expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 10)));

    // In the next minute the token isn't accepted any more.
    place.write('token.txt', 'f'.repeat(40));
    await waitFor(place.folder, () => existsSync(told) && readFileSync(told, 'utf8') !== '');
    expect(readFileSync(told, 'utf8')).toBe('invalid-credentials');

    expect(await place.tada('schedule', 'remove')).toMatchObject({ code: 0 });
    expect(crontab() ?? '').toBe(before ?? '');
    expect(await place.tada('schedule', 'list')).toMatchObject({ stdout: expect.stringContaining('last') });
  });
});
