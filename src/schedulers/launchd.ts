import { join } from 'node:path';
import { isOnPath, runOrRefuse, runProgram } from './run-program.ts';
import type { Home, Machine, Piece, ScheduleEntry, Scheduler } from './scheduler.ts';
import { listIds, readTexts, removeFile, writePieces } from './unit-files.ts';
import { escapeXml } from './xml.ts';

/** The person's launch agents on macOS: a property list for each entry. */
export function launchdScheduler({ env, platform, userFolder, userId }: Machine, home: Home): Scheduler {
  const folder = join(userFolder, 'Library', 'LaunchAgents');
  const domain = `gui/${userId}`;
  const render = (entry: ScheduleEntry): readonly Piece[] => [
    { place: join(folder, `${entry.id}.plist`), text: agentText(entry) },
  ];
  return {
    kind: 'launchd',
    notes: ['What comes while the machine sleeps is started when it wakes; while it is off, it is missed.'],
    isPresent: async () => platform === 'darwin' && isOnPath('launchctl', env),
    render,
    show: (entries) => entries.flatMap(render),
    installed: async () =>
      new Map(listIds(folder, home.tag, '.plist').map((id) => [id, readTexts(folder, [`${id}.plist`])])),
    install: async (entries) => {
      for (const entry of entries) {
        // An agent that is known already has to go first; one that isn't makes this fail, which is as good.
        await runProgram('launchctl', ['bootout', `${domain}/${entry.id}`], { env });
        const pieces = render(entry);
        writePieces(pieces);
        for (const { place } of pieces) await runOrRefuse('launchctl', ['bootstrap', domain, place], { env });
      }
    },
    remove: async (ids) => {
      for (const id of ids) {
        await runProgram('launchctl', ['bootout', `${domain}/${id}`], { env });
        removeFile(join(folder, `${id}.plist`));
      }
    },
  };
}

function agentText({ id, command, env, times }: ScheduleEntry): string {
  const text = (value: string) => `<string>${escapeXml(value)}</string>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '<dict>',
    `  <key>Label</key>${text(id)}`,
    '  <key>ProgramArguments</key>',
    `  <array>${command.map(text).join('')}</array>`,
    '  <key>EnvironmentVariables</key>',
    `  <dict>${Object.entries(env)
      .map(([variable, value]) => `<key>${escapeXml(variable)}</key>${text(value)}`)
      .join('')}</dict>`,
    '  <key>ProcessType</key><string>Background</string>',
    '  <key>StartCalendarInterval</key>',
    '  <array>',
    ...times.map(
      ({ hour, minute }) =>
        `    <dict><key>Hour</key><integer>${hour}</integer><key>Minute</key><integer>${minute}</integer></dict>`,
    ),
    '  </array>',
    '</dict>',
    '</plist>',
    '',
  ].join('\n');
}
