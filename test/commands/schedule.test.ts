import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { homeFolders } from '../../src/storage/home.ts';
import { openScheduleStore } from '../../src/storage/schedule-store.ts';
import { type FakeSchedulers, fakeSchedulers } from './support/fake-schedulers.ts';
import {
  customersCsv,
  expectedMembers,
  membersOf,
  openWorkplace,
  range,
  vipProfile,
  type Workplace,
} from './support/workplace.ts';

const MONDAY = '2026-11-23T11:00:00Z';
const SCHEDULE = { cron: '0 6 * * 1', timeZone: 'America/New_York' };

afterEach(() => {
  vi.useRealTimers();
});

function setClock(iso: string): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(iso) });
}

interface ScheduledPlace extends Workplace {
  readonly fakes: FakeSchedulers;
}

async function scheduledPlace(
  schedule: Readonly<Record<string, unknown>> = SCHEDULE,
  programs: readonly ('crontab' | 'systemctl')[] = ['crontab'],
): Promise<ScheduledPlace> {
  const place = await openWorkplace();
  const fakes = fakeSchedulers(place.folder, programs);
  // Only the test's own programs and those of the base system: no scheduler of this machine is touched.
  place.env.PATH = [fakes.bin, '/bin'].join(delimiter);
  place.env.HOME = place.folder;
  place.write('customers.csv', customersCsv(range(0, 10)));
  const profile = JSON.parse(vipProfile(place.simulator));
  profile.orchestrations[0].schedule = schedule;
  place.write('profile.json', JSON.stringify(profile));
  const applied = await place.tada('apply', 'profile.json');
  expect(applied.code, applied.stderr).toBe(0);
  return { ...place, fakes };
}

async function listed(place: Workplace): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { stdout } = await place.tada('schedule', 'list', '--json');
  return JSON.parse(stdout);
}

test('words become the schedule, and the next five times are shown with their zone', async () => {
  const place = await scheduledPlace();
  setClock('2026-11-22T00:00:00Z');
  const told = await place.tada(
    'schedule',
    'set',
    'vip',
    'every',
    'weekday',
    '18:30',
    '--time-zone',
    'Europe/Berlin',
  );
  expect(told.code, told.stderr).toBe(0);
  expect(told.stdout).toContain('30 18 * * 1-5');
  expect(told.stdout.match(/18:30 \(Europe\/Berlin\)/g)).toHaveLength(5);
  expect(place.services.profile.load().orchestrations[0]?.schedule).toEqual({
    cron: '30 18 * * 1-5',
    timeZone: 'Europe/Berlin',
  });
  await place.tada('schedule', 'set', 'vip', 'manual');
  expect(place.services.profile.load().orchestrations[0]?.schedule).toBe('manual');
  const refused = await place.tada('schedule', 'set', 'vip', 'whenever');
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("isn't understood") });
});

test('--print shows exactly what is installed then, and changes nothing', async () => {
  const place = await scheduledPlace();
  const printed = await place.tada('schedule', 'install', 'vip', '--print');
  expect(printed.code, printed.stderr).toBe(0);
  expect(place.fakes.crontab()).toBeUndefined();
  expect(printed.stdout).toContain(`0 10,11 * * * TADA_HOME=${place.home} `);
  expect(printed.stdout).toContain(` ${process.execPath} /`);
  expect(printed.stdout).toMatch(/\/cli\.ts run vip --yes --json --scheduled --log \S+\/logs\/vip-\w+\.log/);
  expect(await listed(place)).toMatchObject([{ name: 'vip', missed: [] }]);

  const others = 'MAILTO=jane\n\n0 5 * * * /bin/true # caf\xe9\n';
  place.fakes.writeCrontab(others);
  const done = await place.tada('schedule', 'install');
  expect(done.code, done.stderr).toBe(0);
  const crontab = place.fakes.crontab() ?? '';
  expect(`# crontab\n${crontab}`).toBe(printed.stdout + others);
  expect(await listed(place)).toMatchObject([{ name: 'vip', scheduler: 'crontab', isOutdated: false }]);

  const removed = await place.tada('schedule', 'remove');
  expect(removed.stdout).toContain('Removed vip');
  expect(place.fakes.crontab()).toBe(others);
});

test('nothing secret is in the entry, and secrets that will not be there at night are named', async () => {
  const place = await scheduledPlace();
  const told = await place.tada('schedule', 'install', '--json');
  expect(told.stdout + (place.fakes.crontab() ?? '')).not.toContain(place.simulator.accessToken);
  const [{ warnings }] = told.json as [{ warnings: readonly string[] }];
  expect(warnings).toEqual([
    expect.stringMatching(/app secret of the credential "acme".*TADA_TEST_SECRET/),
    expect.stringMatching(/access token of the credential "acme".*TADA_TEST_TOKEN/),
  ]);
  place.env.TADA_TIKTOK_URL = 'http://jane:pass@127.0.0.1:9/';
  const refused = await place.tada('schedule', 'install', '--print');
  expect(refused.code).toBe(2);
  expect(refused.stderr).not.toContain('pass@');
});

test('a changed schedule is told as outdated, one without a schedule leaves with the next install', async () => {
  const place = await scheduledPlace();
  await place.tada('schedule', 'install');
  await place.tada('schedule', 'set', 'vip', 'daily at 7');
  expect(await listed(place)).toMatchObject([{ name: 'vip', isOutdated: true }]);
  await place.tada('schedule', 'install', 'vip');
  expect(await listed(place)).toMatchObject([{ name: 'vip', isOutdated: false }]);
  await place.tada('schedule', 'set', 'vip', 'manual');
  expect(await listed(place)).toEqual([
    expect.objectContaining({ name: 'vip', scheduler: 'crontab', next: [] }),
  ]);
  const refused = await place.tada('schedule', 'install', 'vip');
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('run by hand') });
  await place.tada('schedule', 'remove', 'vip');
  expect(place.fakes.crontab()).toBe('');
});

test("systemd's timers are written, enabled, and removed again", async () => {
  const place = await scheduledPlace(SCHEDULE, ['crontab', 'systemctl']);
  const told = await place.tada('schedule', 'install', '--scheduler', 'systemd');
  expect(told.code, told.stderr).toBe(0);
  const folder = join(place.folder, '.config/systemd/user');
  const [service = '', timer = ''] = readdirSync(folder).toSorted();
  expect(readFileSync(join(folder, service), 'utf8')).toContain('"run" "vip" "--yes" "--json"');
  expect(statSync(join(folder, service)).mode & 0o777).toBe(0o600);
  expect(place.fakes.calls()).toContain(`--user enable ${timer}`);
  expect(await listed(place)).toMatchObject([{ scheduler: 'systemd', isOutdated: false }]);
  // The other scheduler takes it over: it is never in both.
  await place.tada('schedule', 'install', '--scheduler', 'crontab');
  expect(readdirSync(folder)).toEqual([]);
  expect(place.fakes.calls()).toContain(`--user disable --now ${timer}`);
  expect(await listed(place)).toMatchObject([{ scheduler: 'crontab' }]);
});

test('without any scheduler it says so, and --print still shows what a crontab would get', async () => {
  const place = await scheduledPlace(SCHEDULE, []);
  const refused = await place.tada('schedule', 'install');
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('no scheduler') });
  const printed = await place.tada('schedule', 'install', '--print');
  expect(printed).toMatchObject({ code: 0, stdout: expect.stringContaining('0 10,11 * * *') });
});

test('what the scheduler starts delivers when it is time, once, and says nothing at other times', async () => {
  const place = await scheduledPlace();
  setClock('2026-11-22T00:00:00Z');
  await place.tada('schedule', 'install');
  const log = join(place.home, 'logs', 'vip.log');
  const start = () => place.tada('run', 'vip', '--yes', '--json', '--scheduled', '--log', log);

  setClock('2026-11-23T10:00:00Z');
  expect(await start()).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(place.services.runs.list().runs).toEqual([]);

  setClock(MONDAY);
  expect(await start()).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(await start()).toMatchObject({ code: 0 });
  const [run, ...more] = place.services.runs.list().runs;
  expect(more).toEqual([]);
  expect(run?.summary?.rows).toMatchObject({ read: 10, sent: 10 });
  expect(statSync(log).mode & 0o777).toBe(0o600);
  const lines = readFileSync(log, 'utf8');
  expect(JSON.parse(lines.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
    type: 'summary',
    run: run?.id,
  });
  expect(lines).not.toContain('@example.com');
  const [view] = await listed(place);
  expect(view).toMatchObject({ last: { run: run?.id, outcome: 'completed' }, missed: [] });
  expect(view?.next).toHaveLength(5);
  expect(view?.next).toContain('2026-11-30T11:00:00.000Z');
  expect(place.services.schedules.attention()).toEqual([]);
});

test('the line in the crontab delivers when cron starts it, with nothing but what cron gives', async () => {
  const place = await scheduledPlace({ cron: '* * * * *', timeZone: 'UTC' });
  const token = place.write('token.txt', place.simulator.accessToken);
  await place.services.profile.update((profile) => ({
    ...profile,
    credentials: profile.credentials.map((each) => ({ ...each, accessToken: { file: token } })),
  }));
  await place.tada('schedule', 'install');
  // As if it had been installed before this minute began.
  openScheduleStore(homeFolders(place.env)).update('vip', (state) => ({
    ...state,
    installedAt: new Date(Date.now() - 3_600_000).toISOString(),
  }));
  const [, line = ''] = /^\* \* \* \* \* (.+)$/m.exec(place.fakes.crontab() ?? '') ?? [];
  const env = { HOME: place.folder, LOGNAME: 'jane', SHELL: '/bin/sh', PATH: '/usr/bin:/bin' };
  // As a process of its own: the simulator lives in this one.
  const started = promisify(execFile)('/bin/sh', ['-c', line], { cwd: place.folder, env });
  expect(await started).toEqual({ stdout: '', stderr: '' });
  expect(membersOf(place.simulator, 'VIP')).toEqual(expectedMembers(range(0, 10)));
  const [log = ''] = readdirSync(join(place.home, 'logs'));
  expect(readFileSync(join(place.home, 'logs', log), 'utf8')).toContain('"outcome":"completed"');
});

test('a start that never came is missed, in the list and when tada opens', async () => {
  const place = await scheduledPlace();
  setClock('2026-11-22T00:00:00Z');
  await place.tada('schedule', 'install');
  setClock('2026-11-24T12:00:00Z');
  expect(await listed(place)).toMatchObject([{ missed: ['2026-11-23T11:00:00.000Z'] }]);
  expect(place.services.schedules.attention()).toEqual([
    'The scheduled run of "vip" was missed: Mon, 23 Nov 2026, 06:00 (America/New_York).',
  ]);
});

test('a run that was killed with its machine is told after half a day', async () => {
  const place = await scheduledPlace();
  setClock('2026-11-22T00:00:00Z');
  await place.tada('schedule', 'install');
  const store = openScheduleStore(homeFolders(place.env));
  store.update('vip', (state) => ({ ...state, handled: MONDAY, last: { startedAt: MONDAY } }));
  setClock('2026-11-23T22:00:00Z');
  expect(place.services.schedules.attention()).toEqual([]);
  setClock('2026-11-24T00:00:00Z');
  expect(place.services.schedules.attention()).toEqual([expect.stringContaining('never ended')]);
});

test('a failure is remembered, and the command of choice is told its run and kind without a shell', async () => {
  const place = await scheduledPlace();
  const told = join(place.folder, 'told');
  const script = place.write(
    'notify.sh',
    `#!/bin/sh\nprintf '%s|%s|%s|%s' "$1" "$TADA_RUN_ID" "$TADA_FAULT_KIND" "$TADA_TEST_TOKEN" > "${told}"\n`,
  );
  const profile = JSON.parse(vipProfile(place.simulator));
  profile.orchestrations[0].schedule = { ...SCHEDULE, notify: ['/bin/sh', script, '$(touch pwned); "x"'] };
  place.write('profile.json', JSON.stringify(profile));
  await place.tada('apply', 'profile.json');
  setClock('2026-11-22T00:00:00Z');
  await place.tada('schedule', 'install');
  // What stands in the profile afterwards isn't started: somebody else may have written it.
  profile.orchestrations[0].schedule.notify = ['/bin/sh', '-c', `touch ${join(place.folder, 'pwned')}`];
  place.write('profile.json', JSON.stringify(profile));
  await place.tada('apply', 'profile.json');
  expect(await listed(place)).toMatchObject([{ isOutdated: true }]);
  setClock(MONDAY);
  place.simulator.control.addFault('no-permission@/dmp/custom_audience/create/');
  place.simulator.control.addFault('no-permission@/segment/');
  const ended = await place.tada('run', 'vip', '--yes', '--json', '--scheduled');
  expect(ended.code).toBe(4);
  const [run] = place.services.runs.list().runs;
  expect(existsSync(join(place.folder, 'pwned'))).toBe(false);
  expect(readFileSync(told, 'utf8')).toBe(`$(touch pwned); "x"|${run?.id}|missing-permission|`);
  expect(await listed(place)).toMatchObject([
    { last: { run: run?.id, outcome: 'error', kind: 'missing-permission' } },
  ]);
  expect(place.services.schedules.attention()[0]).toMatch(/"vip" .* failed\.$/);
  const list = await place.tada('schedule', 'list');
  expect(list.stdout).toMatch(/why +The person who authorized this credential may not do this/);
});

test('a run that can not even begin is remembered too', async () => {
  const place = await scheduledPlace({ ...SCHEDULE, notify: ['/nowhere/notify'] });
  setClock('2026-11-22T00:00:00Z');
  await place.tada('schedule', 'install');
  setClock(MONDAY);
  place.env.TADA_TEST_TOKEN = '';
  const ended = await place.tada('run', 'vip', '--yes', '--json', '--scheduled');
  expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('TADA_TEST_TOKEN') });
  expect(await listed(place)).toMatchObject([
    { last: { outcome: 'error', kind: 'configuration', notifyFailed: true } },
  ]);
});

test('a campaign tells of its failures as well, by the command that was given with its time', async () => {
  const place = await scheduledPlace();
  const told = join(place.folder, 'told');
  const script = place.write('notify.sh', `printf '%s|%s' "$1" "$TADA_FAULT_KIND" > "${told}"\n`);
  place.write(
    'campaign.json',
    JSON.stringify({
      segments: [
        {
          name: 'all',
          source: { engine: 'embedded', tables: { people: 'customers.csv' } },
          table: 'people',
        },
      ],
      campaigns: [
        {
          name: 'spring',
          key: 'email',
          include: ['all'],
          groups: [{ name: 'a', destination: 'acme audiences', audienceName: 'Spring' }],
          timing: { type: 'recurring', cron: '0 5 * * 1', launch: '2026-11-01' },
        },
      ],
    }),
  );
  await place.tada('apply', 'campaign.json');
  const set = (...more: readonly string[]) => place.tada('schedule', 'set', 'spring', ...more);
  const timingOf = () => place.services.profile.load().campaigns[0]?.timing;
  const monday = ['every Monday 06:00', '--time-zone', 'America/New_York'] as const;
  const given = await set(...monday, '--notify', '/bin/sh', script, 'spring');
  expect(given).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('A run that fails starts: /bin/sh'),
  });
  const notify = ['/bin/sh', script, 'spring'];
  expect(timingOf()).toEqual({ type: 'recurring', ...SCHEDULE, launch: '2026-11-01', notify });
  // Another time keeps it, "by hand" and --no-notify don't.
  await set('daily at 7');
  expect(timingOf()).toMatchObject({ cron: '0 7 * * *', notify });
  expect(await set('manual', '--notify', 'x')).toMatchObject({ code: 2 });
  await set(...monday, '--no-notify');
  expect(timingOf()).not.toHaveProperty('notify');
  expect(await set(...monday, '--notify', ' ')).toMatchObject({ code: 2 });

  await set(...monday, '--notify', ...notify);
  setClock('2026-11-22T00:00:00Z');
  await place.tada('schedule', 'install', 'spring');
  setClock(MONDAY);
  place.simulator.control.addFault('no-permission@/dmp/custom_audience/create/');
  place.simulator.control.addFault('no-permission@/segment/');
  const ended = await place.tada('run', 'spring', '--yes', '--json', '--scheduled');
  expect(ended.code).toBe(4);
  expect(readFileSync(told, 'utf8')).toBe('spring|missing-permission');
});
