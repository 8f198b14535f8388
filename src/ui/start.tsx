import type { ReactElement } from 'react';
import type { Departure, Leave } from './hooks/use-leave.ts';
import { PacedInput } from './input/paced-input.ts';
import { hideFetch, prepareInk } from './prepare-ink.ts';
import { writeCrashLog } from './terminal/crash-log.ts';
import { appearanceOf } from './terminal/environment.ts';
import { type Terminal, terminalModes } from './terminal/modes.ts';
import { visible } from './text/visible.ts';

export interface WizardOptions {
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /**
   * Imports and makes the first screen. It is called after the surroundings are set, because Ink decides about
   * colours when it is first imported: import nothing of Ink or React before.
   */
  readonly load: () => Promise<ReactElement>;
  /** Called after the first frame; keys typed meanwhile wait for it. Default: nothing more is needed. */
  readonly loadMore?: (() => Promise<void>) | undefined;
  /** Where a bug is written down. */
  readonly logFolder: string;
  readonly now: () => Date;
  /** How an expected error ends the wizard; undefined for a bug. */
  readonly explain?: ((error: unknown) => Departure | undefined) | undefined;
}

/** True when both ends are a terminal; the wizard can't run otherwise, and Ink would throw. */
export function canShowWizard({ stdin, stdout }: Terminal): boolean {
  return stdin.isTTY === true && stdout.isTTY === true;
}

const SIGNALS = [
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const;

/**
 * Shows the wizard until it is left, and gives the terminal back as it was found, whatever happens. Call it
 * only where {@link canShowWizard}. Resolves to the exit code; it never rejects.
 */
export async function startWizard(options: WizardOptions): Promise<number> {
  const { terminal, environment } = options;
  prepareInk(environment);

  // Before anything is loaded: keys typed meanwhile must neither be echoed nor lost.
  const modes = terminalModes(terminal);
  modes.take();
  const ending = Promise.withResolvers<Departure>();
  const input = new PacedInput(terminal.stdin, () => ending.resolve({ exitCode: 130, lines: [] }));
  const unwatch = watchProcess(options, ending.resolve, () => leave);
  let leave: Leave = ending.resolve;
  let takeDown: ((keepsFrame: boolean) => Promise<void>) | undefined;

  try {
    const showFetch = hideFetch();
    const [{ drawWizard }, tree] = await Promise.all([import('./draw.tsx'), options.load()]).finally(
      showFetch,
    );
    const drawn = drawWizard({
      tree,
      terminal,
      input,
      appearance: appearanceOf(environment),
      loadMore: options.loadMore ?? (async () => undefined),
      onReady: (leaveFromInside) => {
        leave = leaveFromInside;
      },
      onError: (error) => departureAfter(error, options),
      onLeave: ending.resolve,
    });
    takeDown = drawn.takeDown;
    drawn.ended.then(
      // Only counts when nobody asked to leave: the keyboard was closed.
      () => ending.resolve({ exitCode: 129, lines: [] }),
      (error: unknown) => ending.resolve(departureAfter(error, options)),
    );
  } catch (error) {
    ending.resolve(departureAfter(error, options));
  }

  const departure = await ending.promise;
  await takeDown?.(departure.lastFrame !== undefined);
  input.release();
  modes.restore();
  unwatch();
  for (const line of departure.lines) {
    terminal.stdout.write(`${visible(line)}\n`);
  }
  return departure.exitCode;
}

/** Signals, a terminal that went away, and errors nobody caught; returns how to stop watching. */
function watchProcess(
  options: WizardOptions,
  end: (departure: Departure) => void,
  currentLeave: () => Leave,
): () => void {
  const { stdout } = options.terminal;
  const undo: (() => void)[] = [];

  for (const [signal, exitCode] of SIGNALS) {
    let isRepeated = false;
    const stop = (): void => {
      const departure: Departure = { exitCode, lines: [`Stopped by ${signal}.`] };
      // A second signal doesn't wait for the last frame.
      (isRepeated ? end : currentLeave())(departure);
      isRepeated = true;
    };
    process.on(signal, stop);
    undo.push(() => process.off(signal, stop));
  }

  const fail = (error: unknown): void => end(departureAfter(error, options));
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  const lose = (): void => end({ exitCode: 129, lines: [] });
  stdout.on('error', lose);
  undo.push(() => {
    process.off('uncaughtException', fail);
    process.off('unhandledRejection', fail);
    stdout.off('error', lose);
  });

  return () => {
    for (const step of undo) {
      step();
    }
  };
}

function departureAfter(error: unknown, options: WizardOptions): Departure {
  const explained = options.explain?.(error);
  if (explained !== undefined) {
    return explained;
  }
  const path = writeCrashLog(options.logFolder, error, options.now());
  return {
    exitCode: 1,
    lines: [
      'Something broke inside tada; this is our fault. What you have set up is kept.',
      path === undefined
        ? 'The details could not be written to a file.'
        : `The details, without your data, are in ${path}`,
    ],
  };
}
