import type { Command } from 'commander';
import type { PreviewOptions, RunCommandOptions } from './command-options.ts';
import { collect, percentage, positiveNumber, wholeNumber } from './option-values.ts';
import type { CommandContext, SetExitCode } from './program.ts';

/** What is sent: looked at before, sent, and explained after it failed. */
export function addDeliveryCommands(
  program: Command,
  context: CommandContext,
  setExitCode: SetExitCode,
): void {
  program
    .command('preview')
    .description('funnel, masked samples and warnings; sends nothing')
    .argument('<name>', 'an orchestration, a campaign or a segment')
    .option('--limit <number>', 'rows in the sample', wholeNumber, 5)
    .option('--request', 'the first request as it would be sent')
    .option('--rejects <file>', 'save which rows can’t be used, and why (CSV, no values)')
    .option('--set <key=value>', 'settings for this time only; may be repeated', collect)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ tada preview vip --rejects rejects.csv\n')
    .action(async (orchestration: string, options: PreviewOptions) => {
      const { previewCommand } = await import('./preview.ts');
      setExitCode(await previewCommand(context, orchestration, options));
    });

  program
    .command('run')
    .description('plan, ask, deliver')
    .argument('<name>', 'an orchestration or a campaign')
    .option('--yes', 'don’t ask')
    .option('--set <key=value>', 'settings for this run only; may be repeated', collect)
    .option('--test <members>', 'send only the first members, to a separate test audience', positiveNumber)
    .option('--test-event-code <code>', 'send events to Test Events; nothing counts as delivered')
    .option('--allow-removal <percent>', 'allow removing up to this share of the audience', percentage)
    .option('--json', 'one JSON object a line')
    .option('--scheduled', 'started by a scheduler: runs only when its schedule says that it is time')
    .option('--log <file>', 'with --scheduled: append what is printed to this file')
    .addHelpText('after', '\nExample:\n  $ tada run vip --yes --json\n')
    .action(async (orchestration: string, options: RunCommandOptions) => {
      if (options.scheduled === true || options.log !== undefined) {
        const { runScheduledCommand } = await import('./run-scheduled.ts');
        setExitCode(await runScheduledCommand(context, orchestration, options));
        return;
      }
      const { runCommand } = await import('./run.ts');
      setExitCode(await runCommand(context, orchestration, options));
    });

  program
    .command('diagnose')
    .description('what failed, why, and what to do')
    .argument('[id]', 'a run; default: the last one that failed')
    .option('--body <->', 'read an answer of TikTok’s from standard input instead')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ tada diagnose --body - < answer.json\n')
    .action(async (id: string | undefined, options: { body?: string; json?: boolean }) => {
      const { diagnoseCommand } = await import('./diagnose.ts');
      setExitCode(await diagnoseCommand(context, id, options));
    });
}
