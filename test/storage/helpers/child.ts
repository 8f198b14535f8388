import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

export interface Child {
  readonly process: ChildProcess;
  /** The next line it prints; rejects with everything it said when it ends without one. */
  nextLine(): Promise<string>;
  /** Its exit code, or null when a signal ended it. */
  ended(): Promise<number | null>;
  kill(): Promise<void>;
}

export interface ChildOptions {
  /** The largest file it may write, in blocks of 512 bytes: what a full disk looks like from inside. */
  readonly largestFile?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a script of `children/` as a process of its own; it doesn't outlive the test. */
export function startChild(script: string, args: readonly string[], options: ChildOptions = {}): Child {
  const command = [process.execPath, join(import.meta.dirname, '..', 'children', script), ...args];
  const limited =
    options.largestFile === undefined
      ? command
      : ['sh', '-c', `ulimit -f ${options.largestFile}; exec "$@"`, 'sh', ...command];
  const [program = '', ...rest] = limited;
  const child = spawn(program, rest, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints += String(chunk);
  });
  const closed = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const ended = async () => {
    await closed;
    if (complaints !== '') throw new Error(`${script}: ${complaints}`);
    return child.exitCode;
  };
  return {
    process: child,
    nextLine: async () => {
      const line = await lines.next();
      if (line.done !== true) return line.value;
      await closed;
      throw new Error(`${script} ended with ${child.exitCode ?? child.signalCode}: ${complaints}`);
    },
    ended,
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
