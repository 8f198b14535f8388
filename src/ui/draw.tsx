import { render } from 'ink';
import type { ReactElement } from 'react';
import type { Departure, Leave } from './hooks/use-leave.ts';
import type { PacedInput } from './input/paced-input.ts';
import { Root } from './root.tsx';
import type { Appearance } from './terminal/environment.ts';
import type { Terminal } from './terminal/modes.ts';
import { themeOf } from './theme.ts';

export interface DrawOptions {
  readonly tree: ReactElement;
  readonly terminal: Terminal;
  readonly input: PacedInput;
  readonly appearance: Appearance;
  /** Called when the first frame is on the screen; keys wait for it, because what they may open has to be there. */
  readonly loadMore: () => Promise<void>;
  readonly onReady: (leave: Leave) => void;
  readonly onError: (error: unknown) => Departure;
  readonly onLeave: (departure: Departure) => void;
}

export interface DrawnWizard {
  /** Settles when Ink has ended; rejects when it broke outside of the screens. */
  readonly ended: Promise<unknown>;
  /** Ends Ink if it still runs and waits until everything is written; the last frame stays or is taken away. */
  readonly takeDown: (keepsFrame: boolean) => Promise<void>;
}

/** Home and erase down: clears what is visible and leaves the scrollback alone. */
const CLEAR_WINDOW = '\u001b[H\u001b[J';

/** The one call of Ink's `render`. */
export function drawWizard(options: DrawOptions): DrawnWizard {
  const { tree, terminal, input, appearance } = options;
  const { stdout } = terminal;
  const instance = render(
    <Root
      theme={themeOf(appearance)}
      onReady={options.onReady}
      onError={options.onError}
      onLeave={options.onLeave}
    >
      {tree}
    </Root>,
    {
      stdin: input,
      stdout,
      stderr: terminal.stderr,
      exitOnCtrlC: false,
      incrementalRendering: true,
      // A terminal was asked for and checked; a variable named CI must not turn the wizard into a still picture.
      interactive: true,
      isScreenReaderEnabled: appearance.isReadAloud,
    },
  );

  // Most terminals fold long lines anew when they get narrower, and the frame covers more rows than Ink erases;
  // when they get taller, they bring back what an earlier, lower window has scrolled out of the frame.
  let { columns, rows } = stdout;
  const beforeResize = (): void => {
    if ((stdout.columns < columns || stdout.rows > rows) && !appearance.isReadAloud) {
      instance.clear();
      stdout.write(CLEAR_WINDOW);
    }
    ({ columns, rows } = stdout);
  };
  stdout.prependListener('resize', beforeResize);

  // Continued after being stopped from outside: the shell has set its own modes and written over the frame.
  const continued = (): void => {
    input.setRawMode(false);
    input.setRawMode(true);
    instance.clear();
    stdout.emit('resize');
  };
  process.on('SIGCONT', continued);

  // Loading keeps the process busy: the hints of the first frame come with its second drawing, and before it.
  instance
    .waitUntilRenderFlush()
    .then(options.loadMore)
    .then(
      () => input.begin(() => instance.waitUntilRenderFlush()),
      (error: unknown) => options.onLeave(options.onError(error)),
    );

  const ended = instance.waitUntilExit();
  return {
    ended,
    async takeDown(keepsFrame) {
      stdout.off('resize', beforeResize);
      process.off('SIGCONT', continued);
      if (!keepsFrame) {
        instance.clear();
      }
      instance.unmount();
      await ended.catch(() => undefined);
    },
  };
}
