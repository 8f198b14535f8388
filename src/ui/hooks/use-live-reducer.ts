import { useCallback, useRef, useState } from 'react';

/**
 * A reducer whose state is current at once, not after the next render: two keys in one tick, or ↓ followed by
 * Enter, see each other's effect. `read` returns the newest state.
 */
export function useLiveReducer<State, Action>(
  reduce: (state: State, action: Action) => State,
  initial: () => State,
): readonly [State, (action: Action) => State, () => State] {
  const [shown, show] = useState(initial);
  const newest = useRef(shown);

  const dispatch = useCallback(
    (action: Action): State => {
      newest.current = reduce(newest.current, action);
      show(newest.current);
      return newest.current;
    },
    [reduce],
  );
  const read = useCallback((): State => newest.current, []);

  return [shown, dispatch, read];
}
