import { describe, expect, test } from 'vitest';
import { pastedLine, pastedToken } from '../../../src/ui/text/paste.ts';
import { visible, visibleLines } from '../../../src/ui/text/visible.ts';

describe('somebody else’s text on our screen', () => {
  test.each([
    ['\u001b[2J\u001b[31mred', 'red', 'colours and clearing'],
    ['\u001b]0;title\u0007x', 'x', 'window titles'],
    ['\u001b]8;;https://evil.example\u001b\\link\u001b]8;;\u001b\\', 'link', 'links that say something else'],
    ['a\u202eb\u2066c', 'abc', 'turns of the reading direction'],
    ['a\u0000\u0008\u007fb\u009bc', 'abc', 'control characters'],
    ['one\r\ntwo\tthree', 'one two three', 'line breaks and tabs'],
    ['a\ud800b', 'a\ufffdb', 'halves of characters'],
  ])('%j is shown as %j: it loses %s', (text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  test('keeps emoji of several parts together', () => {
    expect(visible('👨‍👩‍👧 ok')).toBe('👨‍👩‍👧 ok');
  });

  test('keeps its lines where several are asked for', () => {
    expect(visibleLines('a\r\n\tb\u001b[1m')).toBe('a\n  b');
  });

  test('becomes one line in a field, and loses every space in a token', () => {
    expect(pastedLine(' one\n\n two \n')).toBe('one two');
    expect(pastedToken(' ab c\nd ')).toBe('abcd');
  });
});
