import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import quickWidth from '../../../src/ui/text/quick-width.ts';

test('every single sign is as wide as string-width says', () => {
  const differing: string[] = [];
  for (let code = 0; code <= 0x1_faff; code += 1) {
    // Surrogates are no signs; nothing between CJK and the emoji is measured in a shorter way.
    if ((code >= 0x4e_00 && code <= 0xdf_ff) || (code > 0xff_ff && code < 0x1_f000)) continue;
    const sign = String.fromCodePoint(code);
    if (quickWidth(sign) !== stringWidth(sign)) differing.push(`U+${code.toString(16)}`);
  }
  expect(differing).toEqual([]);
});

test('so is every text, in colour, with emoji, joined and combined signs', () => {
  const sign = fc.constantFrom(
    ...['a', ' ', '~', 'é', '─', '█', '❯', '↑', '…', '’', '●', '✓', '★', '漢', '한', '👍', '👩‍👧', '\u0301'],
    ...['\ufe0f', '\u200d', '\u20e3', '\u001b[31m', '\u001b[0m', '\n', '\t', '\u00ad', '1'],
  );
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 12 }), (signs) => {
      const text = signs.join('');
      expect(quickWidth(text)).toBe(stringWidth(text));
      expect(quickWidth(text, { ambiguousIsNarrow: false })).toBe(
        stringWidth(text, { ambiguousIsNarrow: false }),
      );
    }),
  );
});
