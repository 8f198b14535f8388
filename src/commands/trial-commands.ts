import type { Command } from 'commander';
import { collect, wholeNumber } from './option-values.ts';
import type { CommandContext, SetExitCode } from './program.ts';

/** What tada and TikTok do is tried with: the demo, and the simulator alone. */
export function addTrialCommands(program: Command, context: CommandContext, setExitCode: SetExitCode): void {
  program
    .command('demo')
    .description('try everything on the built-in simulator with invented data; nothing is kept')
    .option('--headless', 'run the whole thing without a terminal')
    .option('--auto', 'the wizard in a terminal, --headless without one')
    .option('--json', 'one JSON summary per run')
    .addHelpText('after', '\nExample:\n  $ tada demo --headless --json\n')
    .action(async (options: { headless?: boolean; auto?: boolean; json?: boolean }) => {
      const { demoCommand } = await import('./demo.ts');
      setExitCode(await demoCommand(context, options));
    });

  program
    .command('simulator')
    .description('TikTok’s API as a local server, strict, for rehearsals and tests')
    .option('--port <number>', 'port to listen on (default: any free one)', wholeNumber)
    .option('--fault <name>', 'answer with this fault; may be repeated (NAME[@path][*count])', collect)
    .option('--rows-per-second <number>', 'slow down deliveries', wholeNumber)
    .option('--list-faults', 'the names that --fault takes')
    .addHelpText('after', '\nExample:\n  $ tada simulator --port 9000 --fault rate-limit-second*3\n')
    .action(
      async (options: {
        port?: number;
        fault?: readonly string[];
        rowsPerSecond?: number;
        listFaults?: boolean;
      }) => {
        const { simulatorCommand } = await import('./simulator.ts');
        setExitCode(await simulatorCommand(context, options));
      },
    );
}
