import { Command } from 'commander';
import { usageError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import { didYouMean } from '../core/profiles/nearest.ts';
import { addDeliveryCommands } from './delivery-commands.ts';
import type { CommandIo } from './io.ts';
import { addLedgerCommands } from './ledger-commands.ts';
import { addRunCommands } from './run-commands.ts';
import { addScheduleCommands } from './schedule-commands.ts';
import { addSetupCommands } from './setup-commands.ts';
import { addTrialCommands } from './trial-commands.ts';

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

  addTrialCommands(program, context, setExitCode);
  addSetupCommands(program, context, setExitCode);
  addDeliveryCommands(program, context, setExitCode);
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
