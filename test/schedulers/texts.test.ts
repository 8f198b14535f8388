import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { crontabLines, readBlock, replaceBlock } from '../../src/schedulers/crontab-text.ts';
import { launchdScheduler } from '../../src/schedulers/launchd.ts';
import type { Machine, ScheduleEntry } from '../../src/schedulers/scheduler.ts';
import { schtasksScheduler } from '../../src/schedulers/schtasks.ts';
import { systemTimeZone } from '../../src/schedulers/system-zone.ts';
import { systemdScheduler } from '../../src/schedulers/systemd.ts';

const HOME = { tag: 'tada-1a2b3c4d', folder: '/home/jane/tada' };
const MACHINE: Machine = { platform: 'linux', env: {}, userFolder: '/home/jane', userId: 501 };
/** What a person might call something, with all that shells, cron, systemd and XML have their own ideas about. */
const AWKWARD = `50% off; $HOME "it's" \`id\` <b>&é`;

function entry(change: Partial<ScheduleEntry> = {}): ScheduleEntry {
  return {
    id: 'tada-1a2b3c4d-vip-99aa88bb',
    name: 'vip',
    times: [
      { hour: 10, minute: 0 },
      { hour: 11, minute: 0 },
    ],
    command: ['/opt/node', '/opt/tada/cli.js', 'run', 'vip', '--yes', '--json', '--scheduled'],
    env: { TADA_HOME: '/home/jane/tada' },
    ...change,
  };
}

test('a crontab entry is one line for the hours that share their minutes', () => {
  expect(crontabLines(entry())).toEqual([
    '# tada-1a2b3c4d-vip-99aa88bb "vip"',
    '0 10,11 * * * TADA_HOME=/home/jane/tada /opt/node /opt/tada/cli.js run vip --yes --json --scheduled',
  ]);
  const times = [
    { hour: 1, minute: 15 },
    { hour: 2, minute: 0 },
    { hour: 2, minute: 15 },
  ];
  expect(
    crontabLines(entry({ times }))
      .slice(1)
      .map((line) => line.slice(0, 11)),
  ).toEqual(['15 1 * * * ', '0,15 2 * * ']);
});

test('whatever something is called, cron and the shell hand it over as it is', () => {
  const shown = ['/usr/bin/printf', '%s|%s', AWKWARD, 'end'];
  const [, line = ''] = crontabLines(entry({ command: shown, env: { TADA_HOME: `/tmp/${AWKWARD}` } }));
  const written = line.replace('0 10,11 * * * ', '');
  // As cron does: a percent behind a backslash loses the backslash, any other one would be a line break.
  expect(written.replaceAll('\\%', '')).not.toContain('%');
  const byCron = written.replaceAll('\\%', '%');
  expect(execFileSync('/bin/sh', ['-c', byCron], { encoding: 'utf8' })).toBe(`${AWKWARD}|end`);
  // And a cron that knows no percent sign leaves it to the shell.
  expect(execFileSync('/bin/sh', ['-c', written], { encoding: 'utf8' })).toBe(`${AWKWARD}|end`);
});

test('what a crontab can not carry is refused with a sentence', () => {
  const long = entry({ command: ['/opt/node', 'x'.repeat(1000)] });
  expect(() => crontabLines(long)).toThrow("can't stand in a crontab");
  const backslash = entry({ name: 'a\\b', command: ['/opt/node', 'a\\b'] });
  expect(() => crontabLines(backslash)).toThrow('backslash');
});

test.each([
  '',
  'MAILTO=jane\n0 5 * * * /bin/true\n',
  '# caf\xe9 in latin1, no line break at the end\n5 5 * * * x',
  '\n\n# two empty lines\n',
])('the rest of a crontab stays byte for byte: %j', (others) => {
  const mine = new Map([['tada-1a2b3c4d-vip-1', crontabLines(entry({ id: 'tada-1a2b3c4d-vip-1' }))]]);
  const theirs = new Map([
    ['tada-ffffffff-x-2', crontabLines(entry({ id: 'tada-ffffffff-x-2', name: 'é' }))],
  ]);
  const other = { tag: 'tada-ffffffff', folder: '/home/jane/é' };
  const both = replaceBlock(replaceBlock(others, other, theirs), HOME, mine);
  expect(both.endsWith(others)).toBe(true);
  expect(readBlock(both, HOME)).toEqual(mine);
  expect(readBlock(both, other)).toEqual(theirs);
  expect(replaceBlock(both, HOME, mine)).toBe(both);
  const without = replaceBlock(both, HOME, new Map());
  expect(without).toBe(replaceBlock(others, other, theirs));
  expect(replaceBlock(without, other, new Map())).toBe(others);
});

test('a block without its end is not guessed at', () => {
  const block = replaceBlock('', HOME, new Map([['x', crontabLines(entry())]]));
  expect(() => replaceBlock(block.replace('# end tada-1a2b3c4d\n', ''), HOME, new Map())).toThrow(
    'without its end',
  );
});

test('systemd takes the units as they are, however something is called', () => {
  const awkward = entry({
    name: AWKWARD,
    command: ['/bin/echo', AWKWARD],
    env: { TADA_HOME: `/tmp/${AWKWARD}` },
  });
  const [service, timer] = systemdScheduler(MACHINE, HOME).render(awkward);
  expect(service?.place).toBe('/home/jane/.config/systemd/user/tada-1a2b3c4d-vip-99aa88bb.service');
  expect(service?.text).toContain('ExecStart="/bin/echo" "50%% off; $$HOME \\"it\'s\\"');
  expect(service?.text).toContain('Environment="TADA_HOME=/tmp/50%% off; $HOME \\"it\'s\\"');
  expect(timer?.text).toContain('OnCalendar=*-*-* 10,11:00:00');
  expect(timer?.text).toContain('Persistent=true');
  const analyze = spawnSync('systemd-analyze', ['calendar', '*-*-* 10,11:00:00'], { encoding: 'utf8' });
  // Where systemd is on the machine it has the last word.
  if (analyze.error === undefined) {
    expect(analyze.status).toBe(0);
    const folder = mkdtempSync(join(tmpdir(), 'tada-units-'));
    try {
      for (const piece of [service, timer]) {
        writeFileSync(join(folder, piece?.place.split('/').at(-1) ?? ''), piece?.text ?? '');
      }
      const unit = join(folder, 'tada-1a2b3c4d-vip-99aa88bb.timer');
      const verified = spawnSync('systemd-analyze', ['verify', '--user', '--man=no', unit], {
        encoding: 'utf8',
        env: { ...process.env, XDG_RUNTIME_DIR: folder },
      });
      expect(verified.stderr).not.toMatch(/tada-1a2b3c4d-vip-99aa88bb\.(?:service|timer):\d+:/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
});

test('a launch agent names every time, and its texts are escaped', () => {
  const [piece] = launchdScheduler(MACHINE, HOME).render(entry({ command: ['/opt/node', AWKWARD] }));
  expect(piece?.place).toBe('/home/jane/Library/LaunchAgents/tada-1a2b3c4d-vip-99aa88bb.plist');
  expect(piece?.text).toContain(
    "<string>50% off; $HOME &quot;it's&quot; `id` &lt;b&gt;&amp;é</string></array>",
  );
  expect(piece?.text).toContain('<key>Hour</key><integer>10</integer><key>Minute</key><integer>0</integer>');
  expect(piece?.text).toContain('<key>TADA_HOME</key><string>/home/jane/tada</string>');
});

test('a task of Windows reads its variables from a file, and its words survive the command line', () => {
  const [task, variables] = schtasksScheduler(MACHINE, HOME).render(
    entry({ command: ['C:\\node.exe', 'C:\\tada\\', 'run', 'say "hi"'] }),
  );
  expect(task?.text).toContain('<Command>C:\\node.exe</Command>');
  expect(task?.text).toMatch(/--env-file=\S+\.env C:\\tada\\ run &quot;say \\&quot;hi\\&quot;&quot;</);
  expect(task?.text.match(/<CalendarTrigger>/g)).toHaveLength(2);
  expect(variables?.text).toBe("TADA_HOME='/home/jane/tada'\n");
});

test('a task with too many times for triggers repeats through the day', () => {
  const times = Array.from({ length: 96 }, (_, index) => ({
    hour: Math.floor(index / 4),
    minute: (index % 4) * 15,
  }));
  const [task] = schtasksScheduler(MACHINE, HOME).render(entry({ times }));
  expect(task?.text).toContain('<Interval>PT15M</Interval>');
  expect(task?.text.match(/<CalendarTrigger>/g)).toHaveLength(1);
});

test("the zone of the machine's clock is the system's, whatever TZ says", () => {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  expect(systemTimeZone({})).toBe(own);
  expect(systemTimeZone({ TZ: 'Asia/Tokyo' }, '/nowhere/localtime')).toBe('UTC');
  expect(systemTimeZone({ TZ: 'Asia/Tokyo' }, '/usr/share/zoneinfo/Europe/Berlin')).toBe('Europe/Berlin');
});
