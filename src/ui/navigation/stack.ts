import type { Screen } from './screen-types.ts';

/** One open screen; the key stays the same for as long as it is open. */
export interface Entry {
  readonly key: number;
  readonly screen: Screen;
}

/** The open screens from the bottom to the one that is seen; never empty. */
export interface Stack {
  readonly entries: readonly [Entry, ...Entry[]];
  readonly nextKey: number;
}

export type StackAction =
  | { readonly type: 'open'; readonly from: number; readonly screen: Screen }
  | { readonly type: 'replace'; readonly key: number; readonly screen: Screen }
  | { readonly type: 'close'; readonly key: number }
  | { readonly type: 'home' };

export function startStack(screen: Screen): Stack {
  return { entries: [{ key: 0, screen }], nextKey: 1 };
}

/**
 * The stack after one move. A screen that isn't open any more can't move anything, and one that is covered
 * takes what covers it along, so that late answers never close the wrong screen. The bottom can't be closed.
 */
export function reduceStack(stack: Stack, action: StackAction): Stack {
  if (action.type === 'home') return cutAfter(stack, 0);
  const key = action.type === 'open' ? action.from : action.key;
  const index = stack.entries.findIndex((entry) => entry.key === key);
  if (index === -1) return stack;
  switch (action.type) {
    case 'open':
      return pushed(cutAfter(stack, index), action.screen);
    case 'close':
      return cutAfter(stack, Math.max(0, index - 1));
    case 'replace': {
      if (index > 0) return pushed(cutAfter(stack, index - 1), action.screen);
      return { entries: [{ key: stack.nextKey, screen: action.screen }], nextKey: stack.nextKey + 1 };
    }
  }
}

/** The screen that is seen. */
export function topOf({ entries }: Stack): Entry {
  return entries.at(-1) ?? entries[0];
}

function cutAfter(stack: Stack, index: number): Stack {
  const [bottom, ...others] = stack.entries;
  if (index >= others.length) return stack;
  return { ...stack, entries: [bottom, ...others.slice(0, index)] };
}

function pushed(stack: Stack, screen: Screen): Stack {
  return { entries: [...stack.entries, { key: stack.nextKey, screen }], nextKey: stack.nextKey + 1 };
}
