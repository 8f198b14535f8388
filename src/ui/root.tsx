import { Box, Text, useApp } from 'ink';
import { type ReactNode, use, useCallback, useEffect, useLayoutEffect, useState } from 'react';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { SMALLEST, useDimensions } from './hooks/use-dimensions.ts';
import { FarewellContext, type Farewells } from './hooks/use-farewell.ts';
import { KeyRegistryContext, useKeyboard, useKeys } from './hooks/use-keys.ts';
import { type Departure, type Leave, LeaveContext, NoticeContext } from './hooks/use-leave.ts';
import { stopUntilContinued } from './terminal/suspend.ts';
import { type Theme, ThemeContext } from './theme.ts';

export interface RootProps {
  readonly theme: Theme;
  /** Receives the way to end the wizard from outside: signals, a lost terminal. */
  readonly onReady: (leave: Leave) => void;
  /** Turns an error of a screen into the end of the wizard. */
  readonly onError: (error: unknown) => Departure;
  /** Told once, after the last frame is drawn: the time to end Ink. */
  readonly onLeave: (departure: Departure) => void;
  readonly children: ReactNode;
}

const LEAVE_AGAIN = 'Press Ctrl+C again to leave.';

/**
 * What stays mounted around every screen: the keyboard, Ctrl+C and Ctrl+Z, the net for errors, and the one
 * exit.
 */
export function Root({ theme, onReady, onError, onLeave, children }: RootProps): ReactNode {
  const { waitUntilRenderFlush } = useApp();
  const [departure, setDeparture] = useState<Departure | undefined>(undefined);
  const [notice, setNotice] = useState<string | undefined>(undefined);

  const [farewells] = useState<Farewells>(() => new Set());
  const leave = useCallback<Leave>((next) => setDeparture((earlier) => earlier ?? next), []);
  const leaveInTheMiddle = useCallback<Leave>(
    (next) => leave({ ...next, lines: [...next.lines, ...[...farewells].flatMap((tell) => tell())] }),
    [leave, farewells],
  );
  const registry = useKeyboard((keystroke) => {
    if (keystroke.kind !== 'key' || keystroke.name !== 'ctrl+c') {
      setNotice(undefined);
    }
  });

  useLayoutEffect(() => onReady(leaveInTheMiddle), [onReady, leaveInTheMiddle]);
  useEffect(() => {
    if (departure === undefined) {
      return;
    }
    // Ending in the same tick as the last change would leave the frame before it on the screen.
    void waitUntilRenderFlush().then(() => onLeave(departure));
  }, [departure, waitUntilRenderFlush, onLeave]);

  return (
    <ThemeContext value={theme}>
      <KeyRegistryContext value={registry}>
        <LeaveContext value={leave}>
          <NoticeContext value={notice}>
            <FarewellContext value={farewells}>
              <RootKeys notice={notice} onNotice={setNotice} leave={leaveInTheMiddle} />
              <ErrorBoundary onError={(error) => leave(onError(error))}>
                {departure?.lastFrame === undefined ? <Window>{children}</Window> : departure.lastFrame}
              </ErrorBoundary>
            </FarewellContext>
          </NoticeContext>
        </LeaveContext>
      </KeyRegistryContext>
    </ThemeContext>
  );
}

interface RootKeysProps {
  readonly notice: string | undefined;
  readonly onNotice: (notice: string) => void;
  readonly leave: Leave;
}

/** Ctrl+C: first what there is to cancel or clear, said in a sentence; the second leaves. */
function RootKeys({ notice, onNotice, leave }: RootKeysProps): ReactNode {
  const { suspendTerminal } = useApp();
  const registry = use(KeyRegistryContext);

  function interrupt(): void {
    if (notice !== undefined) {
      leave({ exitCode: 130, lines: [] });
      return;
    }
    const done = registry?.interrupt();
    onNotice(done === undefined ? LEAVE_AGAIN : `${done} ${LEAVE_AGAIN}`);
  }

  useKeys({
    level: 'root',
    bindings: [
      { keys: ['ctrl+c'], run: interrupt },
      { keys: ['ctrl+z'], run: () => void suspendTerminal(stopUntilContinued) },
    ],
  });
  return null;
}

/** The screens, or what is needed to see them; they keep their state while the window is too small. */
function Window({ children }: { readonly children: ReactNode }): ReactNode {
  const { isTooSmall, columns } = useDimensions();
  return (
    <>
      {isTooSmall ? <TooSmall /> : null}
      <Box display={isTooSmall ? 'none' : 'flex'} flexDirection="column" width={columns}>
        {children}
      </Box>
    </>
  );
}

function TooSmall(): ReactNode {
  useKeys({ level: 'overlay', isExclusive: true, bindings: [] });
  return (
    <Text>
      tada needs a window of at least {SMALLEST.columns} columns and {SMALLEST.rows} rows. Make it larger to
      go on; nothing is lost.
    </Text>
  );
}
