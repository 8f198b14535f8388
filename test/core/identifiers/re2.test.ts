import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { LOCALE_PATTERN, PAGE_URL_PATTERN, USER_AGENT_PATTERN } from '../../../src/core/events/network.ts';
import { ALL_ZERO_PATTERN, UUID_PATTERN } from '../../../src/core/identifiers/device-id.ts';
import { EMAIL_PATTERN } from '../../../src/core/identifiers/email.ts';
import { SHA256_PATTERN, WRONG_HASH_PATTERN } from '../../../src/core/identifiers/hash.ts';
import { PLACEHOLDER_PATTERNS } from '../../../src/core/identifiers/placeholders.ts';
import { TRIM_CLASS_RE2, TRIMMED_RANGES, trimText } from '../../../src/core/identifiers/text.ts';

const PATTERNS = {
  EMAIL_PATTERN,
  SHA256_PATTERN,
  WRONG_HASH_PATTERN,
  UUID_PATTERN,
  ALL_ZERO_PATTERN,
  PAGE_URL_PATTERN,
  USER_AGENT_PATTERN,
  LOCALE_PATTERN,
  'EMAIL placeholders': PLACEHOLDER_PATTERNS.EMAIL,
  'PHONE placeholders': PLACEHOLDER_PATTERNS.PHONE,
  'IDFA placeholders': PLACEHOLDER_PATTERNS.IDFA,
  'EXTERNAL_ID placeholders': PLACEHOLDER_PATTERNS.EXTERNAL_ID,
};

const TEXTS = [
  '',
  'jane@example.com',
  'jane.doe+x@sub.example.co.uk',
  "o'hara@example.ie",
  "'jane@example.com",
  '.jane@example.com',
  'a..b.@docomo.ne.jp',
  'jane@example',
  'jane@-example.com',
  'test@test.com',
  'noemail@example.com',
  'jane@nowhere.invalid',
  '+14155550123',
  '+15555555555',
  '+11234567890',
  'EA7583CD-A667-48BC-B806-42ECB2B48606',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '00000000-0000-0000-0000-000000000000',
  '0'.repeat(32),
  'a'.repeat(40),
  'A'.repeat(64),
  'b'.repeat(128),
  'Guest',
  'TEST12',
  '12.50',
  '1e5',
  '-1',
  '1,5',
  'https://shop.example/a?b',
  'HTTP://shop.example',
  '/cart',
  'Mozilla/5.0 (X11)',
  'en-US',
  'en_',
];

async function ask(sql: string, values: readonly string[]): Promise<readonly unknown[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(sql, [...values]);
  return reader.getRows().map(([value]) => value);
}

describe("the patterns in DuckDB's engine", () => {
  it.each(Object.entries(PATTERNS))('%s means what it means here', async (_, pattern) => {
    const texts = TEXTS.map((_text, index) => `($${index + 2}::varchar)`).join(',');
    const answers = await ask(`SELECT regexp_matches(text, $1) FROM (VALUES ${texts}) AS texts(text)`, [
      pattern,
      ...TEXTS,
    ]);
    const expression = new RegExp(pattern);
    expect(answers).toEqual(TEXTS.map((text) => expression.test(text)));
  });

  it('trim the same characters', async () => {
    const edges = TRIMMED_RANGES.flatMap((range) => range.map((code) => String.fromCodePoint(code))).filter(
      (character) => character !== '\0',
    );
    const texts = edges.map((edge) => `${edge}${edge}a${edge}b${edge}`);
    const values = texts.map((_, index) => `($${index + 2}::varchar)`).join(',');
    const answers = await ask(
      `SELECT regexp_replace(text, $1, '', 'g') FROM (VALUES ${values}) AS texts(text)`,
      [`^[${TRIM_CLASS_RE2}]+|[${TRIM_CLASS_RE2}]+$`, ...texts],
    );
    expect(answers).toEqual(texts.map(trimText));
  });
});
