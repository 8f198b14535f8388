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

  // Terminals move what they show when their size changes: they fold lines anew, scroll rows out of a lower window
  // and bring them back into a taller one. Ink would go on from where its last frame was, and skip the lines it
  // takes for unchanged.
  let isWiped = false;
  let isContinuing = false;
  const beforeResize = (): void => {
    if (appearance.isReadAloud || isContinuing) return;
    isWiped = true;
    instance.clear();
    stdout.write(CLEAR_WINDOW);
  };
  stdout.prependListener('resize', beforeResize);
  // There and back again before this process has looked: the size is the same, and the frame is in pieces. Node
  // tells of the size first, and then of the signal.
  const resized = (): void => {
    if (!isWiped) stdout.emit('resize');
    isWiped = false;
  };
  process.on('SIGWINCH', resized);

  // Continued after being stopped from outside: the shell has set its own modes and written over the frame.
  const continued = (): void => {
    input.setRawMode(false);
    input.setRawMode(true);
    instance.clear();
    // What the shell has written stays above the frame.
    isContinuing = true;
    stdout.emit('resize');
    isContinuing = false;
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
      process.off('SIGWINCH', resized);
      process.off('SIGCONT', continued);
      if (!keepsFrame) {
        instance.clear();
      }
      instance.unmount();
      await ended.catch(() => undefined);
    },
  };
}
