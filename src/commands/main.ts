import { CommanderError } from 'commander';
import { usageError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { capitalised } from '../core/wording.ts';
import { type CommandIo, processIo } from './io.ts';
import { buildProgram, commandNamed } from './program.ts';
import { reportError } from './report-error.ts';

/** Runs one command line and resolves to its exit code; never rejects. */
export async function main(
  arguments_: readonly string[],
  version: string,
  io: CommandIo = processIo(),
): Promise<number> {
  let exitCode: number = EXIT_CODES.done;
  const program = buildProgram(io, version, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(arguments_, { from: 'user' });
    return exitCode;
  } catch (error) {
    const asJson = arguments_.includes('--json');
    if (!(error instanceof CommanderError)) return reportError(io, error, asJson);
    // Help and the version end like errors in commander, with exit code 0 and already printed.
    if (error.exitCode === 0) return EXIT_CODES.done;
    return reportError(io, asUsageError(error, commandNamed(program, arguments_)), asJson);
  }
}

/** Commander's sentence in tada's form, with the help of the command that was meant. */
function asUsageError(error: CommanderError, command: string) {
  const help = command === '' ? 'tada --help' : `tada ${command} --help`;
  const hint = `See \`${help}\`.`;
  if (error.code === 'commander.help')
    return usageError(`\`tada ${command}\` needs to know what to do.`, hint);
  const text = error.message.replace(/^error: /, '').replace(/'([^']*)'/g, '"$1"');
  const [first = 'Wrong usage', suggestion] = text.split('\n');
  const sentence = `${capitalised(first.replace(/\.+$/, ''))}.`;
  return usageError(sentence, suggestion === undefined ? hint : `${suggestion.replace(/[()]/g, '')} ${hint}`);
}
