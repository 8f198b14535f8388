import { capitalised } from '../../core/wording.ts';
import type { KeyHint } from '../input/key-registry.ts';
import { widthOf } from '../text/width.ts';

const KEY_NAMES: Readonly<Record<string, string>> = {
  enter: 'Enter',
  escape: 'Esc',
  tab: 'Tab',
  space: 'Space',
  backspace: 'Backspace',
  delete: 'Del',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
};

/** A key as it is printed on a keyboard: `ctrl+s` → `Ctrl+S`. */
export function keyLabel(key: string): string {
  const parts = key === '+' ? ['+'] : key.split('+');
  const last = parts.at(-1) ?? key;
  const modifiers = parts.slice(0, -1).map(capitalised);
  const name = KEY_NAMES[last] ?? (modifiers.length === 0 ? last : last.toUpperCase());
  return [...modifiers, name].join('+');
}

/** Keys that are told of however narrow the window is: the way back, and the page that tells of all others. */
const ALWAYS_TOLD: readonly string[] = [keyLabel('escape'), '?'];

export interface HintWord {
  readonly key: string;
  readonly text: string;
}

/**
 * Key and meaning of every hint; one key stands for all that do the same. What leads on comes first, the way back
 * and the help come last, whichever part of the screen they belong to.
 */
export function hintWords(hints: readonly KeyHint[]): readonly HintWord[] {
  const words = hints.map(({ keys, label, hint }) => ({ key: label ?? keyLabel(keys[0] ?? ''), text: hint }));
  return words.toSorted((one, other) => rankOf(one) - rankOf(other));
}

function rankOf({ key }: HintWord): number {
  if (key === keyLabel('enter')) return 0;
  return ALWAYS_TOLD.indexOf(key) + 2;
}

/** Hints in at most `rows` rows of `columns`; where there are too many, the last ones are left out first. */
export function layoutHints(
  words: readonly HintWord[],
  columns: number,
  rows: number,
): readonly (readonly HintWord[])[] {
  const laidOut = intoRows(words, columns);
  if (laidOut.length <= rows) return laidOut;
  const last = words.findLastIndex(({ key }) => !ALWAYS_TOLD.includes(key));
  return last === -1 ? laidOut.slice(0, rows) : layoutHints(words.toSpliced(last, 1), columns, rows);
}

function intoRows(words: readonly HintWord[], columns: number): readonly (readonly HintWord[])[] {
  const rows: HintWord[][] = [[]];
  let used = 0;
  for (const word of words) {
    const width = widthOf(`${word.key} ${word.text}`);
    const current = rows.at(-1);
    if (current !== undefined && (current.length === 0 || used + GAP + width <= columns)) {
      used += (current.length === 0 ? 0 : GAP) + width;
      current.push(word);
    } else {
      rows.push([word]);
      used = width;
    }
  }
  return rows;
}

/** Columns between two hints. */
export const GAP = 3;
