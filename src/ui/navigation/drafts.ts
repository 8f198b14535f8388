import { createContext, use, useCallback } from 'react';
import { useLiveReducer } from '../hooks/use-live-reducer.ts';

/** What was begun and not saved, by place; kept in memory only, while the wizard runs. */
export type Drafts = Map<string, unknown>;

export const DraftsContext = createContext<Drafts>(new Map());

/**
 * A live reducer whose state outlives its screen: whoever leaves a form half filled finds it again. `place`
 * names the form and what it is about, such as `destination/acme`. The last function forgets the draft, for
 * when it was saved.
 */
export function useDraft<State, Action>(
  place: string,
  reduce: (state: State, action: Action) => State,
  initial: () => State,
): readonly [State, (action: Action) => State, () => State, () => void] {
  const drafts = use(DraftsContext);
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
  return [state, keep, read, forget];
}
