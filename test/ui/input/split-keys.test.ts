import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ESCAPE_KEY, finishKeys, splitKeys } from '../../../src/ui/input/split-keys.ts';

const UP = '\u001b[A';

describe('what a terminal sent', () => {
  test('is cut into single keys', () => {
    expect(splitKeys(`ab${UP}\r\u0015\u001b[1;5C\u001bOP\u001bb`)).toEqual({
      keys: ['a', 'b', UP, '\r', '\u0015', '\u001b[1;5C', '\u001bOP', '\u001bb'],
      rest: '',
    });
  });

  test('means Enter also where the terminal has made a line break of it', () => {
    expect(splitKeys('a\nb').keys).toEqual(['a', '\r', 'b']);
  });

  test('keeps a family of emoji and a flag whole', () => {
    expect(splitKeys('👨‍👩‍👧🇩🇪数').keys).toEqual(['👨‍👩‍👧', '🇩🇪', '数']);
  });

  test('keeps a paste whole, with its escape sequences and line breaks', () => {
    const paste = `\u001b[200~a\r\nb${UP}c\u001b[201~`;
    expect(splitKeys(`x${paste}y`).keys).toEqual(['x', paste, 'y']);
  });

  test('hands on a run that nobody typed in one piece', () => {
    const run = 'x'.repeat(5_000);
    expect(splitKeys(`${run}\r`).keys).toEqual([run, '\r']);
  });

  test.each(['\u001b', '\u001b[', '\u001b[1;5', '\u001bO', '\u001b[200~half a paste'])(
    'waits for the rest of %j',
    (start) => {
      expect(splitKeys(`a${start}`)).toEqual({ keys: ['a'], rest: start });
    },
  );

  test('means Escape when nothing follows, and closes a torn paste', () => {
    expect(finishKeys('\u001b')).toEqual([ESCAPE_KEY]);
    expect(finishKeys('\u001b[200~torn')).toEqual(['\u001b[200~torn\u001b[201~']);
    expect(finishKeys('')).toEqual([]);
  });

  test('gives the same keys wherever it is torn', () => {
    const piece = fc.constantFrom(
      'a',
      '数',
      UP,
      '\r',
      '\u001b[3~',
      '\u001bf',
      '\u001b[200~p\ra\u001b[201~',
      '\u007f',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.nat(100), (pieces, cut) => {
        const input = pieces.join('');
        const first = splitKeys(input.slice(0, cut));
        const second = splitKeys(first.rest + input.slice(cut));
        expect([...first.keys, ...second.keys]).toEqual(splitKeys(input).keys);
        expect(second.rest).toBe('');
      }),
    );
  });
});
