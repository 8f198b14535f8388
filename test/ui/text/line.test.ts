import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphemesOf } from '../../../src/ui/text/graphemes.ts';
import { editLine, type Line, type LineEdit, lineOf } from '../../../src/ui/text/line.ts';
import { LINE_KEY_NAMES, lineEditFor } from '../../../src/ui/text/line-keys.ts';

function edited(line: Line, ...keys: readonly string[]): Line {
  return keys.reduce(
    (current, key) => editLine(current, lineEditFor(key) ?? { type: 'insert', text: key }),
    line,
  );
}

describe('a line', () => {
  test.each([
    ['ctrl+w', 'jane.doe@example.', 'takes the word before the cursor'],
    ['ctrl+u', '', 'takes everything before the cursor'],
    ['backspace', 'jane.doe@example.co', 'takes one character'],
    ['delete', 'jane.doe@example.com', 'has nothing to take after the end'],
  ])('%s at the end of an address leaves "%s": it %s', (key, expected) => {
    expect(edited(lineOf('jane.doe@example.com'), key)).toEqual(lineOf(expected));
  });

  test('moves over words in any script', () => {
    const line = lineOf('größe 数据 naïve');
    expect(edited(line, 'alt+b').cursor).toBe('größe 数据 '.length);
    expect(edited(line, 'alt+b', 'alt+b').cursor).toBe('größe '.length);
    expect(edited(line, 'home', 'ctrl+right').cursor).toBe('größe'.length);
  });

  test('takes the word after the cursor and the rest of the line', () => {
    expect(edited(lineOf('one two three'), 'home', 'alt+d')).toEqual({ value: ' two three', cursor: 0 });
    expect(edited(lineOf('one two three'), 'home', 'right', 'ctrl+k')).toEqual(lineOf('o'));
  });

  test('never stands inside a character that a person sees as one, whatever is typed', () => {
    const edit: fc.Arbitrary<LineEdit> = fc.oneof(
      fc
        .oneof(
          fc.string({ unit: 'grapheme' }),
          fc.string({ unit: 'binary' }),
          fc.constantFrom('👨‍👩‍👧', '\u0301', '\u200d', '🇩🇪'),
        )
        .map((text) => ({ type: 'insert' as const, text: text.toWellFormed() })),
      fc.constantFrom(...LINE_KEY_NAMES.flatMap((key) => lineEditFor(key) ?? [])),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        const { value, cursor } = edits.reduce(editLine, lineOf(''));
        let boundary = 0;
        const boundaries = [0, ...graphemesOf(value).map((grapheme) => (boundary += grapheme.length))];
        expect(boundaries).toContain(cursor);
        expect(value.isWellFormed()).toBe(true);
      }),
    );
  });
});
