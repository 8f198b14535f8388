import { join } from 'node:path';
import { isOnPath, runOrRefuse, runProgram } from './run-program.ts';
import {
  groupTimes,
  type Home,
  type Machine,
  type Piece,
  type ScheduleEntry,
  type Scheduler,
} from './scheduler.ts';
import { listIds, readTexts, removeFile, writePieces } from './unit-files.ts';

/** Timers of the person's own systemd: a service and a timer for each entry. */
export function systemdScheduler({ env, userFolder }: Machine, home: Home): Scheduler {
  const folder = join(env.XDG_CONFIG_HOME || join(userFolder, '.config'), 'systemd', 'user');
  const namesOf = (id: string) => [`${id}.service`, `${id}.timer`];
  const control = (...args: string[]) => runOrRefuse('systemctl', ['--user', ...args], { env });
  const render = (entry: ScheduleEntry): readonly Piece[] => [
    { place: join(folder, `${entry.id}.service`), text: serviceText(entry) },
    { place: join(folder, `${entry.id}.timer`), text: timerText(entry) },
  ];
  return {
    kind: 'systemd',
    notes: [
      'Timers of a user run while that user is logged in; `loginctl enable-linger` keeps them running after that.',
    ],
    isPresent: async () =>
      isOnPath('systemctl', env) &&
      (await runProgram('systemctl', ['--user', 'show-environment'], { env })).code === 0,
    render,
    show: (entries) => entries.flatMap(render),
    installed: async () =>
      new Map(listIds(folder, home.tag, '.timer').map((id) => [id, readTexts(folder, namesOf(id))])),
    install: async (entries) => {
      writePieces(entries.flatMap(render));
      await control('daemon-reload');
      for (const { id } of entries) {
        await control('enable', `${id}.timer`);
        // A timer that was running before goes by its old times until then.
        await control('restart', `${id}.timer`);
      }
    },
    remove: async (ids) => {
      for (const id of ids) {
        await control('disable', '--now', `${id}.timer`);
        for (const name of namesOf(id)) removeFile(join(folder, name));
      }
      if (ids.length > 0) await control('daemon-reload');
    },
  };
}

function serviceText({ name, command, env }: ScheduleEntry): string {
  return [
    '[Unit]',
    `Description=tada: ${plain(name)}`,
    '',
    '[Service]',
    'Type=oneshot',
    ...Object.entries(env).map(([variable, value]) => `Environment=${quote(`${variable}=${value}`)}`),
    // In a command a dollar would be replaced by a variable; in Environment= it stands for itself.
    `ExecStart=${command.map((word) => quote(word).replaceAll('$', '$$$$')).join(' ')}`,
    '',
  ].join('\n');
}

/** Persistent: what came while the machine was off is started once when it is on again. */
function timerText({ name, times }: ScheduleEntry): string {
  return [
    '[Unit]',
    `Description=tada: ${plain(name)}`,
    '',
    '[Timer]',
    ...groupTimes(times).map(
      ({ hours, minutes }) =>
        `OnCalendar=*-*-* ${hours.length === 24 ? '*' : hours.map(two).join(',')}:${minutes.map(two).join(',')}:00`,
    ),
    'AccuracySec=1s',
    'Persistent=true',
    '',
    '[Install]',
    'WantedBy=timers.target',
    '',
  ].join('\n');
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** `%` begins a specifier in every setting. */
function plain(text: string): string {
  return text.replaceAll('%', '%%');
}

function quote(word: string): string {
  return `"${plain(word).replaceAll(/["\\]/g, '\\$&')}"`;
}
