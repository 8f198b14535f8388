import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const PROGRAM = resolve(import.meta.dirname, '../../../dist/cli.js');

const LOOK_MILLISECONDS = 50;

export interface Watched {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where something was seen, and what. */
export interface Sighting {
  readonly where: string;
  readonly what: string;
}

export interface Watch {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string | undefined;
  /** Called with everything that can be seen from outside, again and again while the process runs. */
  readonly onSight: (sighting: Sighting) => void;
  /** Folders whose files are looked at, also while the process writes them. */
  readonly folders: readonly string[];
}

/**
 * Runs the built program and keeps looking over its shoulder: its output, its arguments and those of the
 * processes it starts, their environment, and every file below some folders.
 */
export function runWatched(args: readonly string[], watch: Watch): Promise<Watched> {
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: watch.cwd, env: watch.env });
    let stdout = '';
    let stderr = '';
    const look = () => {
      for (const folder of watch.folders) lookAtFiles(folder, watch.onSight);
      if (child.pid !== undefined) lookAtProcesses(child.pid, watch.onSight);
    };
    const timer = setInterval(look, LOOK_MILLISECONDS);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      look();
      const command = `tada ${args.join(' ')}`;
      watch.onSight({ where: `stdout of ${command}`, what: stdout });
      watch.onSight({ where: `stderr of ${command}`, what: stderr });
      settle({ code, stdout, stderr });
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(watch.input ?? '');
  });
}

/** How each file was when it was looked at: one that hasn't changed needs no second look. */
const looked = new Map<string, string>();

/** Every file below a folder, as text in the two encodings a program might write. */
function lookAtFiles(folder: string, onSight: (sighting: Sighting) => void): void {
  for (const path of filesBelow(folder)) {
    const state = stateOf(path);
    if (state === undefined || looked.get(path) === state) continue;
    looked.set(path, state);
    const bytes = readOrNothing(path);
    if (bytes === undefined) continue;
    onSight({ where: path, what: bytes.toString('latin1') });
    onSight({ where: `${path} (UTF-16)`, what: bytes.toString('utf16le') });
  }
}

function stateOf(path: string): string | undefined {
  const info = statSync(path, { bigint: true, throwIfNoEntry: false });
  return info === undefined ? undefined : `${info.ino} ${info.size} ${info.mtimeNs}`;
}

function filesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    // A folder that went while it was listed, such as the engine's own.
    return [];
  }
}

/** The arguments of a process and of all below it; the environment of the engine, which is given nothing. */
function lookAtProcesses(pid: number, onSight: (sighting: Sighting) => void): void {
  const see = (where: string): string => {
    const what = (readOrNothing(where)?.toString('utf8') ?? '').replaceAll('\0', ' ');
    onSight({ where, what });
    return what;
  };
  const command = see(`/proc/${pid}/cmdline`);
  // In the moment between its birth and its program a process is a copy of its parent, environment included.
  if (command.includes('engine-process')) see(`/proc/${pid}/environ`);
  for (const child of childrenOf(pid)) lookAtProcesses(child, onSight);
}

function childrenOf(pid: number): readonly number[] {
  const children = readOrNothing(`/proc/${pid}/task/${pid}/children`)?.toString() ?? '';
  return children.split(' ').filter(Boolean).map(Number);
}

function readOrNothing(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
