import { spawn } from 'node:child_process';

/** A command that hangs must not keep the next run waiting. */
const PATIENCE_MS = 60_000;

/** What programs that tell a person something need; tokens that scripts pass in variables are not among it. */
const INHERITED = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'SHELL',
  'TMPDIR',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XDG_RUNTIME_DIR',
  'DBUS_SESSION_BUS_ADDRESS',
  'SystemRoot',
  'USERPROFILE',
  'TEMP',
] as const;

/**
 * Starts the command of a schedule's `notify`, without a shell, with `TADA_RUN_ID` (empty where it failed before there
 * was a run) and `TADA_FAULT_KIND` in its environment and nothing else of the run. True when it ended well within
 * a minute.
 */
export function notifyFailure(
  [program = '', ...args]: readonly string[],
  told: {
    readonly run: string | undefined;
    readonly kind: string | undefined;
    readonly env: NodeJS.ProcessEnv;
  },
): Promise<boolean> {
  const inherited = INHERITED.flatMap((name) => {
    const value = told.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: {
        ...Object.fromEntries(inherited),
        TADA_RUN_ID: told.run ?? '',
        TADA_FAULT_KIND: told.kind ?? 'unknown',
      },
      stdio: 'ignore',
      shell: false,
      timeout: PATIENCE_MS,
      windowsHide: true,
    });
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
}
