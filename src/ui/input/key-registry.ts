import { graphemesOf } from '../text/graphemes.ts';
import type { Keystroke } from './keystroke.ts';

/** Who is asked first: an overlay, then the field that is typed into, then its screen, then the wizard. */
export const KEY_LEVELS = ['overlay', 'field', 'screen', 'root'] as const;
export type KeyLevel = (typeof KEY_LEVELS)[number];

export interface KeyBinding {
  /** Names as in {@link Keystroke}, or a printable character such as `?`; `space` for the space bar. */
  readonly keys: readonly string[];
  /** What the key does, in a word or two; absent for keys that need no telling. */
  readonly hint?: string | undefined;
  /** How the keys are written in the hint, where their names don't do (`↑↓`). */
  readonly label?: string | undefined;
  /** False while the key would do nothing: it isn't taken and its hint isn't shown. */
  readonly isEnabled?: boolean | undefined;
  /** Left out when a package listens for itself and the key is only claimed. */
  readonly run?: ((name: string) => void) | undefined;
}

export interface KeyLayer {
  readonly level: KeyLevel;
  readonly bindings: readonly KeyBinding[];
  /** Takes typed text; layers below hear no text then. */
  readonly onText?: ((text: string) => void) | undefined;
  /**
   * Text of several characters only, which is a paste that the terminal didn't mark: single ones stay keys, here and
   * below.
   */
  readonly isForPastes?: boolean | undefined;
  /** Takes pastes; without it they go to `onText`. */
  readonly onPaste?: ((text: string) => void) | undefined;
  /** Layers below hear nothing, except the root. */
  readonly isExclusive?: boolean | undefined;
  /**
   * Answers the first Ctrl+C: does something and says what in a sentence, or returns undefined when there is
   * nothing to do.
   */
  readonly onInterrupt?: (() => string | undefined) | undefined;
}

export interface KeyHint {
  readonly keys: readonly string[];
  readonly label: string | undefined;
  readonly hint: string;
}

/** All keys of the moment: who owns which, and what can be said about them. */
export interface KeyRegistry {
  set(id: string, layer: KeyLayer): void;
  remove(id: string): void;
  /** Hands a key to its owner; true when there was one. */
  press(keystroke: Keystroke): boolean;
  paste(text: string): boolean;
  /** The sentence of the first layer that had something to interrupt. */
  interrupt(): string | undefined;
  /** False while a layer above takes everything, and where no keyboard is connected. */
  isHeard(id: string): boolean;
  /** What works now; the same array until that changes. */
  hints(): readonly KeyHint[];
  subscribe(listener: () => void): () => void;
}

interface Entry {
  readonly id: string;
  readonly order: number;
  readonly layer: KeyLayer;
}

/** A registry of nobody's keys yet; `isConnected` when a keyboard will press them. */
export function createKeyRegistry(isConnected = false): KeyRegistry {
  const entries = new Map<string, Entry>();
  const listeners = new Set<() => void>();
  let counter = 0;
  let current: readonly KeyHint[] = [];
  let signature = '';

  /** Layers from the first asked to the last; within a level the newest first. */
  function heard(): readonly Entry[] {
    const sorted = [...entries.values()].sort(
      (a, b) => KEY_LEVELS.indexOf(a.layer.level) - KEY_LEVELS.indexOf(b.layer.level) || b.order - a.order,
    );
    const exclusive = sorted.findIndex((entry) => entry.layer.isExclusive === true);
    if (exclusive === -1) {
      return sorted;
    }
    return sorted.filter((entry, index) => index <= exclusive || entry.layer.level === 'root');
  }

  function refresh(): void {
    const layers = heard();
    const next = hintsOf(layers.map((entry) => entry.layer));
    const nextSignature = JSON.stringify([next, layers.map((entry) => entry.id)]);
    if (nextSignature === signature) {
      return;
    }
    signature = nextSignature;
    current = next;
    for (const listener of listeners) {
      listener();
    }
  }

  function pressKey(name: string): boolean {
    for (const { layer } of heard()) {
      const binding = bindingFor(layer, name);
      if (binding !== undefined) {
        binding.run?.(name);
        return true;
      }
    }
    return false;
  }

  function pressText(text: string): boolean {
    const name = nameOfText(text);
    for (const { layer } of heard()) {
      const binding = name === undefined ? undefined : bindingFor(layer, name);
      if (binding !== undefined) {
        binding.run?.(name ?? text);
        return true;
      }
      if (layer.onText !== undefined && (name === undefined || !leavesKeys(layer))) {
        layer.onText(text);
        return true;
      }
    }
    return false;
  }

  return {
    set(id, layer) {
      const order = entries.get(id)?.order ?? counter++;
      entries.set(id, { id, order, layer });
      refresh();
    },
    remove(id) {
      entries.delete(id);
      refresh();
    },
    press(keystroke) {
      return keystroke.kind === 'key' ? pressKey(keystroke.name) : pressText(keystroke.text);
    },
    paste(text) {
      for (const { layer } of heard()) {
        const take = layer.onPaste ?? layer.onText;
        if (take !== undefined) {
          take(text);
          return true;
        }
      }
      return false;
    },
    interrupt() {
      for (const { layer } of heard()) {
        const said = layer.onInterrupt?.();
        if (said !== undefined) {
          return said;
        }
      }
      return undefined;
    },
    isHeard(id) {
      return isConnected && heard().some((entry) => entry.id === id);
    },
    hints() {
      return current;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

function bindingFor(layer: KeyLayer, name: string): KeyBinding | undefined {
  return layer.bindings.find((binding) => binding.isEnabled !== false && binding.keys.includes(name));
}

/**
 * One typed character can be a key by itself. Several at once were pasted without the terminal saying so, and
 * must not set off the single-letter keys of a menu.
 */
function nameOfText(text: string): string | undefined {
  if (text === ' ') {
    return 'space';
  }
  return graphemesOf(text).length === 1 ? text : undefined;
}

/** Hints of keys that would reach their owner, the first asked first; a key is told once. */
function hintsOf(layers: readonly KeyLayer[]): readonly KeyHint[] {
  const told = new Set<string>();
  const hints: KeyHint[] = [];
  let isTextTaken = false;
  for (const layer of layers) {
    for (const binding of layer.bindings) {
      if (binding.isEnabled === false) {
        continue;
      }
      const reachable = binding.keys.filter((key) => !told.has(key) && !(isTextTaken && isPrintable(key)));
      for (const key of reachable) {
        told.add(key);
      }
      if (binding.hint !== undefined && reachable.length > 0) {
        hints.push({ keys: reachable, label: binding.label, hint: binding.hint });
      }
    }
    isTextTaken ||= layer.onText !== undefined && !leavesKeys(layer);
  }
  return hints;
}

function leavesKeys({ isForPastes }: KeyLayer): boolean {
  return isForPastes === true;
}

function isPrintable(key: string): boolean {
  return key === 'space' || graphemesOf(key).length === 1;
}
