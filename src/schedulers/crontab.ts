import { configurationError } from '../core/errors.ts';
import { crontabLines, readBlock, replaceBlock } from './crontab-text.ts';
import { isOnPath, runOrRefuse, runProgram } from './run-program.ts';
import type { Home, Machine, Scheduler } from './scheduler.ts';

/** The person's crontab: a marked block for each home of tada; what others wrote stays byte for byte. */
export function crontabScheduler({ env }: Machine, home: Home): Scheduler {
  const read = async (): Promise<string> => {
    const { code, stdout, stderr } = await runProgram('crontab', ['-l'], { env });
    if (code === 0) return stdout;
    // "no crontab for jane": an empty one, in the words of every cron there is.
    if (code !== undefined && stdout === '' && /no crontab/i.test(stderr)) return '';
    throw configurationError(
      `The crontab can't be read${stderr.trim() === '' ? '' : `: ${stderr.trim().split('\n')[0]}`}.`,
      'Check `crontab -l`, or choose another scheduler with --scheduler.',
    );
  };
  const change = async (apply: (entries: Map<string, readonly string[]>) => void): Promise<void> => {
    const before = await read();
    const entries = new Map(readBlock(before, home));
    apply(entries);
    const after = replaceBlock(before, home, entries);
    if (after === before) return;
    await runOrRefuse('crontab', ['-'], { env, input: after });
    if ((await read()) === after) return;
    throw configurationError(
      'The crontab was written but reads differently: somebody else changed it at the same time, or cron added something.',
      'Look at `crontab -l`, then install again.',
    );
  };
  return {
    kind: 'crontab',
    notes: ['Cron runs only while the machine is on: what comes while it is off or asleep is missed.'],
    isPresent: async () => isOnPath('crontab', env),
    render: (entry) => [{ place: 'crontab', text: crontabLines(entry).join('\n') }],
    show: (entries) => {
      const all = new Map(entries.map((entry) => [entry.id, crontabLines(entry)]));
      return [
        { place: 'crontab', text: Buffer.from(replaceBlock('', home, all), 'latin1').toString('utf8') },
      ];
    },
    installed: async () =>
      new Map([...readBlock(await read(), home)].map(([id, lines]) => [id, lines.join('\n')])),
    install: async (entries) => {
      const added = entries.map((entry) => [entry.id, crontabLines(entry)] as const);
      await change((all) => {
        for (const [id, lines] of added) all.set(id, lines);
      });
    },
    remove: async (ids) => {
      await change((all) => {
        for (const id of ids) all.delete(id);
      });
    },
  };
}
