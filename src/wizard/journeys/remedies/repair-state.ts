/** What was done about a failure so far. */
export interface RepairState {
  /** Something was changed that can be the cause; Resolve is the next thing to try. */
  readonly isRepaired: boolean;
  /** Counts the repairs; what was found out before the newest one may be wrong by now. */
  readonly repairs: number;
  /** What the last action did. */
  readonly said: Said | undefined;
}

export interface Said {
  readonly kind: 'success' | 'info' | 'error';
  /** One sentence. */
  readonly text: string;
}

export type RepairAction =
  /** Something was changed, in words. */
  { readonly type: 'repaired'; readonly what: string } | { readonly type: 'said'; readonly said: Said };

export const NOTHING_REPAIRED: RepairState = { isRepaired: false, repairs: 0, said: undefined };

export function reduceRepair(state: RepairState, action: RepairAction): RepairState {
  switch (action.type) {
    case 'repaired':
      return {
        isRepaired: true,
        repairs: state.repairs + 1,
        said: { kind: 'success', text: action.what },
      };
    case 'said':
      return { ...state, said: action.said };
  }
}
