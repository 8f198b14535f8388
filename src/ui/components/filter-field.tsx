import { Box, useInput } from 'ink';
import TextInput from 'ink-text-input';
import { type ReactNode, type RefObject, useRef } from 'react';
import { useTheme } from '../theme.ts';
import type { FilterAction, FilterText } from './filter-field-state.ts';
import { Toned } from './toned.tsx';

export interface FilterFieldProps {
  readonly text: FilterText;
  readonly isActive: boolean;
  readonly placeholder: string;
  /** Characters that are keys of the list and not typed into the filter. */
  readonly ignored: readonly string[];
  readonly dispatch: (action: FilterAction) => void;
}

/**
 * The line that narrows a list. It is edited at its end only, which is what ink-text-input does well without
 * its cursor; the keys it mistakes for letters are told apart by a listener that hears them first.
 */
export function FilterField({ text, isActive, placeholder, ignored, dispatch }: FilterFieldProps): ReactNode {
  const { symbols } = useTheme();
  const wasTyped = useRef(true);
  return (
    <Box flexShrink={0}>
      <TypingListener wasTyped={wasTyped} ignored={ignored} isActive={isActive} />
      <Toned tone="muted">Find: </Toned>
      <TextInput
        key={text.generation}
        value={text.value}
        focus={isActive}
        showCursor={false}
        onChange={(to) => dispatch({ type: 'changed', to, wasTyped: wasTyped.current })}
      />
      <Toned>{isActive ? symbols.caret : ''}</Toned>
      <Toned tone="muted">{text.value === '' ? placeholder : ''}</Toned>
    </Box>
  );
}

interface TypingListenerProps {
  readonly wasTyped: RefObject<boolean>;
  readonly ignored: readonly string[];
  readonly isActive: boolean;
}

/** Stands before ink-text-input, because listeners are called in the order of the tree. */
function TypingListener({ wasTyped, ignored, isActive }: TypingListenerProps): ReactNode {
  useInput(
    (input, key) => {
      wasTyped.current = !key.ctrl && !key.meta && !ignored.includes(input);
    },
    { isActive },
  );
  return null;
}
