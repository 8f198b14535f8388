import type { Command } from 'commander';
import type { CommandContext, SetExitCode } from './program.ts';

/** `tada ledger …` on the command line. */
export function addLedgerCommands(program: Command, context: CommandContext, setExitCode: SetExitCode): void {
  const ledger = program
    .command('ledger')
    .description('take the list of who is in an audience (hashes only) to another machine')
    .addHelpText('after', '\nExample:\n  $ tada ledger export VIP -o vip.ledger\n');
  ledger
    .command('export')
    .description('write the ledger of an audience to a new file')
    .argument('<audience>', 'id or name')
    .requiredOption('-o, --output <file>', 'the file to write; an existing one is never replaced')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ tada ledger export VIP -o vip.ledger\n')
    .action(async (audience: string, options: { output: string; json?: boolean }) => {
      const { exportLedgerCommand } = await import('./ledger.ts');
      setExitCode(await exportLedgerCommand(context, audience, options));
    });
  ledger
    .command('import')
    .description('take a ledger over that another machine exported')
    .argument('<audience>', 'id or name')
    .argument('<file>', 'what `tada ledger export` wrote there')
    .option('--replace', 'in place of the ledger that is here')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ tada ledger import VIP vip.ledger\n')
    .action(async (audience: string, file: string, options: { replace?: boolean; json?: boolean }) => {
      const { importLedgerCommand } = await import('./ledger.ts');
      setExitCode(await importLedgerCommand(context, audience, file, options));
    });
}
