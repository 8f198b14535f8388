import type { Key } from 'ink';

/**
 * A key by one name (`enter`, `shift+tab`, `ctrl+u`, `alt+left`), or what was typed as text. Modifiers stand
 * in the order ctrl, alt, shift.
 */
export type Keystroke =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

/** Ink's flags for keys that aren't text, and what they are called here. */
const NAMED_KEYS = [
  ['return', 'enter'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
] as const satisfies readonly (readonly [keyof Key, string])[];

/** What was pressed, from what Ink's `useInput` tells; undefined for a key without a meaning here. */
export function keystrokeOf(input: string, key: Key): Keystroke | undefined {
  if (key.eventType === 'release') {
    return undefined;
  }
  for (const [flag, name] of NAMED_KEYS) {
    if (key[flag]) {
      // Some terminals set the meta flag on Escape itself; Escape has no other form here.
      return { kind: 'key', name: name === 'escape' ? name : modified(name, key, key.shift) };
    }
  }
  if (input === '') {
    return undefined;
  }
  if (key.ctrl || key.meta) {
    const name = input === ' ' ? 'space' : input.toLowerCase();
    return { kind: 'key', name: modified(name, key, false) };
  }
  return { kind: 'text', text: input };
}

function modified(name: string, key: Key, isShift: boolean): string {
  const ctrl = key.ctrl ? 'ctrl+' : '';
  const alt = key.meta ? 'alt+' : '';
  const shift = isShift ? 'shift+' : '';
  return `${ctrl}${alt}${shift}${name}`;
}
