import { Command } from 'commander';
import { usageError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import { didYouMean } from '../core/profiles/nearest.ts';
import type { CommandIo } from './io.ts';
import { addLedgerCommands } from './ledger-commands.ts';
import { collect, percentage, positiveNumber, wholeNumber } from './option-values.ts';
import { addRunCommands } from './run-commands.ts';
import { addScheduleCommands } from './schedule-commands.ts';

const EXAMPLE_AND_EXIT_CODES = `
Examples:
  $ tada             the wizard
  $ tada demo        try everything on the built-in simulator

Exit codes:
  0 done   1 unexpected   2 wrong usage or configuration   3 data refused
  4 TikTok or the policy refused   5 TikTok or the network unavailable
  130 interrupted, state kept
`;

export type SetExitCode = (code: number) => void;

/** What every command gets: where it talks to, and tada's version. */
export interface CommandContext {
  readonly io: CommandIo;
  readonly version: string;
  /** Absent: the machine's own. */
  readonly clock?: Clock | undefined;
}

/**
 * The command line. Each action imports its own module, so that a command loads only what it needs; the
 * version and the help load nothing at all.
 */
export function buildProgram(io: CommandIo, version: string, setExitCode: SetExitCode): Command {
  const context: CommandContext = { io, version };
  const program = new Command('tada')
    .description(
      'Delivers your customer audiences and conversion events to TikTok Ads Manager.\n' +
        'Without a command it opens the wizard, which asks for everything it needs.',
    )
    .version(`tada ${version}`, '-V, --version', 'name and version')
    .helpOption('-h, --help', 'how to use it')
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: () => undefined })
    .helpCommand('help [command]', 'how to use one of them')
    .addHelpText('after', EXAMPLE_AND_EXIT_CODES)
    .action(async () => {
      const [unknown] = program.args;
      if (unknown !== undefined) throw unknownCommand(program, unknown);
      const { wizardCommand } = await import('./wizard.ts');
      setExitCode(await wizardCommand(context));
    });

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

  addScheduleCommands(program, context, setExitCode);
  addLedgerCommands(program, context, setExitCode);

  addRunCommands(program, context, setExitCode);
  // Commands inherit what was said before them, and take no words they don't know.
  program.allowExcessArguments(true);
  return program;
}

/** The command that these words are meant for, with its group: `runs show`; empty where they name none. */
export function commandNamed(program: Command, words: readonly string[]): string {
  const names: string[] = [];
  let inside = program;
  for (const word of words) {
    if (word.startsWith('-')) continue;
    const found = inside.commands.find((command) => command.name() === word);
    if (found === undefined) break;
    names.push(word);
    inside = found;
  }
  return names.join(' ');
}

function unknownCommand(program: Command, name: string) {
  const names = program.commands.map((command) => command.name());
  return usageError(`There is no command "${name}"${didYouMean(name, names) || '.'}`, 'See `tada --help`.');
}

export interface PromoteOptions {
  readonly to: string;
  readonly credential: string;
  readonly name?: string;
  readonly advertiser?: readonly string[];
  readonly yes?: boolean;
  readonly json?: boolean;
}

export interface PreviewOptions {
  readonly limit: number;
  readonly request?: boolean;
  readonly rejects?: string;
  readonly set?: readonly string[];
  readonly json?: boolean;
}

export interface RunCommandOptions {
  readonly yes?: boolean;
  readonly set?: readonly string[];
  readonly test?: number;
  readonly testEventCode?: string;
  readonly allowRemoval?: number;
  readonly json?: boolean;
  readonly scheduled?: boolean;
  readonly log?: string;
}
