import { createContext, use, useCallback, useState } from 'react';
import { useLiveReducer } from '../hooks/use-live-reducer.ts';

/** What was begun and not saved, by place; kept in memory only, while the wizard runs. */
export type Drafts = Map<string, unknown>;

export const DraftsContext = createContext<Drafts>(new Map());

export interface Draft<State, Action> {
  readonly state: State;
  readonly dispatch: (action: Action) => State;
  /** The newest state, also in the tick in which it came about. */
  readonly read: () => State;
  /** For when it was saved, or is given up. */
  readonly forget: () => void;
  /** True when it was begun earlier, and left. */
  readonly isResumed: boolean;
}

/**
 * A live reducer whose state outlives its screen: whoever leaves a form half filled finds it again. `place`
 * names the form and what it is about, such as `destination/acme`.
 */
export function useDraft<State, Action>(
  place: string,
  reduce: (state: State, action: Action) => State,
  initial: () => State,
): Draft<State, Action> {
  const drafts = use(DraftsContext);
  const [isResumed] = useState(() => drafts.has(place));
  const [state, dispatch, read] = useLiveReducer(reduce, () => {
    const kept = drafts.get(place);
    // Each place is written by this hook only, with the state of the one form that bears its name.
    return kept === undefined ? initial() : (kept as State);
  });
  const keep = useCallback(
    (action: Action): State => {
      const next = dispatch(action);
      drafts.set(place, next);
      return next;
    },
    [dispatch, drafts, place],
  );
  const forget = useCallback(() => void drafts.delete(place), [drafts, place]);
  return { state, dispatch: keep, read, forget, isResumed };
}
