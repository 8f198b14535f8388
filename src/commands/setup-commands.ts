import type { Command } from 'commander';
import { collect } from './option-values.ts';
import type { CommandContext, SetExitCode } from './program.ts';
import type { PromoteOptions } from './promote.ts';

/** What a profile holds: taken in, given out, listed, checked, promoted. */
export function addSetupCommands(program: Command, context: CommandContext, setExitCode: SetExitCode): void {
  program
    .command('apply')
    .description('create or update what a profile file declares; all or nothing')
    .argument('[file]', 'profile file (JSON)')
    .option('--schema', 'print the JSON Schema of profile files')
    .option('--json', 'what changed, as JSON')
    .addHelpText('after', '\nExample:\n  $ tada apply acme.json\n')
    .action(async (file: string | undefined, options: { schema?: boolean; json?: boolean }) => {
      const { applyCommand } = await import('./apply.ts');
      setExitCode(await applyCommand(context, file, options));
    });

  program
    .command('export')
    .description('print what is set up as a profile file, secrets left out')
    .argument('[names...]', 'only these and what they depend on')
    .option('-o, --output <file>', 'write to a file')
    .option('--json', 'JSON is what it prints anyway')
    .addHelpText('after', '\nExample:\n  $ tada export vip -o vip.json\n')
    .action(async (names: string[], options: { output?: string }) => {
      const { exportCommand } = await import('./export.ts');
      setExitCode(await exportCommand(context, names, options));
    });

  program
    .command('list')
    .description(
      'what is set up: credentials, destinations, templates, queries, orchestrations, segments, campaigns, runs, audiences',
    )
    .argument('[kind]', 'one of these kinds')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ tada list runs\n')
    .action(async (kind: string | undefined, options: { json?: boolean }) => {
      const { listCommand } = await import('./list.ts');
      setExitCode(await listCommand(context, kind, options));
    });

  program
    .command('check')
    .description('connection, token, scopes, role, advertiser status')
    .argument('[destination]', 'default: all destinations')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ tada check "acme audiences"\n')
    .action(async (destination: string | undefined, options: { json?: boolean }) => {
      const { checkCommand } = await import('./check.ts');
      setExitCode(await checkCommand(context, destination, options));
    });

  program
    .command('promote')
    .description('copy a destination that was tried, with what sends through it, to production')
    .argument('<destination>', 'the one that was tried in the simulator or the sandbox')
    .requiredOption('--to <environment>', 'production')
    .requiredOption('--credential <name>', 'the credential to deliver with')
    .option('--name <name>', 'name of the copy (default: NAME (production))')
    .option('--advertiser <id>', 'deliver to this ad account instead; may be repeated', collect)
    .option('--yes', 'don’t ask')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ tada promote "acme audiences" --to production --credential acme-live\n',
    )
    .action(async (destination: string, options: PromoteOptions) => {
      const { promoteCommand } = await import('./promote.ts');
      setExitCode(await promoteCommand(context, destination, options));
    });
}
