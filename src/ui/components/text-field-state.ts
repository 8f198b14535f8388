import { editLine, type Line, type LineEdit, lineOf } from '../text/line.ts';

/** A field of one line: the text, and what is wrong with it since it was last submitted. */
export interface TextFieldState {
  readonly line: Line;
  readonly problem: string | undefined;
  /** Counts submits and edits; the answer to an older check is ignored. */
  readonly version: number;
  readonly isChecking: boolean;
}

export type TextFieldAction =
  | { readonly type: 'edit'; readonly edit: LineEdit }
  | { readonly type: 'clear' }
  | { readonly type: 'replace'; readonly value: string }
  | { readonly type: 'check' }
  | { readonly type: 'refuse'; readonly version: number; readonly problem: string }
  | { readonly type: 'accept'; readonly version: number };

export function startTextField(value: string): TextFieldState {
  return { line: lineOf(value), problem: undefined, version: 0, isChecking: false };
}

/** One action on the field. Any edit takes the message away and makes a running check meaningless. */
export function reduceTextField(state: TextFieldState, action: TextFieldAction): TextFieldState {
  switch (action.type) {
    case 'edit':
      return edited(state, editLine(state.line, action.edit));
    case 'clear':
      return edited(state, lineOf(''));
    case 'replace':
      return edited(state, lineOf(action.value));
    case 'check':
      return { ...state, problem: undefined, version: state.version + 1, isChecking: true };
    case 'refuse':
      return action.version === state.version
        ? { ...state, problem: action.problem, isChecking: false }
        : state;
    case 'accept':
      return action.version === state.version ? { ...state, isChecking: false } : state;
  }
}

function edited(state: TextFieldState, line: Line): TextFieldState {
  return { line, problem: undefined, version: state.version + 1, isChecking: false };
}
