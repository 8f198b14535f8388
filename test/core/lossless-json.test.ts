import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLosslessJson } from '../../src/core/lossless-json.ts';

describe('parsing JSON without loss', () => {
  it('keeps every digit of large integers, as text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), (number) => {
        const parsed = parseLosslessJson(`{"id":${number}}`) as { readonly id: unknown };
        expect(String(parsed.id)).toBe(String(number));
      }),
    );
  });

  it('is plain parsing for everything else', () => {
    const values = [
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.maxSafeInteger(),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    ];
    fc.assert(
      fc.property(fc.anything({ values }), (value) => {
        const text = JSON.stringify(value);
        expect(parseLosslessJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('throws for what is not JSON', () => {
    expect(() => parseLosslessJson('{')).toThrow(SyntaxError);
  });
});
