import fc from 'fast-check';
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import type { CountryCode } from 'libphonenumber-js/max';
import { getCountries, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/core/identifiers/hash.ts';
import { normaliseIdentifier } from '../../src/core/identifiers/index.ts';
import {
  type AudienceIdType,
  DEFAULT_RULES,
  type IdentifierRules,
} from '../../src/core/identifiers/types.ts';
import { engineRig } from './support/engine-rig.ts';
import { coreVerdicts, engineVerdicts, settledInSql } from './support/staged-values.ts';

const rig = engineRig();

/** The engine's fast paths, in tables for audiences and in SQL for events, and the core have to agree on every value. */
async function expectAgreement(
  type: AudienceIdType,
  values: readonly string[],
  rules: Partial<IdentifierRules> = {},
): Promise<void> {
  const all = { ...DEFAULT_RULES, ...rules };
  // JSON files hold no lone halves of characters, and `""` is read as it is.
  const sound = values.filter((value) => value.isWellFormed());
  expect(await engineVerdicts(rig, type, sound, all)).toEqual(coreVerdicts(type, sound, all));
  const settled = await settledInSql(rig, type, sound, all);
  for (const [value, text] of settled) {
    expect([value, normaliseIdentifier(type, value, all)]).toEqual([
      value,
      { valid: true, hash: sha256(text), normalised: text },
    ]);
  }
}

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: length, maxLength: length });
const hash = fc.oneof(
  hex(32),
  hex(40),
  hex(63),
  hex(64),
  hex(65),
  hex(128),
  hex(64).map((text) => text.toLowerCase()),
);
const blank = fc.constantFrom('', '', '', ' ', '\t', '\u00a0', '\u200b', '\ufeff', '\n', '\u0000', '\u202a');
const wrap = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(blank, fc.constantFrom('', '', '', '<>', '""', "''", '{}', "'"), text, blank)
    .map(([front, pair, inner, back]) => `${front}${pair.charAt(0)}${inner}${pair.charAt(1)}${back}`);

/** Characters that make or break an address, some of which change their length or script in lowercase. */
const localPart = fc.string({
  unit: fc.constantFrom(...'abcXYZ019._+-', '!', "'", '{', '}', 'é', 'İ', 'K', 'ß', '@', ' '),
  maxLength: 70,
});
const label = fc.string({ unit: fc.constantFrom(...'abcXY019-', 'ü', '_'), maxLength: 66 });
const domain = fc
  .tuple(
    label,
    label,
    fc.constantFrom('com', 'co.uk', 'c', '', '123', 'x1', 'museum', 'COM', 'рф', '1x', 'a-'),
  )
  .map(([first, second, last]) => [first, second, last].filter((part) => part !== '').join('.'));
const email = fc.oneof(
  fc.tuple(localPart, domain).map(([local, at]) => `${local}@${at}`),
  fc.emailAddress(),
  fc.constantFrom(
    'test@test.com',
    'noemail@x.com',
    'NULL@none.com',
    'a.b+c@docomo.ne.jp',
    '.a..b.@ezweb.ne.jp',
    '+x@y.com',
    '+@y.com',
  ),
);

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 17 });
const separators = fc.constantFrom(
  '',
  '',
  ' ',
  '-',
  '.',
  '(',
  ')',
  '/',
  '\u00a0',
  '\u2011',
  ' ext 5',
  'x',
  '+',
  '.0',
  '.00',
);
const phone = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('', '+', '00', '0', '1', '+1', '+44', '+49', '011', '+0', '++'),
      digits,
      separators,
      digits,
    )
    .map((parts) => parts.join('')),
  fc
    .tuple(
      fc.constantFrom('', '+1', '1', '+1 ', '('),
      fc.constantFrom('415', '212', '800', '555', '268', '242', '011', '123', '204'),
      separators,
      fc.integer({ min: 0, max: 9_999_999 }),
    )
    .map(([front, area, between, rest]) => `${front}${area}${between}${String(rest).padStart(7, '0')}`),
  fc.constantFrom(
    '+442071838750',
    '4155550123.0',
    '4.15555E+9',
    '０１２３４５６７８９',
    '٠١٢٣٤٥٦٧٨٩',
    'tel:+14155550123',
    '+1 (415) 555-0123 ext. 9',
  ),
);

const anything = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary-ascii' }),
  fc.constantFrom('null', 'N/A', '-', '', ' '),
);
const device = fc.oneof(
  fc.uuid(),
  fc.uuid().map((id) => id.toUpperCase()),
  fc.uuid().map((id) => id.replaceAll('-', '')),
  fc.constant('00000000-0000-0000-0000-000000000000'),
  fc.constant('0'.repeat(32)),
);

function values(...kinds: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string[]> {
  return fc.array(fc.oneof(...kinds.map(wrap), ...kinds), { minLength: 200, maxLength: 300 });
}

/** Numbers as people of a country write them, right and slightly wrong. */
function numbersOf(country: CountryCode): readonly string[] {
  const example = getExampleNumber(country, examples);
  if (example === undefined) return [];
  const { number, nationalNumber } = example;
  const mutated = (text: string) => [
    text,
    text.slice(0, -1),
    `${text}7`,
    text.replace(/.$/, '0'),
    `1${text}`,
    `0${text}`,
  ];
  return [
    ...mutated(number),
    ...mutated(nationalNumber),
    ...mutated(example.formatNational()),
    ...mutated(example.formatInternational()),
    number.slice(1),
    `00${number.slice(1)}`,
    `011${number.slice(1)}`,
    number.replace(example.countryCallingCode, `${example.countryCallingCode}0`),
    example.formatInternational().replaceAll(' ', '-'),
    example.formatInternational().replaceAll(' ', '.'),
  ];
}

const WORLD = getCountries().map(numbersOf);

/** The numbers of the countries that share a calling code with this one, and a few of everybody else's. */
function someNumbers(home: string | undefined): readonly string[] {
  const code = getCountries().find((country) => country === home);
  const near = getCountries().filter(
    (country) => code !== undefined && getCountryCallingCode(country) === getCountryCallingCode(code),
  );
  return [
    ...near.flatMap(numbersOf),
    ...WORLD.flatMap((numbers, index) => numbers.filter((_, k) => (k + index) % 9 === 0)),
  ];
}

describe('the fast path says what the core says', () => {
  it('about e-mail addresses', async () => {
    for (const emailRule of ['standard', 'legacy'] as const) {
      await fc.assert(
        fc.asyncProperty(values(email, hash, anything), (list) =>
          expectAgreement('EMAIL', list, { emailRule }),
        ),
        { numRuns: 2 },
      );
    }
  });

  it('about phone numbers as they come', async () => {
    for (const defaultCountry of ['US', 'GB', undefined]) {
      await fc.assert(
        fc.asyncProperty(values(phone, hash, anything), (list) =>
          expectAgreement('PHONE', list, { defaultCountry }),
        ),
        { numRuns: 2 },
      );
    }
  });

  it.each([
    undefined,
    'US',
    'CA',
    'AG',
    'GB',
    'GG',
    'DE',
    'IT',
    'RU',
    'KZ',
    'BR',
    'AR',
    'AU',
    'JP',
    'NO',
    'MA',
    'ID',
    'XX',
  ])('about the world’s numbers with the default country %s', async (defaultCountry) => {
    await expectAgreement('PHONE', someNumbers(defaultCountry), { defaultCountry });
  });

  it('about phone numbers hashed without their plus', async () => {
    await expectAgreement('PHONE', someNumbers('US'), { defaultCountry: 'US', phoneRule: 'digits' });
  });

  it('about advertising ids', async () => {
    for (const type of ['IDFA', 'AAID'] as const) {
      for (const idfaCase of ['upper', 'lower'] as const) {
        await fc.assert(
          fc.asyncProperty(values(device, hash, anything), (list) =>
            expectAgreement(type, list, { idfaCase }),
          ),
          { numRuns: 2 },
        );
      }
    }
  });

  it('in SQL settles what is written plainly by itself', async () => {
    const rules = { ...DEFAULT_RULES, defaultCountry: 'US' };
    const emails = await settledInSql(
      rig,
      'EMAIL',
      ['Ann.Lee@shop.example.org', ' bob@a.de ', 'none'],
      rules,
    );
    expect(emails.map(([, settled]) => settled)).toEqual(['ann.lee@shop.example.org', 'bob@a.de']);
    const phones = await settledInSql(
      rig,
      'PHONE',
      ['+14155550123', '(415) 555-0123', '+44 20 7183 8750'],
      rules,
    );
    expect(phones.map(([, settled]) => settled)).toEqual(['+14155550123', '+14155550123', '+442071838750']);
  });
});
