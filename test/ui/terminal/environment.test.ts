import { describe, expect, test } from 'vitest';
import { appearanceOf } from '../../../src/ui/terminal/environment.ts';

describe('the surroundings', () => {
  test.each([
    [{ TERM: 'xterm-256color' }, true],
    [{ TERM: 'xterm-256color', NO_COLOR: '1' }, false],
    [{ TERM: 'xterm-256color', NO_COLOR: '' }, true],
    [{ TERM: 'dumb' }, false],
    [{ TERM: 'dumb', FORCE_COLOR: '1' }, true],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '0' }, false],
  ])('with %j there are colours: %s', (environment, expected) => {
    expect(appearanceOf(environment).hasColour).toBe(expected);
  });

  test.each([
    [{ LANG: 'C' }, false],
    [{ LANG: 'C.UTF-8' }, true],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: 'POSIX' }, false],
    [{ TERM: 'linux' }, false],
    [{}, true],
  ])('with %j there are signs beyond ASCII: %s', (environment, expected) => {
    expect(appearanceOf(environment).hasUnicode).toBe(expected);
  });

  test('nothing moves where it is read aloud', () => {
    expect(appearanceOf({ INK_SCREEN_READER: 'true' })).toMatchObject({
      hasMotion: false,
      isReadAloud: true,
    });
  });
});
