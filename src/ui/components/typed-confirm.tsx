import type { ReactNode } from 'react';
import { TextField } from './text-field.tsx';

export interface TypedConfirmProps {
  /** What happens, as a question or a sentence. */
  readonly question: string;
  /** The name that must be typed. */
  readonly name: string;
  readonly confirmHint: string;
  readonly onConfirm: () => void;
}

/** For what can't be taken back: goes on only when the name was typed, letter by letter. */
export function TypedConfirm({ question, name, confirmHint, onConfirm }: TypedConfirmProps): ReactNode {
  return (
    <TextField
      label={question}
      note={`Type ${name} to go on.`}
      submitHint={confirmHint}
      validate={(value) =>
        isSameName(value, name) ? undefined : `Type ${name}, exactly as it is written here.`
      }
      onSubmit={onConfirm}
    />
  );
}

/** Letters that look the same may be written in two ways; spaces around don't count. */
function isSameName(typed: string, name: string): boolean {
  return typed.normalize('NFC').trim() === name.normalize('NFC').trim();
}
