import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type IPty, spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';
import { bytesOf } from './keys.ts';

export interface LaunchOptions {
  /** The program's arguments. */
  readonly args?: readonly string[];
  /** Added to the environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd?: string;
  /** A script for Node in place of the built program. */
  readonly script?: string;
  /** A shell command line in place of Node; `$NODE` and `$SCRIPT` stand for the paths. */
  readonly shell?: string;
  /** How long waits may take before they fail. */
  readonly timeoutMs?: number;
}

export interface PtySession extends AsyncDisposable {
  /** What a person sees now: the rows of the window, without trailing spaces and empty last rows. */
  screen(): string;
  /** The same with everything that has scrolled out. */
  scrollback(): string;
  /** Resolves to the screen as soon as it shows the text; fails with the screen in the message. */
  waitFor(expected: string | RegExp, timeoutMs?: number): Promise<string>;
  /** Resolves as soon as the screen doesn't show the text any more. */
  waitUntilGone(expected: string | RegExp, timeoutMs?: number): Promise<string>;
  /** Resolves as soon as the program (or its shell) has ever written the text, whatever the screen shows. */
  waitForOutput(expected: string | RegExp, timeoutMs?: number): Promise<void>;
  /** Sends keys by name, all in one write. */
  press(...keys: readonly string[]): void;
  /** Sends text as if typed without a pause. */
  type(text: string): void;
  /** Sends text as terminals paste it when a program has asked for bracketed paste. */
  paste(text: string): void;
  /** Sends bytes as they are. */
  write(bytes: string): void;
  resize(columns: number, rows: number): void;
  /** Sends a signal to the program. */
  signal(name: string): void;
  /** The program's exit code; 128 + n when a signal ended it. Fails with the screen when it doesn't end. */
  exitCode(timeoutMs?: number): Promise<number>;
  /** Everything the program has written, escape sequences included. */
  transcript(): string;
  /** How often the program has cleared the whole window. */
  fullClears(): number;
  /** A home for profiles and runs, removed with the session. */
  readonly home: string;
  /** Ends the program whatever it does. */
  kill(): Promise<void>;
}

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const PROGRAM = join(REPOSITORY, 'dist', 'cli.js');
const NODE = createRequire(import.meta.url).resolve('node/bin/node');
const DEFAULT_TIMEOUT_MS = 30_000;
/** Ink draws nothing where CI is set, and a test runner's own settings aren't a person's. */
const REMOVED_VARIABLES =
  /^(?:CI|CONTINUOUS_INTEGRATION|FORCE_COLOR|NO_COLOR|NODE_.*|VITEST.*|TADA_.*|npm_.*|INK_.*|SSH_.*)$/;

/** Starts the built program (or a script) in a real pseudo-terminal with an emulated screen. */
export function launch(options: LaunchOptions = {}): PtySession {
  const { columns = 80, rows = 24, timeoutMs: patience = DEFAULT_TIMEOUT_MS } = options;
  const home = mkdtempSync(join(tmpdir(), 'tada-pty-'));
  const script = options.script ?? PROGRAM;
  const environment = environmentOf({ TADA_HOME: home, NODE, SCRIPT: script, ...options.env });
  const [file, args] =
    options.shell === undefined
      ? [NODE, [script, ...(options.args ?? [])]]
      : ['/bin/sh', ['-c', options.shell]];

  const screen = new headless.Terminal({ cols: columns, rows, scrollback: 5_000, allowProposedApi: true });
  const child = spawn(file, [...args], {
    name: environment.TERM ?? 'xterm-256color',
    cols: columns,
    rows,
    cwd: options.cwd ?? home,
    env: environment,
  });

  const release = holdOpen(child);
  let transcript = '';
  let exit: number | undefined;
  const checks = new Set<() => void>();
  const checkAll = (): void => {
    for (const check of [...checks]) {
      check();
    }
  };
  child.onData((data) => {
    transcript += data;
    screen.write(data, checkAll);
  });
  // The program may ask its terminal something; the answer goes the way of the keys.
  screen.onData((answer) => child.write(answer));
  child.onExit((event) => {
    release();
    exit = event.signal === undefined || event.signal === 0 ? event.exitCode : 128 + event.signal;
    screen.write('', checkAll);
  });

  /** Waits for a change of the screen or the exit, never for a time. */
  function until<T>(what: string, probe: () => T | undefined, timeoutMs: number): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const fail = (problem: string): void => {
      finish();
      reject(new Error(`${problem}\n${framed(visibleText(screen), screen.cols)}`));
    };
    const check = (): void => {
      const found = probe();
      if (found !== undefined) {
        finish();
        resolve(found);
      } else if (exit !== undefined) {
        fail(`The program ended with ${exit} while waiting for ${what}`);
      }
    };
    const timer = setTimeout(() => fail(`Waited ${timeoutMs} ms for ${what}`), timeoutMs);
    function finish(): void {
      clearTimeout(timer);
      checks.delete(check);
    }
    checks.add(check);
    check();
    return promise;
  }

  async function kill(): Promise<void> {
    if (exit === undefined) {
      const ended = new Promise<void>((resolve) => child.onExit(() => resolve()));
      child.kill('SIGKILL');
      await ended;
    }
    screen.dispose();
    rmSync(home, { recursive: true, force: true });
  }

  return {
    home,
    screen: () => visibleText(screen),
    scrollback: () => allText(screen),
    waitFor: (expected, timeoutMs = patience) =>
      until(
        String(expected),
        () => (shows(visibleText(screen), expected) ? visibleText(screen) : undefined),
        timeoutMs,
      ),
    waitUntilGone: (expected, timeoutMs = patience) =>
      until(
        `${expected} to go`,
        () => (shows(visibleText(screen), expected) ? undefined : visibleText(screen)),
        timeoutMs,
      ),
    async waitForOutput(expected, timeoutMs = patience) {
      await until(String(expected), () => (shows(transcript, expected) ? true : undefined), timeoutMs);
    },
    press: (...keys) => child.write(keys.map(bytesOf).join('')),
    type: (text) => child.write(text),
    paste: (text) => child.write(`\u001b[200~${text}\u001b[201~`),
    write: (bytes) => child.write(bytes),
    resize(newColumns, newRows) {
      screen.resize(newColumns, newRows);
      child.resize(newColumns, newRows);
    },
    signal: (name) => child.kill(name),
    exitCode: (timeoutMs = patience) => until('the program to end', () => exit, timeoutMs),
    transcript: () => transcript,
    fullClears: () => transcript.split(FULL_CLEAR).length - 1,
    kill,
    [Symbol.asyncDispose]: kill,
  };
}

/**
 * Keeps the program's end of the terminal open. When the last one closes it, reading may end before the last
 * words have come through; held open, they all do. Returns how to let go.
 */
function holdOpen(child: IPty): () => void {
  const { ptsName } = child as IPty & { readonly ptsName?: string };
  if (ptsName === undefined) {
    return () => undefined;
  }
  const end = openSync(ptsName, constants.O_RDWR | constants.O_NOCTTY);
  return () => closeSync(end);
}

const ESCAPE = '\\u001b';
/** Erase all, erase the scrollback, reset, or home followed by erase-down. */
const FULL_CLEAR = new RegExp(`${ESCAPE}\\[[23]J|${ESCAPE}c|${ESCAPE}\\[(?:1;1)?H${ESCAPE}\\[0?J`, 'u');

function environmentOf(changes: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const environment: Record<string, string> = {};
  const all = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !REMOVED_VARIABLES.test(name))),
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    // What one program compiles needn't be compiled by the next.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    ...changes,
  };
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined) {
      environment[name] = value;
    }
  }
  return environment;
}

function shows(text: string, expected: string | RegExp): boolean {
  return typeof expected === 'string' ? text.includes(expected) : expected.test(text);
}

function visibleText(terminal: headless.Terminal): string {
  const { baseY } = terminal.buffer.active;
  return linesOf(terminal, baseY, baseY + terminal.rows);
}

function allText(terminal: headless.Terminal): string {
  return linesOf(terminal, 0, terminal.buffer.active.length);
}

function linesOf(terminal: headless.Terminal, from: number, to: number): string {
  const lines: string[] = [];
  for (let row = from; row < to; row += 1) {
    lines.push(terminal.buffer.active.getLine(row)?.translateToString(true) ?? '');
  }
  return lines.join('\n').trimEnd();
}

function framed(text: string, columns: number): string {
  const rule = '─'.repeat(columns);
  return `${rule}\n${text}\n${rule}`;
}
