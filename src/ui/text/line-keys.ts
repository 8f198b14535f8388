import type { LineEdit } from './line.ts';

/** The editing keys of shells and of desktops; every field of the wizard knows the same ones. */
const LINE_KEYS: Readonly<Record<string, LineEdit>> = {
  left: { type: 'left' },
  'ctrl+b': { type: 'left' },
  right: { type: 'right' },
  'ctrl+f': { type: 'right' },
  'ctrl+left': { type: 'word-left' },
  'alt+left': { type: 'word-left' },
  'alt+b': { type: 'word-left' },
  'ctrl+right': { type: 'word-right' },
  'alt+right': { type: 'word-right' },
  'alt+f': { type: 'word-right' },
  home: { type: 'home' },
  'ctrl+a': { type: 'home' },
  end: { type: 'end' },
  'ctrl+e': { type: 'end' },
  backspace: { type: 'delete-before' },
  'shift+backspace': { type: 'delete-before' },
  delete: { type: 'delete-after' },
  'ctrl+d': { type: 'delete-after' },
  'ctrl+w': { type: 'delete-word-before' },
  'alt+backspace': { type: 'delete-word-before' },
  'alt+d': { type: 'delete-word-after' },
  'ctrl+u': { type: 'delete-to-start' },
  'ctrl+k': { type: 'delete-to-end' },
};

export const LINE_KEY_NAMES: readonly string[] = Object.keys(LINE_KEYS);

/** What a key does to the line; undefined for keys that don't edit. */
export function lineEditFor(key: string): LineEdit | undefined {
  return LINE_KEYS[key];
}
