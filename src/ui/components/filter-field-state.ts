import { boundaryBefore, wordStartBefore } from '../text/graphemes.ts';

/** A text that only grows and shrinks at its end. */
export interface FilterText {
  readonly value: string;
  /**
   * Counts the changes that ink-text-input doesn't know of. It keeps an offset of its own, which is right again
   * only when it starts anew.
   */
  readonly generation: number;
}

export type FilterAction =
  | { readonly type: 'changed'; readonly to: string; readonly wasTyped: boolean }
  | { readonly type: 'append'; readonly text: string }
  | { readonly type: 'delete-word' }
  | { readonly type: 'clear' };

export const EMPTY_FILTER: FilterText = { value: '', generation: 0 };

/** One change. What ink-text-input made of a key with Ctrl or Alt is refused; half an emoji goes whole. */
export function reduceFilter(state: FilterText, action: FilterAction): FilterText {
  const { value } = state;
  switch (action.type) {
    case 'changed': {
      const isDeletion = action.to.length === value.length - 1 && value.startsWith(action.to);
      const wanted = isDeletion ? value.slice(0, boundaryBefore(value, value.length)) : action.to;
      const next = action.wasTyped ? wanted : value;
      return next === action.to ? { ...state, value: next } : restarted(state, next);
    }
    case 'append':
      return restarted(state, value + action.text);
    case 'delete-word':
      return restarted(state, value.slice(0, wordStartBefore(value, value.length)));
    case 'clear':
      return restarted(state, '');
  }
}

function restarted(state: FilterText, value: string): FilterText {
  return { value, generation: state.generation + 1 };
}
