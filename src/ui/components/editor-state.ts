import { boundaryAt } from '../text/graphemes.ts';
import { editLine, type Line, type LineEdit } from '../text/line.ts';
import { columnOf, lineAround, verticalMove } from '../text/text-lines.ts';

interface Snapshot {
  readonly text: string;
  readonly cursor: number;
}

/** A text of several lines being edited. The cursor is an offset in UTF-16 units. */
export interface EditorState extends Snapshot {
  /** The column that ↑ and ↓ aim at, kept while they pass shorter lines. */
  readonly goalColumn: number | undefined;
  readonly past: readonly Snapshot[];
  readonly future: readonly Snapshot[];
  /** What the last change was; changes of a kind in a row are undone together. */
  readonly lastChange: 'typing' | 'deleting' | 'other' | undefined;
  /** Counts changes of the text. */
  readonly version: number;
  /** While Tab goes through suggestions: what stands there now, and the ones to come. */
  readonly completion: Completion | undefined;
}

interface Completion {
  readonly from: number;
  readonly options: readonly string[];
  readonly index: number;
}

export type EditorAction =
  | { readonly type: 'edit'; readonly edit: LineEdit }
  | { readonly type: 'newline' }
  | { readonly type: 'vertical'; readonly lines: number }
  | { readonly type: 'text-start' }
  | { readonly type: 'text-end' }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  /** Puts the first option in place of the text from `from` to the cursor; the next one when repeated. */
  | { readonly type: 'complete'; readonly from: number; readonly options: readonly string[] }
  | { readonly type: 'complete-next'; readonly step: 1 | -1 };

/** Enough to get back to where a person was an hour ago, and bounded. */
const MOST_SNAPSHOTS = 200;

export function startEditor(text: string): EditorState {
  const normalised = text.replaceAll(/\r\n?/g, '\n');
  return {
    text: normalised,
    cursor: normalised.length,
    goalColumn: undefined,
    past: [],
    future: [],
    lastChange: undefined,
    version: 0,
    completion: undefined,
  };
}

/** One action on the text. */
export function reduceEditor(state: EditorState, action: EditorAction): EditorState {
  switch (action.type) {
    case 'edit':
      return applyEdit(state, action.edit);
    case 'newline':
      return changed(state, inserted(state, `\n${indentOf(state)}`), 'other');
    case 'vertical': {
      const goalColumn = state.goalColumn ?? columnOf(state.text, state.cursor);
      const cursor = verticalMove(state.text, state.cursor, action.lines, goalColumn);
      return { ...moved(state, cursor), goalColumn };
    }
    case 'text-start':
      return moved(state, 0);
    case 'text-end':
      return moved(state, state.text.length);
    case 'undo':
      return travel(state, 'past', 'future');
    case 'redo':
      return travel(state, 'future', 'past');
    case 'complete':
      return complete(state, { from: action.from, options: action.options, index: 0 });
    case 'complete-next':
      return completeNext(state, action.step);
  }
}

/** Edits of a line, in the line that holds the cursor; at its ends they reach over the break. */
function applyEdit(state: EditorState, edit: LineEdit): EditorState {
  const { text, cursor } = state;
  const { start, end } = lineAround(text, cursor);
  switch (edit.type) {
    case 'insert':
      return changed(state, inserted(state, edit.text), kindOfInsert(edit.text));
    case 'left':
    case 'word-left':
      return cursor === start ? moved(state, Math.max(0, cursor - 1)) : inLine(state, edit);
    case 'right':
    case 'word-right':
      return cursor === end ? moved(state, Math.min(text.length, cursor + 1)) : inLine(state, edit);
    case 'home':
    case 'end':
      return inLine(state, edit);
    case 'delete-before':
    case 'delete-word-before':
    case 'delete-to-start':
      return cursor === start ? removeBreak(state, start - 1) : inLine(state, edit);
    case 'delete-after':
    case 'delete-word-after':
    case 'delete-to-end':
      return cursor === end ? removeBreak(state, end) : inLine(state, edit);
  }
}

function inLine(state: EditorState, edit: LineEdit): EditorState {
  const { start, end } = lineAround(state.text, state.cursor);
  const line: Line = { value: state.text.slice(start, end), cursor: state.cursor - start };
  const next = editLine(line, edit);
  if (next.value === line.value) {
    return moved(state, start + next.cursor);
  }
  const text = state.text.slice(0, start) + next.value + state.text.slice(end);
  return changed(state, { text, cursor: start + next.cursor }, 'deleting');
}

function removeBreak(state: EditorState, at: number): EditorState {
  if (at < 0 || at >= state.text.length) {
    return state;
  }
  return changed(state, { text: state.text.slice(0, at) + state.text.slice(at + 1), cursor: at }, 'deleting');
}

function inserted({ text, cursor }: Snapshot, added: string): Snapshot {
  return { text: text.slice(0, cursor) + added + text.slice(cursor), cursor: cursor + added.length };
}

/** A word is undone at once, a paste by itself. */
function kindOfInsert(text: string): 'typing' | 'other' {
  return /^\S$/u.test(text) ? 'typing' : 'other';
}

function indentOf({ text, cursor }: Snapshot): string {
  const { start } = lineAround(text, cursor);
  return /^ */.exec(text.slice(start, cursor))?.[0] ?? '';
}

function moved(state: EditorState, cursor: number): EditorState {
  return { ...state, cursor, goalColumn: undefined, lastChange: undefined, completion: undefined };
}

function changed(
  state: EditorState,
  next: Snapshot,
  kind: NonNullable<EditorState['lastChange']>,
): EditorState {
  if (next.text === state.text) {
    return state;
  }
  const belongsToLast = kind !== 'other' && kind === state.lastChange;
  const past = belongsToLast ? state.past : [...state.past, snapshotOf(state)].slice(-MOST_SNAPSHOTS);
  return {
    text: next.text,
    cursor: snapped(next),
    goalColumn: undefined,
    past,
    future: [],
    lastChange: kind,
    version: state.version + 1,
    completion: undefined,
  };
}

/** An accent at the end of what came, or at the start of what follows, melts into its neighbour. */
function snapped({ text, cursor }: Snapshot): number {
  const { start, end } = lineAround(text, cursor);
  return start + boundaryAt(text.slice(start, end), cursor - start);
}

function travel(state: EditorState, from: 'past' | 'future', to: 'past' | 'future'): EditorState {
  const target = state[from].at(-1);
  if (target === undefined) {
    return state;
  }
  return {
    ...state,
    ...target,
    [from]: state[from].slice(0, -1),
    [to]: [...state[to], snapshotOf(state)],
    goalColumn: undefined,
    lastChange: undefined,
    version: state.version + 1,
    completion: undefined,
  };
}

function complete(state: EditorState, completion: Completion): EditorState {
  const option = completion.options[completion.index];
  if (option === undefined) {
    return state;
  }
  const text = state.text.slice(0, completion.from) + option + state.text.slice(state.cursor);
  const next = changed(state, { text, cursor: completion.from + option.length }, 'other');
  return { ...next, completion };
}

function completeNext(state: EditorState, step: 1 | -1): EditorState {
  const { completion } = state;
  if (completion === undefined) {
    return state;
  }
  const count = completion.options.length;
  return complete(state, { ...completion, index: (completion.index + step + count) % count });
}

function snapshotOf({ text, cursor }: Snapshot): Snapshot {
  return { text, cursor };
}
