import SelectInput from 'ink-select-input';
import { type ReactNode, useCallback, useMemo } from 'react';
import { type ChoiceItem, ChoiceRow } from './choice-row.tsx';

export interface MenuProps {
  readonly items: readonly ChoiceItem[];
  readonly initialIndex: number;
  readonly isFocused: boolean;
  readonly onHighlight: (index: number) => void;
  readonly onSelect: (index: number) => void;
}

/**
 * A short menu without a filter: ink-select-input, which brings the arrows, j and k, and the digits. Its items
 * carry their index as label, so that our rows can show more than a label.
 */
export function Menu({ items, initialIndex, isFocused, onHighlight, onSelect }: MenuProps): ReactNode {
  const entries = useMemo(
    () => items.map((item, index) => ({ key: item.id, label: String(index), value: index })),
    [items],
  );
  const Row = useCallback(
    ({ isSelected, label }: { readonly isSelected?: boolean; readonly label: string }) => {
      const index = Number(label);
      const item = items[index];
      return item === undefined ? null : (
        <ChoiceRow item={item} isHighlighted={isSelected === true} prefix={`${index + 1}`} />
      );
    },
    [items],
  );
  return (
    <SelectInput
      items={entries}
      initialIndex={initialIndex}
      isFocused={isFocused}
      indicatorComponent={Nothing}
      itemComponent={Row}
      onHighlight={({ value }) => onHighlight(value)}
      onSelect={({ value }) => onSelect(value)}
    />
  );
}

/** Our rows draw their own pointer. */
function Nothing(): ReactNode {
  return null;
}

/** Digits choose directly, so a menu has no more items than there are digits. */
export const LONGEST_MENU = 9;
