import { Box } from 'ink';
import { type ReactNode, useMemo, useRef } from 'react';
import { useBodySize } from '../hooks/use-body-size.ts';
import { useKeys } from '../hooks/use-keys.ts';
import { useLiveReducer } from '../hooks/use-live-reducer.ts';
import { LINE_KEY_NAMES, lineEditFor } from '../text/line-keys.ts';
import { sqlTokens, suggestionsAt } from '../text/sql-tokens.ts';
import { columnOf, lineNumberOf, linesOf } from '../text/text-lines.ts';
import { visibleLines } from '../text/visible.ts';
import { useTheme } from '../theme.ts';
import { EditorLine } from './editor-line.tsx';
import { type EditorAction, reduceEditor, startEditor } from './editor-state.ts';
import { firstLineShown } from './sql-view.ts';
import { Toned } from './toned.tsx';

/** What is wrong with the text, and where; 1-based, the column in characters. */
export interface EditorProblem {
  readonly line: number;
  readonly column?: number | undefined;
  readonly message: string;
}

export interface MultiLineEditorProps {
  readonly label: string;
  readonly initialText: string;
  /** Names that Tab completes: tables and columns. */
  readonly names?: readonly string[] | undefined;
  /** Shown until the next edit. A new object is a new problem. */
  readonly problem?: EditorProblem | undefined;
  /** Rows for everything the editor draws; default: the whole body. */
  readonly rows?: number | undefined;
  readonly isActive?: boolean | undefined;
  readonly submitHint?: string | undefined;
  readonly onChange?: ((text: string) => void) | undefined;
  readonly onSubmit: (text: string) => void;
}

/** Label, position, suggestions and message around the text. */
const ROWS_AROUND = 4;

/** An editor for SQL: several lines, undo, completion, and the place of an error. */
export function MultiLineEditor(props: MultiLineEditorProps): ReactNode {
  const { label, initialText, names = [], isActive = true } = props;
  const body = useBodySize();
  const { symbols } = useTheme();
  const [state, dispatch, read] = useLiveReducer(reduceEditor, () => startEditor(initialText));
  const problem = useProblemUntilEdit(props.problem, state.version);

  const rows = Math.max(3, (props.rows ?? body.rows) - ROWS_AROUND);
  const lines = linesOf(state.text);
  const cursorLine = lineNumberOf(state.text, state.cursor);
  const caretRows = problem?.column === undefined ? 0 : 1;
  const first = firstLineShown(cursorLine, lines.length, rows - caretRows);
  const shown = lines.slice(first, first + rows - caretRows);
  const tokens = useMemo(() => sqlTokens(state.text), [state.text]);
  const suggestions = suggestionsAt(state.text, state.cursor, names);

  function act(action: EditorAction): void {
    const before = read().version;
    const after = dispatch(action);
    if (after.version !== before) {
      props.onChange?.(after.text);
    }
  }

  function complete(step: 1 | -1): void {
    const { completion, text, cursor } = read();
    const { from, options } = suggestionsAt(text, cursor, names);
    if (completion !== undefined) {
      act({ type: 'complete-next', step });
    } else if (options.length > 0) {
      act({ type: 'complete', from, options });
    } else if (step === 1) {
      act({ type: 'edit', edit: { type: 'insert', text: '  ' } });
    }
  }

  function edit(key: string): void {
    const lineEdit = lineEditFor(key);
    if (lineEdit !== undefined) {
      act({ type: 'edit', edit: lineEdit });
    }
  }

  useKeys(
    {
      level: 'field',
      bindings: [
        {
          keys: ['ctrl+s', 'alt+enter', 'ctrl+enter'],
          hint: props.submitHint ?? 'continue',
          run: () => props.onSubmit(read().text),
        },
        { keys: ['enter'], hint: 'new line', run: () => act({ type: 'newline' }) },
        {
          keys: ['tab'],
          hint: suggestions.options.length > 0 ? 'complete' : 'indent',
          run: () => complete(1),
        },
        { keys: ['shift+tab'], run: () => complete(-1) },
        {
          keys: ['ctrl+z'],
          hint: 'undo',
          isEnabled: state.past.length > 0,
          run: () => act({ type: 'undo' }),
        },
        {
          keys: ['ctrl+y'],
          hint: 'redo',
          isEnabled: state.future.length > 0,
          run: () => act({ type: 'redo' }),
        },
        { keys: ['up'], run: () => act({ type: 'vertical', lines: -1 }) },
        { keys: ['down'], run: () => act({ type: 'vertical', lines: 1 }) },
        { keys: ['pageup'], run: () => act({ type: 'vertical', lines: 1 - rows }) },
        { keys: ['pagedown'], run: () => act({ type: 'vertical', lines: rows - 1 }) },
        { keys: ['ctrl+home'], run: () => act({ type: 'text-start' }) },
        { keys: ['ctrl+end'], run: () => act({ type: 'text-end' }) },
        { keys: LINE_KEY_NAMES, run: edit },
      ],
      onText: (text) => act({ type: 'edit', edit: { type: 'insert', text: visibleLines(text) } }),
    },
    isActive,
  );

  const gutterColumns = String(lines.length).length + 2;
  return (
    <Box flexDirection="column" flexShrink={0} aria-role="textbox" aria-state={{ multiline: true }}>
      <Box justifyContent="space-between">
        <Toned isBold={isActive}>{label}</Toned>
        <Toned tone="muted">
          line {cursorLine + 1}, column {columnOf(state.text, state.cursor) + 1}
        </Toned>
      </Box>
      <Box flexDirection="column" minHeight={rows}>
        {shown.map(({ number, start, length }) => (
          <EditorLine
            key={number}
            text={state.text}
            tokens={tokens}
            start={start}
            length={length}
            cursor={isActive && number === cursorLine + 1 ? state.cursor : undefined}
            number={number}
            gutterColumns={gutterColumns}
            columns={body.columns}
            problemColumn={problem?.line === number ? (problem.column ?? 0) : undefined}
          />
        ))}
      </Box>
      <Toned tone="muted" wrap="truncate-end">
        {suggestions.options.length === 0 || !isActive ? ' ' : `Tab: ${suggestions.options.join('  ')}`}
      </Toned>
      <Box minHeight={1}>
        {problem === undefined ? null : (
          <Toned tone="danger">
            {symbols.danger} Line {problem.line}: {visibleLines(problem.message)}
          </Toned>
        )}
      </Box>
    </Box>
  );
}

/** The problem, as long as the text is the one it was found in. */
function useProblemUntilEdit(problem: EditorProblem | undefined, version: number): EditorProblem | undefined {
  const found = useRef({ problem, version });
  if (found.current.problem !== problem) {
    found.current = { problem, version };
  }
  return found.current.version === version ? problem : undefined;
}
