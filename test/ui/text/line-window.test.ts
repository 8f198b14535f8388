import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphemesOf } from '../../../src/ui/text/graphemes.ts';
import { windowOf } from '../../../src/ui/text/line-window.ts';
import { widthOf } from '../../../src/ui/text/width.ts';

describe('the shown part of a line', () => {
  test('is the whole line where it fits, with a column for the cursor at its end', () => {
    expect(windowOf('abc', 3, 4)).toEqual({
      isCutLeft: false,
      before: 'abc',
      at: '',
      after: '',
      isCutRight: false,
    });
    expect(windowOf('abcd', 4, 4).isCutLeft).toBe(true);
  });

  test('stands still while the cursor moves inside it', () => {
    const value = '0123456789'.repeat(10);
    const starts = new Set(
      [40, 41, 42, 43].map((cursor) => cursor - windowOf(value, cursor, 20).before.length),
    );
    expect(starts.size).toBe(1);
  });

  test('always holds the cursor and never takes more columns than it has', () => {
    const character = fc.constantFrom('a', 'é', '数', '👨‍👩‍👧', ' ', '.');
    fc.assert(
      fc.property(
        fc.array(character, { maxLength: 60 }),
        fc.nat(60),
        fc.integer({ min: 4, max: 30 }),
        (characters, position, columns) => {
          const value = characters.join('');
          const cursor = characters.slice(0, position).join('').length;
          const shown = windowOf(value, cursor, columns);
          const text = shown.before + shown.at + shown.after;
          const marks = Number(shown.isCutLeft) + Number(shown.isCutRight) + Number(shown.at === '');
          expect(widthOf(text) + marks).toBeLessThanOrEqual(columns);
          expect(value.slice(cursor - shown.before.length, cursor)).toBe(shown.before);
          expect(shown.at).toBe(graphemesOf(value.slice(cursor))[0] ?? '');
          expect(value).toContain(text);
          expect(shown.isCutLeft).toBe(cursor - shown.before.length > 0);
        },
      ),
    );
  });
});
