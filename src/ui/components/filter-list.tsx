import { Box } from 'ink';
import type { ReactNode } from 'react';
import { formatCount } from '../../core/wording.ts';
import { useKeys } from '../hooks/use-keys.ts';
import { useLiveReducer } from '../hooks/use-live-reducer.ts';
import type { KeyBinding } from '../input/key-registry.ts';
import { pastedLine } from '../text/paste.ts';
import { useTheme } from '../theme.ts';
import { type ChoiceItem, ChoiceRow, searchTextOf } from './choice-row.tsx';
import { FilterField } from './filter-field.tsx';
import { EMPTY_FILTER, type FilterAction, reduceFilter } from './filter-field-state.ts';
import { type ListMove, listWindow, reduceList, startList } from './list-state.ts';
import { matching } from './match.ts';
import { Toned } from './toned.tsx';

export interface FilterListProps {
  readonly items: readonly ChoiceItem[];
  readonly initialIndex: number;
  /** Rows for the items alone. */
  readonly rows: number;
  readonly isActive: boolean;
  readonly placeholder?: string | undefined;
  /** Keys of the component around, before those of the list. */
  readonly bindings: (highlighted: () => ChoiceItem | undefined) => readonly KeyBinding[];
  readonly prefixOf?: ((item: ChoiceItem) => string) | undefined;
  readonly onHighlight: (item: ChoiceItem | undefined) => void;
}

const MOVES: readonly (readonly [ListMove, readonly string[]])[] = [
  ['up', ['up', 'ctrl+p']],
  ['down', ['down', 'ctrl+n']],
  ['page-up', ['pageup']],
  ['page-down', ['pagedown']],
  ['first', ['home']],
  ['last', ['end']],
];

/** A list of any length that is narrowed by typing. */
export function FilterList(props: FilterListProps): ReactNode {
  const { items, rows, initialIndex, isActive, placeholder = 'type to narrow the list' } = props;
  const { symbols } = useTheme();
  const [filter, dispatchFilter] = useLiveReducer(reduceFilter, () => EMPTY_FILTER);
  const [list, dispatchList, readList] = useLiveReducer(reduceList, () => startList(initialIndex, rows));

  const shown = matching(items, list.query, searchTextOf);
  const { from, to, above, below } = listWindow(list, shown.length, rows);

  function highlighted(): ChoiceItem | undefined {
    const { query, highlighted: index } = readList();
    return matching(items, query, searchTextOf)[index];
  }

  function move(direction: ListMove): void {
    const count = matching(items, readList().query, searchTextOf).length;
    dispatchList({ type: 'move', move: direction, count, rows });
    props.onHighlight(highlighted());
  }

  function narrow(action: FilterAction): void {
    const before = readList().query;
    const { value } = dispatchFilter(action);
    if (value === before) {
      return;
    }
    dispatchList({ type: 'query', query: value });
    props.onHighlight(highlighted());
  }

  const ownBindings = props.bindings(highlighted);
  const ignored = ownBindings.flatMap(({ keys }) => keys).map((key) => (key === 'space' ? ' ' : key));
  const { isHeard } = useKeys(
    {
      level: 'field',
      bindings: [
        ...ownBindings,
        ...MOVES.map(([direction, keys]) => ({
          keys,
          isEnabled: shown.length > 1,
          ...(direction === 'up' ? { hint: 'move', label: symbols.upDown } : {}),
          run: () => move(direction),
        })),
        { keys: ['ctrl+u'], run: () => narrow({ type: 'clear' }) },
        { keys: ['ctrl+w', 'alt+backspace'], run: () => narrow({ type: 'delete-word' }) },
        // ink-text-input hears these by itself.
        { keys: ['backspace', 'delete'] },
      ],
      onText: () => undefined,
      onPaste: (text) => narrow({ type: 'append', text: pastedLine(text) }),
      onInterrupt: () => {
        if (filter.value === '') {
          return undefined;
        }
        narrow({ type: 'clear' });
        return 'Cleared.';
      },
    },
    isActive,
  );

  return (
    <Box flexDirection="column" flexShrink={0}>
      <FilterField
        text={filter}
        isActive={isHeard}
        placeholder={placeholder}
        ignored={ignored}
        dispatch={narrow}
      />
      <Box flexDirection="column" minHeight={Math.min(rows, items.length)} aria-role="listbox">
        {shown.slice(from, to).map((item, index) => (
          <Box key={item.id} aria-role="option" aria-state={{ selected: from + index === list.highlighted }}>
            <ChoiceRow
              item={item}
              isHighlighted={from + index === list.highlighted}
              prefix={props.prefixOf?.(item)}
            />
          </Box>
        ))}
        {shown.length === 0 ? <Toned tone="muted">{`  Nothing here holds “${filter.value}”.`}</Toned> : null}
      </Box>
      <Toned tone="muted">
        {above > 0 ? `${symbols.up} ${formatCount(above)} more` : ''}
        {above > 0 && below > 0 ? '   ' : ''}
        {below > 0 ? `${symbols.down} ${formatCount(below)} more` : ''}
      </Toned>
    </Box>
  );
}
