/** What a list shows and where its highlight stands; the items themselves stay with the component. */
export interface ListState {
  readonly query: string;
  /** Index among the items that match the query. */
  readonly highlighted: number;
  /** Index of the first item shown. */
  readonly top: number;
}

export type ListMove = 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last';

export type ListAction =
  | { readonly type: 'move'; readonly move: ListMove; readonly count: number; readonly rows: number }
  | { readonly type: 'query'; readonly query: string };

export function startList(highlighted: number, rows: number): ListState {
  return { query: '', highlighted, top: Math.max(0, highlighted - rows + 1) };
}

/** One action on the list. Arrows go around the ends, pages stop at them. */
export function reduceList(state: ListState, action: ListAction): ListState {
  if (action.type === 'query') {
    return action.query === state.query ? state : { query: action.query, highlighted: 0, top: 0 };
  }
  const { move, count, rows } = action;
  if (count === 0) {
    return state;
  }
  const highlighted = target(state.highlighted, move, count, rows);
  return { ...state, highlighted, top: topFor(state.top, highlighted, rows) };
}

function target(from: number, move: ListMove, count: number, rows: number): number {
  switch (move) {
    case 'up':
      return (from - 1 + count) % count;
    case 'down':
      return (from + 1) % count;
    case 'page-up':
      return Math.max(0, from - rows);
    case 'page-down':
      return Math.min(count - 1, from + rows);
    case 'first':
      return 0;
    case 'last':
      return count - 1;
  }
}

function topFor(top: number, highlighted: number, rows: number): number {
  return Math.max(Math.min(top, highlighted), highlighted - rows + 1, 0);
}

export interface ListWindow {
  readonly from: number;
  readonly to: number;
  readonly above: number;
  readonly below: number;
}

/** The items shown in `rows` rows; the state may come from a window of another size. */
export function listWindow(state: ListState, count: number, rows: number): ListWindow {
  const highlighted = Math.min(state.highlighted, Math.max(0, count - 1));
  const top = Math.min(topFor(state.top, highlighted, rows), Math.max(0, count - rows));
  const to = Math.min(count, top + rows);
  return { from: top, to, above: top, below: count - to };
}
