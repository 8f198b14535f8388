/** The ids that are marked. */
export type Selection = ReadonlySet<string>;

export type SelectionAction =
  | { readonly type: 'toggle'; readonly id: string }
  /** Marks all of the given ids, or none when they all are marked. */
  | { readonly type: 'toggle-all'; readonly ids: readonly string[] };

export function reduceSelection(selection: Selection, action: SelectionAction): Selection {
  if (action.type === 'toggle') {
    return selection.has(action.id)
      ? new Set([...selection].filter((id) => id !== action.id))
      : new Set([...selection, action.id]);
  }
  const { ids } = action;
  return ids.every((id) => selection.has(id))
    ? new Set([...selection].filter((id) => !ids.includes(id)))
    : new Set([...selection, ...ids]);
}
