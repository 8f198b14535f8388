import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { useBodySize } from '../hooks/use-body-size.ts';
import { useLiveReducer } from '../hooks/use-live-reducer.ts';
import { useTheme } from '../theme.ts';
import { AboutItem, type ChoiceItem } from './choice-row.tsx';
import { FilterList } from './filter-list.tsx';
import { reduceSelection, type Selection } from './multi-choice-state.ts';
import { BelowField, type Validation } from './text-field.tsx';
import { Toned } from './toned.tsx';

export interface MultiChoiceProps<Id extends string> {
  readonly label: string;
  readonly items: readonly ChoiceItem<Id>[];
  readonly initialIds?: readonly Id[] | undefined;
  /** Fewer chosen items than this are refused; default 1. */
  readonly atLeast?: number | undefined;
  readonly rows?: number | undefined;
  readonly isActive?: boolean | undefined;
  readonly submitHint?: string | undefined;
  readonly onChange?: ((ids: readonly Id[]) => void) | undefined;
  /** Gets the chosen ids in the order of the items. */
  readonly onSubmit: (ids: readonly Id[]) => void;
}

/** Any number of several: Space marks, Enter goes on. */
export function MultiChoice<Id extends string>(props: MultiChoiceProps<Id>): ReactNode {
  const { label, items, atLeast = 1, isActive = true } = props;
  const body = useBodySize();
  const { symbols } = useTheme();
  const [chosen, dispatch, read] = useLiveReducer(
    reduceSelection,
    (): Selection => new Set(props.initialIds ?? []),
  );
  const [highlighted, setHighlighted] = useState<ChoiceItem | undefined>(items[0]);
  const [problem, setProblem] = useState<Validation>(undefined);
  const rows = Math.max(2, (props.rows ?? body.rows) - 5);
  const available = items.filter((item) => item.disabledBecause === undefined).map(({ id }) => id);

  function idsOf(selection: Selection): readonly Id[] {
    return items.map(({ id }) => id).filter((id) => selection.has(id));
  }

  function mark(action: Parameters<typeof dispatch>[0]): void {
    setProblem(undefined);
    const marked = dispatch(action);
    props.onChange?.(idsOf(marked));
  }

  function toggle(item: ChoiceItem | undefined): void {
    if (item === undefined) {
      return;
    }
    if (item.disabledBecause === undefined) {
      mark({ type: 'toggle', id: item.id });
    } else {
      setProblem(item.disabledBecause);
    }
  }

  function submit(): void {
    const ids = idsOf(read());
    if (available.length < atLeast) {
      const [why] = items.flatMap(({ disabledBecause }) => disabledBecause ?? []);
      setProblem(['Nothing here can be marked.', why ?? ''].join(' ').trim());
    } else if (ids.length < atLeast) {
      setProblem(atLeast === 1 ? 'Mark at least one with Space.' : `Mark at least ${atLeast} with Space.`);
    } else {
      props.onSubmit(ids);
    }
  }

  return (
    <Box flexDirection="column" flexShrink={0}>
      <Toned isBold={isActive}>{label}</Toned>
      <FilterList
        items={items}
        initialIndex={0}
        rows={rows}
        isActive={isActive}
        prefixOf={(item) => (chosen.has(item.id) ? symbols.checked : symbols.unchecked)}
        onHighlight={(item) => {
          setHighlighted(item);
          setProblem(undefined);
        }}
        bindings={(current) => [
          { keys: ['space'], hint: 'mark', run: () => toggle(current()) },
          { keys: ['enter'], hint: props.submitHint ?? 'continue', run: submit },
          {
            keys: ['ctrl+a'],
            hint: 'all or none',
            isEnabled: available.length > 0,
            run: () => mark({ type: 'toggle-all', ids: available }),
          },
        ]}
      />
      {problem === undefined ? (
        <AboutItem item={highlighted} rows={1} />
      ) : (
        <BelowField problem={problem} isChecking={false} note={undefined} />
      )}
    </Box>
  );
}
