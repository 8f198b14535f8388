import type { Command } from 'commander';
import type { CommandContext, SetExitCode } from './program.ts';
import type { SetScheduleOptions } from './schedule.ts';

/** `tada schedule …` on the command line. */
export function addScheduleCommands(
  program: Command,
  context: CommandContext,
  setExitCode: SetExitCode,
): void {
  const schedule = program
    .command('schedule')
    .description('run things by themselves: when, and by which scheduler of the system')
    .addHelpText('after', '\nExample:\n  $ tada schedule set vip "every Monday 06:00"\n');
  schedule
    .command('set')
    .description('say when something runs: in words, as a cron expression, or "manual"')
    .argument('<name>', 'an orchestration or a campaign')
    .argument('<when...>', 'such as "every Monday 06:00", "0 6 * * 1" or manual')
    .option('--time-zone <zone>', 'whose clocks are meant (default: this machine’s)')
    .option('--notify <command...>', 'start this program, with its arguments, when a scheduled run fails')
    .option('--no-notify', 'start none')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ tada schedule set vip "every Monday 06:00" --time-zone America/New_York\n',
    )
    .action(async (name: string, when: string[], options: SetScheduleOptions) => {
      const { setScheduleCommand } = await import('./schedule.ts');
      setExitCode(await setScheduleCommand(context, name, when.join(' '), options));
    });
  schedule
    .command('install')
    .description('put one schedule, or all of them, into the system’s scheduler')
    .argument('[name]', 'an orchestration or a campaign; default: all of them')
    .option('--print', 'show what would be installed; changes nothing')
    .option('--scheduler <kind>', 'crontab, systemd, launchd or schtasks (default: the one that is here)')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ tada schedule install vip --print\n')
    .action(
      async (name: string | undefined, options: { print?: boolean; scheduler?: string; json?: boolean }) => {
        const { installScheduleCommand } = await import('./schedule.ts');
        setExitCode(await installScheduleCommand(context, name, options));
      },
    );
  schedule
    .command('list')
    .description('what runs by itself: next time, last run, what was missed')
    .argument('[name]', 'an orchestration or a campaign; default: all of them')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ tada schedule list\n')
    .action(async (name: string | undefined, options: { json?: boolean }) => {
      const { listSchedulesCommand } = await import('./schedule.ts');
      setExitCode(await listSchedulesCommand(context, name, options));
    });
  schedule
    .command('remove')
    .description('take one, or all, out of the system’s scheduler; the schedule itself stays')
    .argument('[name]', 'an orchestration or a campaign; default: all of them')
    .option('--print', 'show what would be removed; changes nothing')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ tada schedule remove vip\n')
    .action(async (name: string | undefined, options: { print?: boolean; json?: boolean }) => {
      const { removeScheduleCommand } = await import('./schedule.ts');
      setExitCode(await removeScheduleCommand(context, name, options));
    });
}
