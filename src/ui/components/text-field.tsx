import { Box } from 'ink';
import { type ReactNode, useEffect, useRef } from 'react';
import type { HistoryKey } from '../../core/field-history.ts';
import { useBodySize } from '../hooks/use-body-size.ts';
import { useFieldHistory } from '../hooks/use-field-history.ts';
import { useKeys } from '../hooks/use-keys.ts';
import { useLiveReducer } from '../hooks/use-live-reducer.ts';
import { LINE_KEY_NAMES, lineEditFor } from '../text/line-keys.ts';
import { pastedLine, pastedToken } from '../text/paste.ts';
import { visible } from '../text/visible.ts';
import { useTheme } from '../theme.ts';
import { FieldLine } from './field-line.tsx';
import { reduceTextField, startTextField } from './text-field-state.ts';
import { Toned } from './toned.tsx';

/** What is wrong with a value, in one sentence; undefined when nothing is. */
export type Validation = string | undefined;

export interface TextFieldProps {
  readonly label: string;
  readonly initialValue?: string | undefined;
  readonly placeholder?: string | undefined;
  /** A sentence below the field, while there is no problem to tell. */
  readonly note?: string | undefined;
  /** Signs stand for the characters; for secrets. */
  readonly isMasked?: boolean | undefined;
  /** A link, code or token: pastes lose their spaces and breaks. */
  readonly isToken?: boolean | undefined;
  readonly isActive?: boolean | undefined;
  /**
   * The kind of field, for ↑ and ↓ to offer what was entered into one of this kind before. Only for what is neither
   * personal nor secret; left out, nothing is kept.
   */
  readonly history?: HistoryKey | undefined;
  /** What Enter does, for the key hints. */
  readonly submitHint?: string | undefined;
  /** Asked on Enter; a promise is waited for, and an edit meanwhile makes its answer meaningless. */
  readonly validate?: ((value: string) => Validation | Promise<Validation>) | undefined;
  readonly onChange?: ((value: string) => void) | undefined;
  /** Gets the value without spaces around it. */
  readonly onSubmit: (value: string) => void;
}

/**
 * A field of one line. ink-text-input isn't used here because it can't be made right from outside: it types
 * the letter of Ctrl+U, cuts emoji in half, knows no words, no Home and no Delete, and wraps long values.
 */
export function TextField(props: TextFieldProps): ReactNode {
  const { label, initialValue = '', placeholder, note, isMasked, isActive = true } = props;
  const { columns } = useBodySize();
  const { symbols } = useTheme();
  const [state, dispatch, read] = useLiveReducer(reduceTextField, () => startTextField(initialValue));
  const history = useFieldHistory(isMasked === true ? undefined : props.history);
  const isMounted = useRef(true);
  useEffect(
    () => () => {
      isMounted.current = false;
    },
    [],
  );

  function change(action: Parameters<typeof dispatch>[0]): void {
    const before = read().line.value;
    const after = dispatch(action).line.value;
    if (after !== before) {
      history.edited();
      props.onChange?.(after);
    }
  }

  function walk(direction: 'older' | 'newer'): void {
    const value = history.step(direction, read().line.value);
    if (value === undefined) return;
    dispatch({ type: 'replace', value });
    props.onChange?.(value);
  }

  function insert(text: string): void {
    change({ type: 'edit', edit: { type: 'insert', text } });
  }

  async function submit(): Promise<void> {
    if (read().isChecking) {
      return;
    }
    const value = read().line.value.trim();
    const { version } = dispatch({ type: 'check' });
    const answer = props.validate?.(value);
    const problem = answer instanceof Promise ? await answer : answer;
    if (!isMounted.current || read().version !== version) {
      return;
    }
    if (problem === undefined) {
      dispatch({ type: 'accept', version });
      history.remember(value);
      props.onSubmit(value);
    } else {
      dispatch({ type: 'refuse', version, problem });
    }
  }

  useKeys(
    {
      level: 'field',
      bindings: [
        { keys: ['enter'], hint: props.submitHint ?? 'continue', run: () => void submit() },
        {
          keys: ['up'],
          label: symbols.upDown,
          hint: 'earlier',
          isEnabled: history.isThere,
          run: () => walk('older'),
        },
        { keys: ['down'], isEnabled: history.isThere, run: () => walk('newer') },
        { keys: LINE_KEY_NAMES, run: (key) => edit(key) },
      ],
      onText: (text) => insert(visible(text.replaceAll(/[\r\n]+/g, ''))),
      onPaste: (text) =>
        insert(props.isToken === true || isMasked === true ? pastedToken(text) : pastedLine(text)),
      onInterrupt: () => {
        if (read().line.value === '') {
          return undefined;
        }
        change({ type: 'clear' });
        return 'Cleared.';
      },
    },
    isActive,
  );

  function edit(key: string): void {
    const lineEdit = lineEditFor(key);
    if (lineEdit !== undefined) {
      change({ type: 'edit', edit: lineEdit });
    }
  }

  return (
    <Box flexDirection="column" flexShrink={0} aria-role="textbox">
      <Toned isBold={isActive}>{label}</Toned>
      <Box columnGap={1}>
        <Toned tone="accent">{isActive ? symbols.pointer : ' '}</Toned>
        <FieldLine
          line={state.line}
          columns={columns - 2}
          isActive={isActive}
          isMasked={isMasked}
          placeholder={placeholder}
        />
      </Box>
      <BelowField problem={state.problem} isChecking={state.isChecking} note={note} />
    </Box>
  );
}

interface BelowFieldProps {
  readonly problem: Validation;
  readonly isChecking: boolean;
  readonly note: string | undefined;
}

/** At least one row, so that a message doesn't push away what stands below. */
export function BelowField({ problem, isChecking, note }: BelowFieldProps): ReactNode {
  const { symbols } = useTheme();
  return (
    <Box paddingLeft={2} minHeight={1} flexShrink={0}>
      {problem === undefined ? (
        <Toned tone="muted">{isChecking ? `Checking${symbols.ellipsis}` : (note ?? '')}</Toned>
      ) : (
        <Toned tone="danger">
          {symbols.danger} {problem}
        </Toned>
      )}
    </Box>
  );
}
