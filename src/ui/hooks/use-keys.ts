import { useInput, usePaste } from 'ink';
import {
  createContext,
  use,
  useCallback,
  useId,
  useLayoutEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { createKeyRegistry, type KeyHint, type KeyLayer, type KeyRegistry } from '../input/key-registry.ts';
import { type Keystroke, keystrokeOf } from '../input/keystroke.ts';

export const KeyRegistryContext = createContext<KeyRegistry | undefined>(undefined);

/** The registry of the wizard around this component. */
export function useKeyRegistry(): KeyRegistry {
  const registry = use(KeyRegistryContext);
  if (registry === undefined) {
    throw new Error('Keys are used outside of the wizard’s root');
  }
  return registry;
}

/**
 * The one listener of the keyboard: hands each key to its owner, after telling `onKey`. It stays mounted for
 * the life of the wizard, because raw mode and bracketed paste end with the last listener.
 */
export function useKeyboard(onKey?: (keystroke: Keystroke) => void): KeyRegistry {
  const [registry] = useState(() => createKeyRegistry(true));
  useInput((input, key) => {
    const keystroke = keystrokeOf(input, key);
    if (keystroke !== undefined) {
      onKey?.(keystroke);
      registry.press(keystroke);
    }
  });
  usePaste((text) => {
    registry.paste(text);
  });
  return registry;
}

/**
 * Declares the keys of a component while it is active. Each key has one owner: the highest level that binds
 * it. Returns whether keys reach this layer, which is false while an overlay covers it.
 */
export function useKeys(layer: KeyLayer, isActive = true): { readonly isHeard: boolean } {
  const registry = useKeyRegistry();
  const id = useId();

  // Without dependencies: the bindings close over what the last render knew.
  useLayoutEffect(() => {
    if (isActive) {
      registry.set(id, layer);
    } else {
      registry.remove(id);
    }
  });
  useLayoutEffect(() => () => registry.remove(id), [registry, id]);

  const isHeard = useSyncExternalStore(
    registry.subscribe,
    useCallback(() => registry.isHeard(id), [registry, id]),
  );
  return { isHeard: isActive && isHeard };
}

/** The hints of every key that works now. */
export function useKeyHintList(): readonly KeyHint[] {
  const registry = useKeyRegistry();
  return useSyncExternalStore(registry.subscribe, registry.hints);
}
