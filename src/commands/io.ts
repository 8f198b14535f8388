import { EXIT_CODES } from '../core/remedies/exit-codes.ts';

/** Where a command talks to: injected, so that commands run in tests as they run for people. */
export interface CommandIo {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean | undefined };
  readonly stderr: { write(text: string): unknown };
  readonly stdin: NodeJS.ReadStream;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** True when a person can be asked: both ends are a terminal. */
  readonly canPrompt: boolean;
  /** The system-wide access policy, where it isn't in its usual place. */
  readonly systemPolicy?: string | undefined;
}

/**
 * The real terminal or pipe. A reader that goes away, as `head` does, ends nothing: a run goes on as if its output
 * had been read, and what can't be written otherwise is said once.
 */
export function processIo(): CommandIo {
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners('error').on('error', leaveUnlessReaderIsGone);
  }
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    canPrompt: process.stdin.isTTY === true && process.stdout.isTTY === true,
  };
}

function leaveUnlessReaderIsGone({ code }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') return;
  process.stderr.write(`error: What tada prints can't be written (${code ?? 'unknown'}).\n`);
  process.exit(EXIT_CODES.bug);
}

/** One JSON value on one line. */
export function writeJson(io: CommandIo, value: unknown): void {
  io.stdout.write(`${JSON.stringify(value)}\n`);
}

/** One line of plain text. */
export function writeLine(io: CommandIo, line: string): void {
  io.stdout.write(`${line}\n`);
}
