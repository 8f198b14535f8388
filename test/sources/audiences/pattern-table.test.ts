import fc from 'fast-check';
import { getCountries } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { UUID_PATTERN } from '../../../src/core/identifiers/device-id.ts';
import { PLACEHOLDER_PATTERNS } from '../../../src/core/identifiers/placeholders.ts';
import { FAST_EMAIL } from '../../../src/sources/audiences/normalise-sql.ts';
import {
  bytesReadAs,
  PatternTable,
  type TablePattern,
} from '../../../src/sources/audiences/pattern-table.ts';
import { countryPlan } from '../../../src/sources/audiences/phone-plans.ts';

const encoder = new TextEncoder();

/** The patterns that fit a text, by their places. */
function tableOf(patterns: readonly TablePattern[]): (text: string) => readonly number[] {
  const found: (readonly number[])[] = [];
  const table = new PatternTable(
    patterns,
    (fitting) => found.push([...fitting].sort((first, second) => first - second)) - 1,
  );
  return (text) => {
    const bytes = encoder.encode(`x${text}x`);
    table.begin();
    table.read(bytes, 1, bytes.length - 1, new Uint8Array(bytes.length), 0);
    return found[table.verdict()] ?? [];
  };
}

function expressionOf({ fits, pattern }: TablePattern): RegExp {
  if (fits === 'whole') return new RegExp(`^(?:${pattern})$`);
  return new RegExp(fits === 'front' ? `^(?:${pattern})` : pattern);
}

function expectAsExpressions(patterns: readonly TablePattern[], texts: readonly string[]): void {
  const fitting = tableOf(patterns);
  const expressions = patterns.map(expressionOf);
  for (const text of texts) {
    const expected = expressions.flatMap((expression, place) => (expression.test(text) ? [place] : []));
    expect([text, fitting(text)]).toEqual([text, expected]);
  }
}

const WAYS = ['whole', 'front', 'part'] as const;

describe('a table of patterns', () => {
  it.each([
    ['a|bc|', ['', 'a', 'bc', 'b', 'abc']],
    ['(?:ab)*c?', ['', 'ab', 'abab', 'ababc', 'aba', 'cc']],
    ['a{2}b{1,3}c{2,}', ['aabcc', 'aabbbccc', 'aabbbbcc', 'abcc', 'aabc', 'aabcccccc']],
    ['[a-c-]+\\d', ['a-1', '-9', 'd1', 'a', 'ca-0']],
    ['^ab$|b', ['ab', 'b', 'xab', 'abx', 'a']],
    ['a{1,3}?b', ['ab', 'aaab', 'aaaab', 'b']],
    ['\\+1\\.\\-[+.]', ['+1.-+', '+1.-.', '+1.--', '11.-+']],
  ])('finds what the expression %s finds', (pattern, texts) => {
    expectAsExpressions(
      WAYS.map((fits) => ({ fits, pattern })),
      texts,
    );
  });

  it('finds what expressions find, many at once, in texts of their own making', () => {
    const piece = fc.constantFrom('a', 'b', '[ab]', '(?:ab|c)', 'c?', 'b*', '(?:a|bc)+', 'a{2,3}', '');
    const pattern = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));
    const asked = fc.record({ fits: fc.constantFrom(...WAYS), pattern });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(asked, { minLength: 1, maxLength: 5 }),
        fc.array(text, { maxLength: 20 }),
        expectAsExpressions,
      ),
      { numRuns: 200 },
    );
  });

  it('finds placeholders, addresses and advertising ids as their patterns do', () => {
    const patterns: readonly TablePattern[] = [
      { fits: 'part', pattern: PLACEHOLDER_PATTERNS.EMAIL },
      { fits: 'part', pattern: PLACEHOLDER_PATTERNS.PHONE },
      { fits: 'part', pattern: PLACEHOLDER_PATTERNS.IDFA },
      { fits: 'whole', pattern: FAST_EMAIL },
      { fits: 'whole', pattern: UUID_PATTERN },
    ];
    const name = fc.constantFrom('test12', 'no-reply', 'nobody', 'ann', 'x', 'a.b', 'a..b', '.a', 'noemail');
    const at = fc.constantFrom(
      'test.com',
      'none.co.uk',
      'shop.invalid',
      'a-.de',
      'b.c1',
      'b.1c',
      'localhost',
    );
    const address = fc.tuple(name, fc.constantFrom('@', '@@', ''), at).map((parts) => parts.join(''));
    const number = fc.string({ unit: fc.constantFrom('0', '5', '123456789', '+', '00000000'), maxLength: 6 });
    const id = fc.oneof(fc.uuid(), fc.constantFrom(`${'a'.repeat(8)}-aaaa-aaaa-aaaa-${'a'.repeat(12)}`));
    fc.assert(
      fc.property(fc.array(fc.oneof(address, number, id), { maxLength: 50 }), (texts) =>
        expectAsExpressions(patterns, texts),
      ),
      { numRuns: 40 },
    );
  });

  it('understands the numbering plan of every country', () => {
    const patterns = getCountries().flatMap((country) => {
      const plan = countryPlan(country);
      if (plan === undefined) return [];
      const { general, internationalPrefix, leadingDigits, nationalPrefix, valid } = plan;
      const fronts = [internationalPrefix, leadingDigits, nationalPrefix].filter(
        (each) => each !== undefined,
      );
      return [
        ...[general, valid].map((pattern) => ({ fits: 'whole', pattern }) as const),
        ...fronts.map((pattern) => ({ fits: 'front', pattern }) as const),
      ];
    });
    expect(patterns.length).toBeGreaterThan(400);
    const texts = fc.sample(fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 12 }), {
      numRuns: 100,
      seed: 7,
    });
    expectAsExpressions(patterns, texts);
  });

  it('reads bytes as its map says, and writes down what it read', () => {
    const map = bytesReadAs((character) => (character === '-' ? '' : character.toLowerCase()));
    const table = new PatternTable([{ fits: 'whole', pattern: '(?:ab)*c' }], ({ size }) => size, map);
    const piece = fc.constantFrom('a', 'B', 'ab', 'c', 'C', '-', '\0', 'é');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(), (pieces, cut) => {
        const bytes = encoder.encode(pieces.join(''));
        const middle = cut % (bytes.length + 1);
        const target = new Uint8Array(bytes.length + 1);
        table.begin();
        const written = table.read(bytes, 0, middle, target, 0);
        const length = table.read(bytes, middle, bytes.length, target, written);
        const text = pieces.join('').replaceAll('-', '').toLowerCase();
        expect(table.verdict() === 1).toBe(/^(?:ab)*c$/.test(text));
        const read = encoder.encode(text).map((byte) => (byte === 0 ? 0xff : byte));
        expect(target.subarray(0, length)).toEqual(read);
      }),
    );
  });

  it('begins anew when texts need more states than it keeps, and says the same', () => {
    // Which of the last fourteen letters were an a: so many states.
    const table = new PatternTable([{ fits: 'whole', pattern: '[ab]*a[ab]{14}' }], ({ size }) => size);
    const texts = fc.sample(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 40, maxLength: 60 }), {
      numRuns: 1500,
      seed: 3,
    });
    const verdicts = texts.map((text) => {
      const bytes = encoder.encode(text);
      table.begin();
      table.read(bytes, 0, bytes.length, bytes, 0);
      return table.verdict() === 1;
    });
    expect(verdicts).toEqual(texts.map((text) => text.at(-15) === 'a'));
  });

  it.each(['a(?=b)', '(?i:a)', '[^a]', 'a**', '\\w', 'a)', '(a', 'a.b', 'é', 'a{2'])(
    'refuses %s, which it doesn’t know',
    (pattern) => {
      expect(() => tableOf([{ fits: 'whole', pattern }])).toThrow('not understood');
    },
  );
});
