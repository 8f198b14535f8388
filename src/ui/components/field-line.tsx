import { Text } from 'ink';
import type { ReactNode } from 'react';
import { graphemesOf } from '../text/graphemes.ts';
import type { Line } from '../text/line.ts';
import { windowOf } from '../text/line-window.ts';
import { truncate } from '../text/width.ts';
import { useTheme } from '../theme.ts';
import { Toned } from './toned.tsx';

export interface FieldLineProps {
  readonly line: Line;
  readonly columns: number;
  readonly isActive: boolean;
  readonly isMasked?: boolean | undefined;
  /** Shown while the line is empty. */
  readonly placeholder?: string | undefined;
}

/** One line of a field with its cursor, never wider than `columns`. */
export function FieldLine({ line, columns, isActive, isMasked, placeholder }: FieldLineProps): ReactNode {
  const { symbols, hasColour } = useTheme();
  const { value, cursor } = isMasked === true ? masked(line, symbols.mask) : line;
  if (value === '' && placeholder !== undefined) {
    // Without colours nothing else would tell an example from what was entered.
    return (
      <Text wrap="truncate-end">
        {isActive ? <Caret under="" /> : ''}
        <Toned tone="muted">{truncate(hasColour ? placeholder : `(${placeholder})`, columns - 1)}</Toned>
      </Text>
    );
  }
  // Without colours there is no inverse video: the cursor is a character of its own and needs its column.
  const room = hasColour ? columns : columns - 1;
  const { isCutLeft, before, at, after, isCutRight } = windowOf(value, cursor, room);
  return (
    <Text wrap="truncate-end">
      {isCutLeft ? <Toned tone="muted">{symbols.cutLeft}</Toned> : ''}
      {before}
      {isActive ? <Caret under={at} /> : at}
      {after}
      {isCutRight ? <Toned tone="muted">{symbols.cutRight}</Toned> : ''}
    </Text>
  );
}

/** The cursor: inverse video, or a character of its own where there are no colours. */
export function Caret({ under }: { readonly under: string }): ReactNode {
  const { symbols, hasColour } = useTheme();
  if (hasColour) {
    return <Text inverse>{under === '' ? ' ' : under}</Text>;
  }
  return (
    <Text>
      {symbols.caret}
      {under}
    </Text>
  );
}

function masked(line: Line, sign: string): Line {
  return {
    value: sign.repeat(graphemesOf(line.value).length),
    cursor: graphemesOf(line.value.slice(0, line.cursor)).length * sign.length,
  };
}
