import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { windowOf } from '../text/line-window.ts';
import type { SqlToken } from '../text/sql-tokens.ts';
import { startWithin, widthOf } from '../text/width.ts';
import { useTheme } from '../theme.ts';
import { Caret } from './field-line.tsx';
import { styledBetween } from './sql-view.ts';
import { Toned } from './toned.tsx';

export interface EditorLineProps {
  /** The whole text, and what is what in it. */
  readonly text: string;
  readonly tokens: readonly SqlToken[];
  /** Where this line starts in the text, and its length without the break. */
  readonly start: number;
  readonly length: number;
  /** Offset of the cursor in the text, when it stands in this line. */
  readonly cursor: number | undefined;
  readonly number: number;
  readonly gutterColumns: number;
  readonly columns: number;
  /** Set when the problem is in this line: 1-based, 0 when only the line is known. */
  readonly problemColumn: number | undefined;
}

/** One line of the editor with its number, and a mark below it where the problem is. */
export function EditorLine(props: EditorLineProps): ReactNode {
  const { text, start, length, cursor, number, gutterColumns, columns, problemColumn } = props;
  const { symbols, hasColour } = useTheme();
  const room = columns - gutterColumns - (hasColour || cursor === undefined ? 0 : 1);
  const line = text.slice(start, start + length);
  const isWrong = problemColumn !== undefined;
  const shown = cursor === undefined ? wholeLine(line, room) : windowOf(line, cursor - start, room);
  const from = start + (cursor === undefined ? 0 : cursor - start - shown.before.length);
  const caretColumn = widthOf(line.slice(0, (problemColumn ?? 1) - 1));
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Text wrap="truncate-end">
        <Toned tone={isWrong ? 'danger' : 'muted'} isBold={isWrong}>
          {`${isWrong ? symbols.danger : ' '}${String(number).padStart(gutterColumns - 2)} `}
        </Toned>
        {shown.isCutLeft ? <Toned tone="muted">{symbols.cutLeft}</Toned> : ''}
        <Styled {...props} from={from} to={from + shown.before.length} />
        {cursor === undefined ? '' : <Caret under={shown.at} />}
        <Styled
          {...props}
          from={from + shown.before.length + shown.at.length}
          to={from + shown.before.length + shown.at.length + shown.after.length}
        />
        {shown.isCutRight ? <Toned tone="muted">{symbols.cutRight}</Toned> : ''}
      </Text>
      {problemColumn !== undefined && problemColumn > 0 && !shown.isCutLeft && caretColumn < room ? (
        <Toned tone="danger">{`${' '.repeat(gutterColumns + caretColumn)}^`}</Toned>
      ) : null}
    </Box>
  );
}

interface StyledProps extends Pick<EditorLineProps, 'text' | 'tokens'> {
  readonly from: number;
  readonly to: number;
}

function Styled({ text, tokens, from, to }: StyledProps): ReactNode {
  return styledBetween(text, from, to, tokens).map((piece) => (
    <Toned key={piece.from} tone={piece.tone} isBold={piece.isBold}>
      {piece.text}
    </Toned>
  ));
}

/** A line without the cursor is shown from its start. */
function wholeLine(line: string, columns: number): ReturnType<typeof windowOf> {
  const fits = widthOf(line) <= columns;
  const before = fits ? line : startWithin(line, columns - 1);
  return { isCutLeft: false, before, at: '', after: '', isCutRight: !fits };
}
