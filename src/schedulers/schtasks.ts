import { join } from 'node:path';
import { configurationError } from '../core/errors.ts';
import type { TimeOfDay } from '../core/schedules/entry-times.ts';
import { runOrRefuse, runProgram } from './run-program.ts';
import type { Home, Machine, Piece, ScheduleEntry, Scheduler } from './scheduler.ts';
import { listIds, readTexts, removeFile, writePieces } from './unit-files.ts';
import { escapeXml } from './xml.ts';

/** A task has at most 48 triggers. */
const MOST_TRIGGERS = 48;

/**
 * The Windows Task Scheduler. A task can't set variables, and a command line for cmd.exe can't be quoted safely, so
 * Node reads them from a file beside the task's definition.
 */
export function schtasksScheduler({ env, platform }: Machine, home: Home): Scheduler {
  const folder = join(home.folder, 'schedules', 'tasks');
  const taskOf = (id: string) => `\\tada\\${id}`;
  const render = (entry: ScheduleEntry): readonly Piece[] => {
    const variables = join(folder, `${entry.id}.env`);
    return [
      { place: join(folder, `${entry.id}.xml`), text: taskText(entry, variables) },
      { place: variables, text: variablesText(entry) },
    ];
  };
  return {
    kind: 'schtasks',
    notes: ['The task runs while you are logged on; what comes before that is started as soon as you are.'],
    isPresent: async () => platform === 'win32' && (await runProgram('schtasks', ['/?'], { env })).code === 0,
    render,
    show: (entries) => entries.flatMap(render),
    installed: async () => {
      const entries = new Map<string, string>();
      for (const id of listIds(folder, home.tag, '.xml')) {
        const { code } = await runProgram('schtasks', ['/Query', '/TN', taskOf(id)], { env });
        if (code === 0) entries.set(id, readTexts(folder, [`${id}.xml`, `${id}.env`]));
      }
      return entries;
    },
    install: async (entries) => {
      for (const entry of entries) {
        writePieces(render(entry));
        const definition = join(folder, `${entry.id}.xml`);
        await runOrRefuse('schtasks', ['/Create', '/TN', taskOf(entry.id), '/XML', definition, '/F'], {
          env,
        });
      }
    },
    remove: async (ids) => {
      for (const id of ids) {
        await runOrRefuse('schtasks', ['/Delete', '/TN', taskOf(id), '/F'], { env });
        for (const ending of ['.xml', '.env']) removeFile(join(folder, `${id}${ending}`));
      }
    },
  };
}

function taskText({ name, command, times }: ScheduleEntry, variables: string): string {
  const [program = '', ...args] = command;
  const line = [`--env-file=${variables}`, ...args].map(quote).join(' ');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">',
    `  <RegistrationInfo><Description>tada: ${escapeXml(name)}</Description></RegistrationInfo>`,
    '  <Triggers>',
    ...triggersOf(times),
    '  </Triggers>',
    '  <Settings>',
    '    <MultipleInstancesPolicy>Parallel</MultipleInstancesPolicy>',
    '    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>',
    '    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>',
    '    <StartWhenAvailable>true</StartWhenAvailable>',
    '    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>',
    '  </Settings>',
    '  <Actions>',
    `    <Exec><Command>${escapeXml(program)}</Command><Arguments>${escapeXml(line)}</Arguments></Exec>`,
    '  </Actions>',
    '</Task>',
    '',
  ].join('\n');
}

/** One trigger a time; where they are too many, one that repeats through the day: tada itself knows what is due. */
function triggersOf(times: readonly TimeOfDay[]): readonly string[] {
  if (times.length <= MOST_TRIGGERS) return times.map((time) => triggerAt(time, ''));
  const minutes = times.map(({ hour, minute }) => hour * 60 + minute);
  const interval = [...minutes, 1440].reduce(greatestDivisor);
  const repetition = `<Repetition><Interval>PT${interval}M</Interval><Duration>P1D</Duration></Repetition>`;
  return [triggerAt({ hour: 0, minute: 0 }, repetition)];
}

/** A date without a zone is on the machine's own clocks, and any day that is past will do. */
function triggerAt({ hour, minute }: TimeOfDay, repetition: string): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `    <CalendarTrigger>${repetition}<StartBoundary>2026-01-01T${two(hour)}:${two(minute)}:00</StartBoundary><ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay></CalendarTrigger>`;
}

function greatestDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestDivisor(other, one % other);
}

/** As programs of Windows take a command line apart: a backslash counts only before a quotation mark. */
function quote(word: string): string {
  if (word !== '' && !/[\s"]/.test(word)) return word;
  return `"${word.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}

function variablesText({ name, env }: ScheduleEntry): string {
  const lines = Object.entries(env).map(([variable, value]) => {
    const mark = ["'", '"', '`'].find((each) => !value.includes(each));
    if (mark === undefined || /[\r\n]/.test(value)) {
      throw configurationError(
        `${variable} has a value that can't be handed to the scheduled run of "${name}".`,
        'Set it to one without line breaks and without all three kinds of quotation marks.',
      );
    }
    return `${variable}=${mark}${value}${mark}`;
  });
  return [...lines, ''].join('\n');
}
