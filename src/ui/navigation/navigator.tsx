import { Box } from 'ink';
import { type ComponentType, createContext, type ReactNode, use, useRef, useState } from 'react';
import { KeyRegistryContext, useKeyRegistry } from '../hooks/use-keys.ts';
import { useLiveReducer } from '../hooks/use-live-reducer.ts';
import { createKeyRegistry, type KeyRegistry } from '../input/key-registry.ts';
import type { Navigation, Screen, ScreenComponents, ScreenId, ScreenResults } from './screen-types.ts';
import { reduceStack, startStack, topOf } from './stack.ts';

export interface NavigatorProps {
  readonly screens: Partial<ScreenComponents>;
  readonly initial: Screen;
}

type OnResult = (result: ScreenResults[ScreenId]) => void;

/** Any screen's component; that screen and component belong together is what {@link ScreenComponents} says. */
type AnyScreen = ComponentType<{ readonly screen: Screen; readonly navigation: Navigation<ScreenId> }>;

/**
 * Shows the top of the stack of open screens. Those below stay mounted, unseen and without keys: their answers
 * and the work they have under way are there when a person comes back.
 */
export function Navigator({ screens, initial }: NavigatorProps): ReactNode {
  const [stack, move, read] = useLiveReducer(reduceStack, () => startStack(initial));
  const returns = useRef(new Map<number, OnResult>());
  const top = topOf(stack).key;

  function isOpen(key: number): boolean {
    return read().entries.some((entry) => entry.key === key);
  }

  /** Takes the way back of a screen that closes. */
  function takeReturn(key: number): OnResult | undefined {
    const onResult = returns.current.get(key);
    returns.current.delete(key);
    return onResult;
  }

  function navigationOf(key: number): Navigation<ScreenId> {
    return {
      open(screen, onResult) {
        if (!isOpen(key)) return;
        const opened = topOf(move({ type: 'open', from: key, screen })).key;
        if (onResult !== undefined) returns.current.set(opened, onResult as OnResult);
      },
      replace(screen) {
        if (!isOpen(key)) return;
        const onResult = takeReturn(key);
        const opened = topOf(move({ type: 'replace', key, screen })).key;
        if (onResult !== undefined) returns.current.set(opened, onResult);
      },
      back() {
        takeReturn(key);
        move({ type: 'close', key });
      },
      finish(result) {
        if (!isOpen(key)) return;
        const onResult = takeReturn(key);
        move({ type: 'close', key });
        onResult?.(result);
      },
      home() {
        returns.current.clear();
        move({ type: 'home' });
      },
      canGoBack: stack.entries[0].key !== key,
    };
  }

  return stack.entries.map(({ key, screen }) => {
    const Component = screens[screen.id] as AnyScreen;
    return (
      <Layer key={key} isSeen={key === top}>
        <Component screen={screen} navigation={navigationOf(key)} />
      </Layer>
    );
  });
}

/** A keyboard that nobody presses; packages that listen for themselves ask it whether they are heard. */
function silentKeyboard(): KeyRegistry {
  return { ...createKeyRegistry(), isHeard: () => false };
}

/** False for a screen that another one covers. */
const SeenContext = createContext(true);

/** Whether the screen around is the one that is seen. */
export function useIsSeen(): boolean {
  return use(SeenContext);
}

/** A screen that isn't seen keeps its keys, and nobody presses them. */
function Layer({ isSeen, children }: { readonly isSeen: boolean; readonly children: ReactNode }): ReactNode {
  const keyboard = useKeyRegistry();
  const [silence] = useState(silentKeyboard);
  return (
    <KeyRegistryContext value={isSeen ? keyboard : silence}>
      <SeenContext value={isSeen}>
        <Box display={isSeen ? 'flex' : 'none'} flexDirection="column" flexShrink={0}>
          {children}
        </Box>
      </SeenContext>
    </KeyRegistryContext>
  );
}
