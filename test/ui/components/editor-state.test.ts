import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type EditorAction,
  type EditorState,
  reduceEditor,
  startEditor,
} from '../../../src/ui/components/editor-state.ts';
import { firstLineShown } from '../../../src/ui/components/sql-view.ts';
import { graphemesOf } from '../../../src/ui/text/graphemes.ts';
import type { LineEdit } from '../../../src/ui/text/line.ts';

const edit = (type: Exclude<LineEdit['type'], 'insert'>): EditorAction => ({ type: 'edit', edit: { type } });
const insert = (text: string): EditorAction => ({ type: 'edit', edit: { type: 'insert', text } });
const run = (text: string, ...actions: readonly EditorAction[]): EditorState =>
  actions.reduce(reduceEditor, startEditor(text));
const typing = (text: string): readonly EditorAction[] => [...text].map(insert);

describe('an editor', () => {
  test('splits and joins lines, and keeps the indentation', () => {
    const state = run('  SELECT', { type: 'newline' }, ...typing('x'));
    expect(state.text).toBe('  SELECT\n  x');
    const joined = [edit('home'), edit('delete-before')].reduce(reduceEditor, state);
    expect(joined.text).toBe('  SELECT  x');
    expect(run('a\nb', edit('home'), edit('left'), edit('delete-after')).text).toBe('ab');
  });

  test('keeps its column while it passes a shorter line', () => {
    const state = run('abcdef\nab\nabcdef', { type: 'vertical', lines: -1 }, { type: 'vertical', lines: -1 });
    expect(state.cursor).toBe(6);
  });

  test('goes by what is seen, also through wide characters', () => {
    expect(run('数数\nabcd', edit('left'), { type: 'vertical', lines: -1 }).cursor).toBe(1);
  });

  test('deletes to the start and end of the line, not of the text', () => {
    expect(run('one\ntwo three', edit('word-left'), edit('delete-to-start')).text).toBe('one\nthree');
    expect(run('one\ntwo three', edit('word-left'), edit('delete-to-end')).text).toBe('one\ntwo ');
  });

  test('undoes a typed word at once and a paste by itself, and does it again', () => {
    const state = run('', ...typing('ab'), insert(' '), ...typing('cd'), insert('pasted text'));
    const texts: string[] = [];
    let current = state;
    while (current.past.length > 0) {
      current = reduceEditor(current, { type: 'undo' });
      texts.push(current.text);
    }
    expect(texts).toEqual(['ab cd', 'ab ', 'ab', '']);
    const again = Array.from({ length: 4 }, (): EditorAction => ({ type: 'redo' })).reduce(
      reduceEditor,
      current,
    );
    expect(again.text).toBe('ab cdpasted text');
  });

  test('goes through suggestions and comes around', () => {
    const complete: EditorAction = { type: 'complete', from: 7, options: ['email', 'email_hash'] };
    const next: EditorAction = { type: 'complete-next', step: 1 };
    expect(run('SELECT em', complete).text).toBe('SELECT email');
    expect(run('SELECT em', complete, next).text).toBe('SELECT email_hash');
    expect(run('SELECT em', complete, next, next).text).toBe('SELECT email');
    expect(run('SELECT em', complete, insert(' '), next).text).toBe('SELECT email ');
  });

  test('never stands inside a character, and undo gets back to where it began', () => {
    const action: fc.Arbitrary<EditorAction> = fc.oneof(
      fc.constantFrom('a', ' ', '数', '👨‍👩‍👧', '\u0301', 'x\ny', '\n').map(insert),
      fc
        .constantFrom<Exclude<LineEdit['type'], 'insert'>[]>(
          'left',
          'right',
          'word-left',
          'word-right',
          'home',
          'end',
          'delete-before',
          'delete-after',
          'delete-word-before',
          'delete-word-after',
          'delete-to-start',
          'delete-to-end',
        )
        .map(edit),
      fc.constantFrom<EditorAction[]>(
        { type: 'newline' },
        { type: 'vertical', lines: 1 },
        { type: 'vertical', lines: -3 },
        { type: 'undo' },
        { type: 'redo' },
        { type: 'text-start' },
        { type: 'text-end' },
      ),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        let state = actions.reduce(reduceEditor, startEditor('one\ntwo'));
        let boundary = 0;
        expect([0, ...graphemesOf(state.text).map((part) => (boundary += part.length))]).toContain(
          state.cursor,
        );
        while (state.past.length > 0) {
          state = reduceEditor(state, { type: 'undo' });
        }
        expect(state.text).toBe('one\ntwo');
      }),
    );
  });
});

describe('the first line shown', () => {
  test('keeps the cursor among the rows and leaves none empty', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.nat(199),
        fc.integer({ min: 1, max: 20 }),
        (count, at, rows) => {
          const line = Math.min(at, count - 1);
          const first = firstLineShown(line, count, rows);
          expect(first).toBeGreaterThanOrEqual(0);
          expect(line).toBeGreaterThanOrEqual(first);
          expect(line).toBeLessThan(first + rows);
          expect(first).toBeLessThanOrEqual(Math.max(0, count - rows));
        },
      ),
    );
  });
});
