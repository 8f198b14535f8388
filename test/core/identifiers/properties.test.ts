import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseIdentifier } from '../../../src/core/identifiers/index.ts';
import { TRIM_CLASS_RE2, TRIMMED_RANGES, trimText } from '../../../src/core/identifiers/text.ts';
import type { IdentifierRules, IdentifierType } from '../../../src/core/identifiers/types.ts';

const rules: fc.Arbitrary<IdentifierRules> = fc.record({
  emailRule: fc.constantFrom('standard', 'legacy'),
  phoneRule: fc.constantFrom('plus', 'digits'),
  idfaCase: fc.constantFrom('upper', 'lower'),
  defaultCountry: fc.constantFrom(undefined, 'US', 'DE', 'GB', 'IT', 'BR', 'IN', 'JP'),
});

const types: fc.Arbitrary<IdentifierType> = fc.constantFrom('EMAIL', 'PHONE', 'IDFA', 'AAID', 'EXTERNAL_ID');

const hexadecimal = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: length, maxLength: length });

const phoneLike = fc
  .tuple(
    fc.constantFrom('', '+', '00', '0', '(', "'", '+0'),
    fc.string({ unit: fc.constantFrom(...'0123456789012345678901234567890123456789 -.()'), maxLength: 20 }),
    fc.constantFrom('', ' x12', '.0', ' ext 5'),
  )
  .map((parts) => parts.join(''));

const emailLike = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...'abcXYZ019.+_-\'"<>{} üİ'), maxLength: 12 }),
    fc.constantFrom('@', '@', '@', '', '@@'),
    fc.string({ unit: fc.constantFrom(...'abcXYZ019.-ü'), maxLength: 12 }),
    fc.constantFrom('.com', '.de', '.COM', '', '.ne.jp', ">.com'"),
  )
  .map((parts) => parts.join(''));

const values = fc.oneof(
  fc.string({ unit: 'binary' }),
  phoneLike,
  emailLike,
  fc.emailAddress(),
  fc.uuid(),
  hexadecimal(64),
);

describe('for every value', () => {
  it('a valid result is 64 lowercase hex digits', () => {
    fc.assert(
      fc.property(types, values, rules, (type, value, rule) => {
        const result = normaliseIdentifier(type, value, rule);
        if (result.valid) expect(result.hash).toMatch(/^[0-9a-f]{64}$/);
      }),
    );
  });

  it('normalising twice changes nothing: neither the hash nor the string it was made of', () => {
    fc.assert(
      fc.property(types, values, rules, (type, value, rule) => {
        const once = normaliseIdentifier(type, value, rule);
        fc.pre(once.valid);
        expect(normaliseIdentifier(type, once.hash, rule)).toEqual({
          valid: true,
          hash: once.hash,
          normalised: undefined,
        });
        // Digits alone are no longer a number by themselves; everything else reads itself.
        if (once.normalised === undefined || (type === 'PHONE' && rule.phoneRule === 'digits')) return;
        expect(normaliseIdentifier(type, once.normalised, rule)).toEqual(once);
      }),
      { numRuns: 500 },
    );
  });

  it('space around it changes nothing', () => {
    const space = fc.string({ unit: fc.constantFrom(' ', '\t', '\r', '\n', '\u00a0', '\ufeff', '\u200b') });
    fc.assert(
      fc.property(types, values, rules, space, space, (type, value, rule, before, after) => {
        expect(normaliseIdentifier(type, before + value + after, rule)).toEqual(
          normaliseIdentifier(type, value, rule),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('case changes nothing but for the id of the advertiser', () => {
    const caseless = fc.constantFrom('EMAIL', 'PHONE', 'IDFA', 'AAID') satisfies fc.Arbitrary<IdentifierType>;
    const ascii = fc.oneof(fc.emailAddress(), fc.uuid(), hexadecimal(64), hexadecimal(40), phoneLike);
    fc.assert(
      fc.property(caseless, ascii, rules, (type, value, rule) => {
        const expected = normaliseIdentifier(type, value, rule);
        expect(normaliseIdentifier(type, value.toUpperCase(), rule)).toEqual(expected);
        expect(normaliseIdentifier(type, value.toLowerCase(), rule)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('never hashes a hash', () => {
    fc.assert(
      fc.property(types, hexadecimal(64), rules, (type, value, rule) => {
        expect(normaliseIdentifier(type, value, rule)).toMatchObject({ hash: value.toLowerCase() });
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(types, fc.string({ unit: 'binary', maxLength: 300 }), rules, (type, value, rule) => {
        expect(() => normaliseIdentifier(type, value, rule)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

describe('trimming', () => {
  it('is the same by hand as by the character class that SQL uses', () => {
    const notation = TRIM_CLASS_RE2.replaceAll('\\x{', '\\u{');
    const ends = new RegExp(`^[${notation}]+|[${notation}]+$`, 'gu');
    const edge = fc.constantFrom(
      ...TRIMMED_RANGES.flat().map((code) => String.fromCodePoint(code)),
      'a',
      'é',
      '~',
    );
    fc.assert(
      fc.property(fc.string({ unit: edge }), (value) => {
        expect(trimText(value)).toBe(value.replace(ends, ''));
      }),
    );
  });
});
