import { boundaryAfter, boundaryAt, boundaryBefore, wordEndAfter, wordStartBefore } from './graphemes.ts';

/** A text being edited; the cursor is an offset in UTF-16 units and always on a grapheme boundary. */
export interface Line {
  readonly value: string;
  readonly cursor: number;
}

/** What a key can do to a line, by name. */
export type LineEdit =
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: LineMove }
  | { readonly type: LineDeletion };

export type LineMove = 'left' | 'right' | 'word-left' | 'word-right' | 'home' | 'end';
export type LineDeletion =
  | 'delete-before'
  | 'delete-after'
  | 'delete-word-before'
  | 'delete-word-after'
  | 'delete-to-start'
  | 'delete-to-end';

/** A line with its cursor at the end. */
export function lineOf(value: string): Line {
  return { value, cursor: value.length };
}

/** The line after one edit; edits that have nothing to do return the line itself. */
export function editLine(line: Line, edit: LineEdit): Line {
  const { value, cursor } = line;
  switch (edit.type) {
    case 'insert':
      return insert(line, edit.text);
    case 'left':
      return moveTo(line, boundaryBefore(value, cursor));
    case 'right':
      return moveTo(line, boundaryAfter(value, cursor));
    case 'word-left':
      return moveTo(line, wordStartBefore(value, cursor));
    case 'word-right':
      return moveTo(line, wordEndAfter(value, cursor));
    case 'home':
      return moveTo(line, 0);
    case 'end':
      return moveTo(line, value.length);
    case 'delete-before':
      return remove(line, boundaryBefore(value, cursor), cursor);
    case 'delete-after':
      return remove(line, cursor, boundaryAfter(value, cursor));
    case 'delete-word-before':
      return remove(line, wordStartBefore(value, cursor), cursor);
    case 'delete-word-after':
      return remove(line, cursor, wordEndAfter(value, cursor));
    case 'delete-to-start':
      return remove(line, 0, cursor);
    case 'delete-to-end':
      return remove(line, cursor, value.length);
  }
}

function insert(line: Line, text: string): Line {
  if (text === '') {
    return line;
  }
  const value = line.value.slice(0, line.cursor) + text + line.value.slice(line.cursor);
  // An accent or a joiner melts into its neighbour, and the cursor must not end up inside the result.
  return { value, cursor: boundaryAt(value, line.cursor + text.length) };
}

function moveTo(line: Line, cursor: number): Line {
  return cursor === line.cursor ? line : { value: line.value, cursor };
}

function remove(line: Line, from: number, to: number): Line {
  if (from === to) {
    return line;
  }
  const value = line.value.slice(0, from) + line.value.slice(to);
  return { value, cursor: boundaryAt(value, from) };
}
