import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useBodySize } from '../hooks/use-body-size.ts';
import { visible } from '../text/visible.ts';
import { widthOf } from '../text/width.ts';
import { useTheme } from '../theme.ts';
import { Toned } from './toned.tsx';

export interface ChoiceItem<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  /** A few words beside the label, such as an id or a status. */
  readonly note?: string | undefined;
  /** A sentence shown while the item is highlighted. */
  readonly description?: string | undefined;
  /** Set when the item can't be chosen: why, in a sentence. */
  readonly disabledBecause?: string | undefined;
  /** Words that find the item besides its label. */
  readonly keywords?: string | undefined;
}

export interface ChoiceRowProps {
  readonly item: ChoiceItem;
  readonly isHighlighted: boolean;
  /** Stands before the label: a number, a check box. */
  readonly prefix?: string | undefined;
}

/** One item of a list, in one row. */
export function ChoiceRow({ item, isHighlighted, prefix }: ChoiceRowProps): ReactNode {
  const { symbols } = useTheme();
  const isDisabled = item.disabledBecause !== undefined;
  return (
    <Toned wrap="truncate-end">
      <Toned tone={isHighlighted ? 'accent' : isDisabled ? 'muted' : 'plain'} isBold={isHighlighted}>
        {isHighlighted ? symbols.pointer : ' '} {prefix === undefined ? '' : `${prefix} `}
        {visible(item.label)}
      </Toned>
      {isDisabled ? <Toned tone="muted"> (not available)</Toned> : ''}
      {item.note === undefined ? '' : <Toned tone="muted">{`  ${visible(item.note)}`}</Toned>}
    </Toned>
  );
}

/** The text a typed filter is compared with. */
export function searchTextOf(item: ChoiceItem): string {
  return [item.label, item.note, item.keywords].filter((part) => part !== undefined).join(' ');
}

/** Columns of a row before its label: the pointer, and the number or check box. */
const BEFORE_LABEL = 4;

/**
 * The whole text of an item, where its row can't show it in so many columns. A note that is cut gives way to a
 * description, which says more.
 */
function cutText({ label, note, description }: ChoiceItem, columns: number): string | undefined {
  const isCut = (text: string): boolean => widthOf(visible(text)) + BEFORE_LABEL > columns;
  const all = note === undefined ? label : `${label}  ${note}`;
  return isCut(description === undefined ? all : label) ? visible(all).trim() : undefined;
}

export interface AboutItemProps {
  readonly item: ChoiceItem | undefined;
  /** True after a try to choose a disabled item. */
  readonly isRefused?: boolean | undefined;
  readonly rows: number;
}

/**
 * Below a list: what the highlighted item is, or why it can't be chosen; before that all of it, where its row is
 * cut. Keeps its rows when there is nothing.
 */
export function AboutItem({ item, isRefused, rows }: AboutItemProps): ReactNode {
  const { symbols, isReadAloud } = useTheme();
  const { columns } = useBodySize();
  const whole = item === undefined || isReadAloud ? undefined : cutText(item, columns);
  return (
    <Box minHeight={rows} flexShrink={0} flexDirection="column" paddingLeft={2}>
      {whole === undefined ? null : <Toned>{whole}</Toned>}
      {item?.disabledBecause === undefined ? (
        <Toned tone="muted">{item?.description ?? ''}</Toned>
      ) : (
        <Toned tone={isRefused === true ? 'danger' : 'muted'}>
          {isRefused === true ? `${symbols.danger} ` : ''}
          {item.disabledBecause}
        </Toned>
      )}
    </Box>
  );
}
