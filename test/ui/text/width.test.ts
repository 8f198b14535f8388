import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitTo, truncate, widthOf } from '../../../src/ui/text/width.ts';

describe('text in columns', () => {
  test('is cut by what it takes on the screen, not by its length', () => {
    expect(truncate('客户数据', 6)).toBe('客户…');
    expect(truncate('客户数据', 8)).toBe('客户数据');
    expect(truncate('👨‍👩‍👧 family', 5)).toBe('👨‍👩‍👧 f…');
  });

  test('fills up on the side its alignment leaves free', () => {
    expect(fitTo('数', 4)).toBe('数  ');
    expect(fitTo('12', 4, 'right')).toBe('  12');
  });

  test('takes exactly the columns it was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, columns) => {
        expect(widthOf(fitTo(text, columns))).toBe(columns);
        expect(widthOf(truncate(text, columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
