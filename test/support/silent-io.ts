import type { CommandIo } from '../../src/commands/io.ts';

/** A command line without a terminal; what it is told stands in `told`. */
export function silentIo(env: NodeJS.ProcessEnv, cwd: string, told = { stdout: '', stderr: '' }): CommandIo {
  return {
    stdout: {
      write: (text) => {
        told.stdout += text;
      },
    },
    stderr: {
      write: (text) => {
        told.stderr += text;
      },
    },
    stdin: process.stdin,
    env,
    cwd,
    canPrompt: false,
  };
}
