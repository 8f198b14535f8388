import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { normaliseIdentifier } from '../../../src/core/identifiers/index.ts';
import { DEFAULT_RULES, type IdentifierType } from '../../../src/core/identifiers/types.ts';

const TYPES: readonly IdentifierType[] = ['EMAIL', 'PHONE', 'IDFA', 'AAID', 'EXTERNAL_ID'];
const HASH = '848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f';

function outcome(type: IdentifierType, value: string | null): string {
  const result = normaliseIdentifier(type, value, DEFAULT_RULES);
  return result.valid ? result.hash : result.reason;
}

function digest(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}

describe('a value that was hashed before', () => {
  it.each(TYPES)('passes through as %s, in lowercase, and is never hashed again', (type) => {
    expect(outcome(type, HASH)).toBe(HASH);
    expect(outcome(type, ` ${HASH.toUpperCase()}\n`)).toBe(HASH);
    expect(normaliseIdentifier(type, HASH, DEFAULT_RULES)).toMatchObject({ normalised: undefined });
  });

  it.each(['EMAIL', 'PHONE', 'IDFA', 'AAID'] as const)(
    'passes through as %s where a database wrote its bytes',
    (type) => {
      expect(outcome(type, `0x${HASH.toUpperCase()}`)).toBe(HASH);
      expect(outcome(type, `\\x${HASH}`)).toBe(HASH);
      expect(outcome('EXTERNAL_ID', `0x${HASH}`)).not.toBe(HASH);
    },
  );

  it.each(['EMAIL', 'PHONE'] as const)(
    'is refused as %s in base64, and when it is a longer or shorter SHA-2',
    (type) => {
      const inBase64 = createHash('sha256').update('jane@example.com').digest('base64');
      for (const text of [inBase64, digest('sha224', 'jane'), digest('sha384', 'jane')]) {
        expect(outcome(type, text)).toBe('wrong-hash');
      }
    },
  );

  it.each(TYPES)('is refused as %s when it is the hash of nothing', (type) => {
    for (const nothing of ['', ' ', 'null', 'NULL', 'None', 'undefined', 'n/a', 'N/A', 'NaN', 'nan', '+1']) {
      expect(outcome(type, digest('sha256', nothing))).toBe('hash-of-nothing');
    }
    expect(outcome(type, 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855')).toBe(
      'hash-of-nothing',
    );
    expect(outcome(type, '0'.repeat(64))).toBe('hash-of-nothing');
  });

  it.each(['EMAIL', 'PHONE', 'IDFA', 'AAID'] as const)(
    'is refused as %s when it is a hash of another kind',
    (type) => {
      expect(outcome(type, digest('md5', 'jane@example.com'))).toBe('wrong-hash');
      expect(outcome(type, digest('sha1', 'jane@example.com').toUpperCase())).toBe('wrong-hash');
      expect(outcome(type, digest('sha512', 'jane@example.com'))).toBe('wrong-hash');
    },
  );

  it('is nothing special one digit short', () => {
    expect(outcome('EMAIL', HASH.slice(1))).toBe('not-an-email');
    expect(outcome('PHONE', HASH.slice(1))).toBe('not-a-phone');
    expect(outcome('AAID', HASH.slice(1))).toBe('not-a-uuid');
  });
});

describe('an advertising id', () => {
  const UPPER = 'EA7583CD-A667-48BC-B806-42ECB2B48606';
  const lower = UPPER.toLowerCase();

  it("is hashed upper case for Apple's and lower case for Google's, however it is written", () => {
    for (const written of [UPPER, lower, ` {${lower}} `]) {
      expect(outcome('IDFA', written)).toBe(digest('sha256', UPPER));
      expect(outcome('AAID', written)).toBe(digest('sha256', lower));
    }
  });

  it.each([
    ['00000000-0000-0000-0000-000000000000', 'all-zero'],
    ['{00000000-0000-0000-0000-000000000000}', 'all-zero'],
    ['00000000000000000000000000000000', 'all-zero'],
    [lower.replaceAll('-', ''), 'wrong-hash'],
    ['9774d56d682e549c', 'not-a-uuid'],
    [`${lower}0`, 'not-a-uuid'],
    [lower.replace('e', 'g'), 'not-a-uuid'],
    ['n/a', 'not-a-uuid'],
    ['', 'empty'],
  ])('%j is refused: %s', (value, reason) => {
    expect(outcome('IDFA', value)).toBe(reason);
    expect(outcome('AAID', value)).toBe(reason);
  });
});

describe("an advertiser's own id", () => {
  it('is trimmed and keeps its case and its zeros', () => {
    expect(outcome('EXTERNAL_ID', ' User_123 ')).toBe(digest('sha256', 'User_123'));
    expect(outcome('EXTERNAL_ID', '000123')).toBe(digest('sha256', '000123'));
  });

  it('may look like an MD5, because it is opaque', () => {
    const id = digest('md5', 'anything');
    expect(outcome('EXTERNAL_ID', id)).toBe(digest('sha256', id));
  });

  it.each([null, '', ' ', 'null', 'NULL', 'None', 'undefined', 'n/a', 'N/A', 'NaN', '-', '0', '\\N'])(
    '%j counts as empty',
    (value) => {
      expect(outcome('EXTERNAL_ID', value)).toBe('empty');
    },
  );
});
