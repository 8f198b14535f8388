import { cleanup, render } from 'ink-testing-library';
import { act, type ReactNode } from 'react';
import { onTestFinished } from 'vitest';
import type { Departure, Leave } from '../../../src/ui/hooks/use-leave.ts';
import { ESCAPE_KEY } from '../../../src/ui/input/split-keys.ts';
import { Root } from '../../../src/ui/root.tsx';
import type { Appearance } from '../../../src/ui/terminal/environment.ts';
import { themeOf } from '../../../src/ui/theme.ts';
import { bytesOf } from '../../e2e/support/keys.ts';
import './no-owner-stacks.ts';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
// Without a size Ink asks the machine by starting programs.
Object.assign(process.env, { COLUMNS: '100', LINES: '40' });

export interface ShowOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly appearance?: Partial<Appearance>;
}

export interface Shown {
  /** What is on the screen, without trailing spaces. */
  frame(): string;
  /** Keys by name, each followed by its frame. */
  press(...names: readonly string[]): Promise<void>;
  /** Keys by name, all in one tick, as a terminal hands over a burst. */
  burst(...names: readonly string[]): Promise<void>;
  /** Text, a character a frame. */
  type(text: string): Promise<void>;
  paste(text: string): Promise<void>;
  /** Lets promises and effects settle. */
  settle(): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  rerender(node: ReactNode): Promise<void>;
  /** How the wizard was left, if it was. */
  departure(): Departure | undefined;
  /** What the error boundary caught. */
  error(): unknown;
  leave(departure: Departure): Promise<void>;
}

/** Shows a component inside the wizard's root, in a terminal of the given size; taken away with the test. */
export async function show(node: ReactNode, options: ShowOptions = {}): Promise<Shown> {
  onTestFinished(() => act(async () => cleanup()));
  const { columns = 80, rows = 24 } = options;
  const theme = themeOf({
    hasColour: false,
    hasUnicode: true,
    hasMotion: false,
    isReadAloud: false,
    ...options.appearance,
  });
  let departure: Departure | undefined;
  let error: unknown;
  let leave: Leave | undefined;
  const wrapped = (content: ReactNode): React.ReactElement => (
    <Root
      theme={theme}
      onReady={(given) => {
        leave = given;
      }}
      onError={(caught) => {
        error = caught;
        return { exitCode: 1, lines: ['broken'] };
      }}
      onLeave={(left) => {
        departure = left;
      }}
    >
      {content}
    </Root>
  );

  // Ink reads this once, when it starts.
  process.env.INK_SCREEN_READER = String(theme.isReadAloud);
  const view = await acting(() => render(wrapped(null)));
  const resize = async (newColumns: number, newRows: number): Promise<void> => {
    Object.defineProperties(view.stdout, {
      columns: { value: newColumns, configurable: true },
      rows: { value: newRows, configurable: true },
    });
    await acting(() => view.stdout.emit('resize'));
  };
  answerFlushes(view.stdout);
  await resize(columns, rows);
  await acting(() => view.rerender(wrapped(node)));

  const write = (bytes: string): Promise<void> => acting(() => view.stdin.write(bytes));
  return {
    frame: () =>
      (view.lastFrame() ?? '')
        .split('\n')
        .map((line) => line.trimEnd())
        .join('\n')
        .trimEnd(),
    async press(...names) {
      for (const name of names) {
        await write(bytes(name));
      }
    },
    async burst(...names) {
      await acting(() => {
        for (const name of names) {
          view.stdin.write(bytes(name));
        }
      });
    },
    async type(text) {
      for (const character of text) {
        await write(character);
      }
    },
    paste: (text) => write(`\u001b[200~${text}\u001b[201~`),
    settle: () => acting(() => undefined),
    resize,
    rerender: (content) => acting(() => view.rerender(wrapped(content))),
    departure: () => departure,
    error: () => error,
    leave: (how) => acting(() => leave?.(how)),
  };
}

/** Ink asks for the end of a flush by writing nothing with a callback, which the test terminal doesn't know. */
function answerFlushes(stdout: { write: (frame: string) => void }): void {
  const { write } = stdout;
  stdout.write = (frame: string, onWritten?: () => void): void => {
    if (frame !== '') {
      write(frame);
    }
    onWritten?.();
  };
}

/** Escape in the form that the paced input gives to Ink. */
function bytes(name: string): string {
  return name === 'escape' ? ESCAPE_KEY : bytesOf(name);
}

async function acting<T>(work: () => T): Promise<T> {
  let result: T | undefined;
  await act(async () => {
    result = work();
    await new Promise((resolve) => setImmediate(resolve));
  });
  return result as T;
}
