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

/** The real terminal or pipe. */
export function processIo(): CommandIo {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    canPrompt: process.stdin.isTTY === true && process.stdout.isTTY === true,
  };
}

/** One JSON value on one line. */
export function writeJson(io: CommandIo, value: unknown): void {
  io.stdout.write(`${JSON.stringify(value)}\n`);
}

export function writeLine(io: CommandIo, line = ''): void {
  io.stdout.write(`${line}\n`);
}
