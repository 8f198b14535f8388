import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { useBodySize } from '../hooks/use-body-size.ts';
import { useDimensions } from '../hooks/use-dimensions.ts';
import { useKeys } from '../hooks/use-keys.ts';
import { useTheme } from '../theme.ts';
import { AboutItem, type ChoiceItem } from './choice-row.tsx';
import { FilterList } from './filter-list.tsx';
import { LONGEST_MENU, Menu } from './menu.tsx';
import { Toned } from './toned.tsx';

export interface ChoiceProps<Id extends string> {
  readonly label: string;
  readonly items: readonly ChoiceItem<Id>[];
  readonly initialId?: Id | undefined;
  /** Narrow the list by typing; lists that are too long for the window do so anyway. */
  readonly isFilterable?: boolean | undefined;
  readonly placeholder?: string | undefined;
  /** Rows for everything the choice draws; default: the whole body. */
  readonly rows?: number | undefined;
  readonly isActive?: boolean | undefined;
  readonly chooseHint?: string | undefined;
  /** Shown in place of a list without items. */
  readonly emptyText?: string | undefined;
  readonly onHighlight?: ((id: Id | undefined) => void) | undefined;
  readonly onChoose: (id: Id) => void;
}

/** Rows below the list that tell about the highlighted item; narrow windows fold more and have less. */
const ABOUT_ROWS = 2;
const NARROW_ABOUT_ROWS = 4;
/** Rows of a list that is worth looking at: below that it needs them more than what tells about it. */
const ROOMY_LIST = 8;

/** One of several. Items that can't be chosen stay visible and say why. */
export function Choice<Id extends string>(props: ChoiceProps<Id>): ReactNode {
  const { label, items, isActive = true, emptyText = 'There is nothing to choose from.' } = props;
  const body = useBodySize();
  const { isNarrow } = useDimensions();
  const [markedId, setMarkedId] = useState<string | undefined>(
    () => items[startIndex(items, props.initialId)]?.id,
  );
  const [refusedId, setRefusedId] = useState<string | undefined>(undefined);

  const room = (props.rows ?? body.rows) - 1;
  const aboutRows = isNarrow && room - NARROW_ABOUT_ROWS >= ROOMY_LIST ? NARROW_ABOUT_ROWS : ABOUT_ROWS;
  const rows = Math.max(3, room - aboutRows);
  const isMenu = props.isFilterable !== true && items.length <= Math.min(rows, LONGEST_MENU);
  // A resize may turn the menu into a list or back; the other one starts where this one stood.
  const initialIndex = startIndex(items, markedId);
  // Items may go while they are looked at, as on the way back from a run; nothing is marked where no item fits.
  const isGone = markedId !== undefined && items.every(({ id }) => id !== markedId);
  const highlightedId = isGone ? items[initialIndex]?.id : markedId;
  const about = items.find((item) => item.id === (refusedId ?? highlightedId));

  function highlight(item: ChoiceItem | undefined): void {
    setMarkedId(item?.id);
    setRefusedId(undefined);
    props.onHighlight?.(items.find(({ id }) => id === item?.id)?.id);
  }

  function choose(item: ChoiceItem | undefined): void {
    const chosen = items.find(({ id }) => id === item?.id);
    if (chosen === undefined) {
      return;
    }
    if (chosen.disabledBecause === undefined) {
      props.onChoose(chosen.id);
    } else {
      setRefusedId(chosen.id);
    }
  }

  if (items.length === 0) {
    return (
      <Box flexDirection="column" flexShrink={0}>
        <Toned isBold>{label}</Toned>
        <Toned tone="muted">{emptyText}</Toned>
      </Box>
    );
  }
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Toned isBold={isActive}>{label}</Toned>
      {isMenu ? (
        <MenuWithKeys
          // Other items begin at the one that was highlighted; ink-select-input would go to the first by itself.
          key={items.map(({ id }) => id).join('\n')}
          items={items}
          initialIndex={initialIndex}
          isActive={isActive}
          chooseHint={props.chooseHint}
          onHighlight={highlight}
          onChoose={choose}
        />
      ) : (
        <FilterList
          items={items}
          initialIndex={initialIndex}
          rows={rows - 2}
          isActive={isActive}
          placeholder={props.placeholder}
          onHighlight={highlight}
          bindings={(current) => [
            { keys: ['enter'], hint: props.chooseHint ?? 'choose', run: () => choose(current()) },
          ]}
        />
      )}
      <AboutItem item={about} isRefused={refusedId !== undefined} rows={aboutRows} />
    </Box>
  );
}

interface MenuWithKeysProps {
  readonly items: readonly ChoiceItem[];
  readonly initialIndex: number;
  readonly isActive: boolean;
  readonly chooseHint: string | undefined;
  readonly onHighlight: (item: ChoiceItem | undefined) => void;
  readonly onChoose: (item: ChoiceItem | undefined) => void;
}

/** Claims the keys that ink-select-input listens for, and tells about them. */
function MenuWithKeys(props: MenuWithKeysProps): ReactNode {
  const { items, initialIndex, isActive, chooseHint = 'choose', onHighlight, onChoose } = props;
  const { symbols } = useTheme();
  const { isHeard } = useKeys(
    {
      level: 'field',
      bindings: [
        { keys: ['enter'], hint: chooseHint },
        { keys: ['up', 'down', 'j', 'k'], label: symbols.upDown, hint: 'move', isEnabled: items.length > 1 },
        { keys: items.map((_, index) => String(index + 1)) },
      ],
    },
    isActive,
  );
  return (
    <Menu
      items={items}
      initialIndex={initialIndex}
      isFocused={isHeard}
      onHighlight={(index) => onHighlight(items[index])}
      onSelect={(index) => onChoose(items[index])}
    />
  );
}

/** The item asked for, else the first that can be chosen. */
function startIndex(items: readonly ChoiceItem[], initialId: string | undefined): number {
  const asked = items.findIndex((item) => item.id === initialId);
  if (asked !== -1) {
    return asked;
  }
  return Math.max(
    0,
    items.findIndex((item) => item.disabledBecause === undefined),
  );
}
