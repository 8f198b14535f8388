import { createRequire } from 'node:module';
import * as fc from 'fast-check';
import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { normaliseIdentifier } from '../../../src/core/identifiers/index.ts';
import { readPhone } from '../../../src/core/identifiers/phone.ts';
import { isPlainInternational, plainNational } from '../../../src/core/identifiers/phone-plans.ts';
import { DEFAULT_RULES } from '../../../src/core/identifiers/types.ts';

function read(value: string, defaultCountry?: string): string | undefined {
  const result = normaliseIdentifier('PHONE', value, { ...DEFAULT_RULES, defaultCountry });
  return result.valid ? result.normalised : result.reason;
}

describe('a phone number', () => {
  it.each([
    ['+14155550123', undefined, '+14155550123'],
    ['  +1 (415) 555-0123 ', undefined, '+14155550123'],
    ['(+1)2133734253', undefined, '+12133734253'],
    ['++14155550123', undefined, '+14155550123'],
    ['415.555.0123', 'US', '+14155550123'],
    ['4155550123', 'US', '+14155550123'],
    ['14155550123', 'US', '+14155550123'],
    ['1-415-555-0123', 'CA', '+14155550123'],
    ['030/1234567', 'DE', '+49301234567'],
    ['0151 23456789', 'DE', '+4915123456789'],
    ['+44 (0)20 7183 8750', undefined, '+442071838750'],
    ['011 44 20 7183 8750', 'US', '+442071838750'],
    ['8 912 345-67-89', 'RU', '+79123456789'],
    ['06 698 12345', 'IT', '+390669812345'],
    ['391 234 5678', 'IT', '+393912345678'],
    ['+800 1234 5678', undefined, '+80012345678'],
    ['tel:+1-415-555-0123', undefined, '+14155550123'],
    ['+１ ４１５ ５５５ ０１２３', undefined, '+14155550123'],
    ['＋14155550123', undefined, '+14155550123'],
    ['٤١٥٥٥٥٠١٢٣', 'US', '+14155550123'],
    ['415–555–0123', 'US', '+14155550123'],
    ['\u202a+1 415 555 0123\u202c', undefined, '+14155550123'],
    ["'+14155550123", undefined, '+14155550123'],
    ['="4155550123"', 'US', '+14155550123'],
    ['Tel. 415-555-0123', 'US', '+14155550123'],
    ['Mobile: +1 415 555 0123', undefined, '+14155550123'],
    ['415-555-0123 (work)', 'US', '+14155550123'],
    ['0151 23456789 privat', 'DE', '+4915123456789'],
  ])('%j (%s) is %s', (value, country, expected) => {
    expect(read(value, country)).toBe(expected);
  });

  it.each([
    ['+1 415 555 0123 x12', undefined],
    ['415-555-0123 ext. 12', 'US'],
    ['4155550123#12', 'US'],
    ['(415) 555-0123 Extension 1', 'US'],
    ['+1-415-555-0123;ext=12', undefined],
  ])('loses its extension: %j', (value, country) => {
    expect(read(value, country)).toBe('+14155550123');
  });

  it('is repaired where a data frame made a fraction of it', () => {
    expect(read('14155550123.0', 'US')).toBe('+14155550123');
    expect(read('4915123456789.0', 'DE')).toBe('+4915123456789');
  });

  it.each([
    ['0044 20 7183 8750', 'US', '+442071838750'],
    ['00442071838750', undefined, '+442071838750'],
    ['+00442071838750', undefined, '+442071838750'],
    ['+0151 23456789', 'DE', '+4915123456789'],
  ])('%j (%s) has its leading zeros understood: %s', (value, country, expected) => {
    expect(read(value, country)).toBe(expected);
  });

  it('keeps its country code once where the numbering plan has room for it twice', () => {
    expect(read('4915123456789', 'DE')).toBe('+4915123456789');
    expect(read('436641234567', 'AT')).toBe('+436641234567');
    expect(read('390669812345', 'IT')).toBe('+390669812345');
  });

  it.each([
    ['n/a', 'US', 'not-a-phone'],
    ['unknown', 'US', 'not-a-phone'],
    ['1-800-FLOWERS', 'US', 'not-a-phone'],
    ['1.41555E+10', 'US', 'not-a-phone'],
    ['jane@example.com', 'US', 'not-a-phone'],
    ['+1+4155550123', undefined, 'not-a-phone'],
    ['415,555,0123', 'US', 'not-a-phone'],
    ['+', undefined, 'not-a-phone'],
    ['()', 'US', 'not-a-phone'],
    ['x12', 'US', 'not-a-phone'],
    ['4155550123', undefined, 'no-country'],
    ['14155550123', undefined, 'no-country'],
    ['4155550123', 'XX', 'no-country'],
    ['123', undefined, 'too-short'],
    ['123', 'US', 'too-short'],
    ['+1415555012', undefined, 'too-short'],
    ['+4155550123', undefined, 'too-short'],
    ['+141555501234', undefined, 'too-long'],
    ['33612345678', 'US', 'too-long'],
    ['415 555 0123 / 415 555 0124', 'US', 'too-long'],
    ['1234567890123456789', undefined, 'too-long'],
    ['0000000000', undefined, 'invalid-number'],
    ['0000000000', 'US', 'invalid-number'],
    ['+10000000000', undefined, 'invalid-number'],
    ['+999123456789', undefined, 'invalid-number'],
    ['', 'US', 'empty'],
    ['  ', 'US', 'empty'],
  ])('%j (%s) is refused: %s', (value, country, reason) => {
    expect(read(value, country)).toBe(reason);
  });
});

interface OracleNumber {
  toString(): string;
}

interface Oracle {
  parse(text: string, region: string): OracleNumber;
  format(number: OracleNumber, format: number): string;
  getNationalSignificantNumber(number: OracleNumber): string;
  getExampleNumberForType(region: string, type: number): OracleNumber | null;
}

interface Formats {
  readonly E164: number;
  readonly INTERNATIONAL: number;
  readonly NATIONAL: number;
}

/** Google's own library, which the one in use was rewritten from. */
function loadOracle(): { readonly oracle: Oracle; readonly formats: Formats } {
  const library: {
    readonly PhoneNumberUtil: { getInstance(): Oracle };
    readonly PhoneNumberFormat: Formats;
  } = createRequire(import.meta.url)('google-libphonenumber');
  return { oracle: library.PhoneNumberUtil.getInstance(), formats: library.PhoneNumberFormat };
}

describe("against Google's library", () => {
  const { oracle, formats } = loadOracle();
  const written = [formats.E164, formats.INTERNATIONAL, formats.NATIONAL];
  /** Fixed line, mobile, toll free. */
  const types = [0, 1, 3];

  it('reads examples of every region the same, however they are written', () => {
    let compared = 0;
    const different: string[] = [];
    for (const region of getCountries()) {
      for (const type of types) {
        const example = oracle.getExampleNumberForType(region, type);
        if (example === null) continue;
        const expected = oracle.format(example, formats.E164);
        for (const format of written) {
          const text = oracle.format(example, format);
          compared += 1;
          if (read(text, region) !== expected) different.push(`${region} ${text}`);
        }
      }
    }
    expect(compared).toBeGreaterThan(1_400);
    // Zimbabwe's fixed-line example: the two libraries' metadata differ.
    expect(different.filter((line) => !line.startsWith('ZW '))).toEqual([]);
  });

  it('keeps digits that begin with the country code, in every region', () => {
    const different: string[] = [];
    for (const region of getCountries()) {
      const example = oracle.getExampleNumberForType(region, 1);
      if (example === null) continue;
      const e164 = oracle.format(example, formats.E164);
      if (readPhone(e164.slice(1), region).e164 !== e164) different.push(`${region} ${e164}`);
    }
    expect(different).toEqual([]);
  });
});

describe('the short cut past the library', () => {
  /** Digits near real numbers: an example with its last digits changed, cut or added to. */
  const nearNumbers = fc
    .tuple(
      fc.constantFrom(...getCountries()),
      fc.nat({ max: 9 }),
      fc.constantFrom('', '', '0', '1', '8'),
      fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 5 }),
      fc.nat({ max: 6 }),
    )
    .map(([country, type, prefix, ending, kept]) => {
      const { oracle } = loadOracle();
      const example =
        oracle.getExampleNumberForType(country, type) ?? oracle.getExampleNumberForType(country, 0);
      const national = example === null ? '123456789' : String(oracle.getNationalSignificantNumber(example));
      return { country, national: prefix + national.slice(0, national.length - kept) + ending };
    });

  it('gives what the library gives, wherever it gives anything', () => {
    let taken = 0;
    fc.assert(
      fc.property(nearNumbers, ({ country, national }) => {
        const e164 = `+${getCountryCallingCode(country)}${national}`;
        if (isPlainInternational(e164.slice(1))) {
          taken += 1;
          const number = parsePhoneNumberFromString(e164, { extract: false });
          expect([number?.number, number?.isValid()]).toEqual([e164, true]);
        }
        const plain = plainNational(national, country);
        if (plain === undefined) return;
        taken += 1;
        const number = parsePhoneNumberFromString(national, { defaultCountry: country, extract: false });
        expect([number?.number, number?.isValid()]).toEqual([plain, true]);
      }),
      { numRuns: 3_000 },
    );
    expect(taken).toBeGreaterThan(300);
  });

  it('is taken by the usual numbers of large countries', () => {
    expect(isPlainInternational('14155550123')).toBe(true);
    expect(isPlainInternational('4915123456789')).toBe(true);
    expect(plainNational('4155550123', 'US')).toBe('+14155550123');
    expect(plainNational('02071838750', 'GB')).toBe('+442071838750');
    expect(plainNational('09012345678', 'JP')).toBe('+819012345678');
    expect(plainNational('11987654321', 'BR')).toBe('+5511987654321');
  });
});
