import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { configurationError } from '../core/errors.ts';

export interface ProgramResult {
  /** Undefined when it could not be started or was killed. */
  readonly code: number | undefined;
  /** Bytes as latin1 text: what isn't UTF-8 comes back as it went. */
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of the system without a shell; `input` is bytes as latin1 text. Never rejects. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly input?: string | undefined },
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: options.env, windowsHide: true });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('latin1').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', () => resolve({ code: undefined, stdout, stderr }));
    child.on('close', (code) => resolve({ code: code ?? undefined, stdout, stderr }));
    // A program that doesn't read its input is told by its exit code, not by a broken pipe.
    child.stdin.on('error', () => undefined);
    child.stdin.end(Buffer.from(options.input ?? '', 'latin1'));
  });
}

/** The same, for what has to succeed: rejects with kind `configuration` and the first line it complained with. */
export async function runOrRefuse(
  program: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly input?: string | undefined },
): Promise<string> {
  const { code, stdout, stderr } = await runProgram(program, args, options);
  if (code === 0) return stdout;
  const complaint = (stderr || stdout).trim().split('\n')[0] ?? '';
  throw configurationError(
    `\`${program} ${args[0] ?? ''}\` failed${complaint === '' ? '' : `: ${complaint}`}.`,
    'Nothing more was changed. See what would be installed with `tada schedule install --print`.',
  );
}

/** True when a program of this name can be started from the PATH. */
export function isOnPath(program: string, env: NodeJS.ProcessEnv): boolean {
  return (env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder === '' ? '.' : folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
